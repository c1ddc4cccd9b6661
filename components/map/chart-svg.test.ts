import { describe, expect, it } from 'vitest';
import type { LiveView } from '@/components/live/live-view';
import { layoutView } from '@/lib/layout';
import { card, region, tile, viewOf } from '@/tests/support/views';
import { chartSvg } from './chart-svg';
import { pngScale, viewJson } from './export-view';

const pod = { ...card('pod', 'web <1> & "more"', 'shop'), state: 'orphan', reason: 'no Pod' } as const;
const segment = card('segment', 'net', 'shop');
const { spec, ...made } = viewOf([region('shop')], [pod, segment]);
const link = { id: 'l', from: segment.id, to: pod.id, kind: 'connects', evidence: 'by path', crossPlane: false };
const view: LiveView = { ...made, at: 0, links: new Map([['l', link]]) };
const toRect = ({ x, y, w, h }: { x: number; y: number; w: number; h: number }) => ({ x, y, width: w, height: h });
const layout = layoutView(view);
const placement = {
  regions: new Map([...layout.regions].map(([id, rect]) => [id, toRect(rect)])),
  annexes: new Map(),
  tiles: new Map(),
  blocks: new Map(),
  cards: new Map([...layout.cards].map(([id, rect]) => [id, toRect(rect)])),
};
const caption = {
  title: 'Map of shop',
  time: '2026-01-01 12:00:00',
  counts: '2 of 2',
  address: 'http://host/?a=1&b=2',
};
const all = new Set(view.cards.keys());

describe('the exported chart', () => {
  const { svg, width, height } = chartSvg(view, placement, all, caption);

  it('has title, time, address and a legend of what is on it', () => {
    for (const words of ['Map of shop', '2026-01-01 12:00:00 · 2 of 2', 'a=1&amp;b=2', 'both, correlated', '>orphan<'])
      expect(svg).toContain(words);
    expect(svg).not.toContain('>conflict<');
  });

  it('draws cards and lines beside tiles at the size they have there', () => {
    const large = new Map(
      [...placement.cards].map(([id, rect]) => [id, { ...rect, width: rect.width * 3, height: 144 }]),
    );
    const drawn = chartSvg(view, { ...placement, cards: large }, all, caption).svg;
    expect(drawn.match(/ scale\(3\)/g)).toHaveLength(2);
    expect(drawn).toContain('stroke-width="3.75"><title>by path');
    expect(svg).not.toContain(' scale(');
  });

  it('tells states by word and outline, names the evidence of lines, and lets no name break the document', () => {
    expect(svg).toContain('>Orphan<');
    expect(svg).toContain('stroke-dasharray="6 4"');
    expect(svg).toContain('<title>by path</title>');
    expect(svg).toContain('web &lt;1&gt; &amp; &quot;more&quot;');
  });

  it('is large enough for everything on it', () => {
    for (const rect of placement.cards.values()) {
      expect(width).toBeGreaterThan(rect.width);
      expect(height).toBeGreaterThan(rect.height);
    }
    expect(svg).toContain(`viewBox="0 0 ${width} ${height}"`);
  });

  it('leaves out what the filter takes away, with its lines', () => {
    const some = chartSvg(view, placement, new Set([segment.id]), caption).svg;
    expect(some).toContain('>net<');
    expect(some).not.toContain('web');
    expect(some).not.toContain('by path');
    const data = JSON.parse(viewJson({ view, spec, placement, shown: new Set([segment.id]), caption }));
    expect(data.cards.map(({ title }: { title: string }) => title)).toEqual(['net']);
    expect(data.links).toEqual([]);
    expect(data.at).toBe('1970-01-01T00:00:00.000Z');
  });

  it('holds every tile with its name and its state in words, under the name of its cluster', () => {
    const tiles = [
      { ...tile('web', 'east'), summary: '25 Pods' },
      { ...tile('db', 'east'), state: 'failed' as const },
    ];
    const fleet: LiveView = { ...viewOf(tiles, []), at: 0 };
    const { tiles: places, blocks } = layoutView(fleet);
    const drawn = chartSvg(
      fleet,
      {
        ...placement,
        cards: new Map(),
        tiles: new Map([...places].map(([id, rect]) => [id, toRect(rect)])),
        blocks: new Map([...blocks].map(([id, block]) => [id, { ...block, rect: toRect(block.rect) }])),
      },
      new Set(),
      caption,
    ).svg;
    for (const words of [
      '>web<',
      '>25 Pods<',
      '>db<',
      'Failed · ',
      '>east<',
      '2 Namespaces · 1 not healthy',
      '>failed<',
    ])
      expect(drawn).toContain(words);
  });

  it('is enlarged as far as browsers draw it', () => {
    expect(pngScale({ width: 1_000, height: 1_000 })).toBe(2);
    expect(pngScale({ width: 20_000, height: 1_000 })).toBeLessThanOrEqual(0.8);
    const { width: w, height: h } = { width: 14_000, height: 14_000 };
    expect(pngScale({ width: w, height: h }) ** 2 * w * h).toBeLessThanOrEqual(120_000_001);
  });
});
