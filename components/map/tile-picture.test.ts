import { describe, expect, it } from 'vitest';
import { region, tile } from '@/tests/support/views';
import type { Region } from '@/lib/view/view';
import { drawTiles, type TileScene } from './tile-picture';

/** A brush that writes down what it is told; every letter is 6 wide. */
function recorder() {
  const calls: (readonly [name: string, args: readonly unknown[], alpha: unknown])[] = [];
  const held: Record<string, unknown> = {};
  const brush = new Proxy(held, {
    get: (_, name: string) => {
      if (name === 'measureText') return (words: string) => ({ width: words.length * 6 });
      return (...args: unknown[]) => calls.push([name, args, held.globalAlpha]);
    },
  });
  const words = () => calls.flatMap(([name, [text]]) => (name === 'fillText' ? [String(text)] : []));
  const called = (name: string) => calls.filter(([call]) => call === name);
  return { brush: brush as unknown as CanvasRenderingContext2D, words, called }; // only what the picture uses
}

const colours = { healthy: '', pending: '', unknown: '', warning: '', orphan: '', failed: '', conflict: '' };
const ink: TileScene['ink'] = {
  font: 'sans',
  surface: '#ffffff',
  line: '',
  strong: '',
  text: '',
  muted: '',
  name: '',
  bars: { kubernetes: '#0000ff', nsx: '#00ff00' },
  states: colours,
  tints: { ...colours, healthy: null, pending: null, unknown: null },
};

function drawn(regions: readonly Region[], zoom: number, x = 0) {
  const { brush, words, called } = recorder();
  const places = regions.map(({ id }, index) => [id, { x: index * 168, y: 88, width: 160, height: 56 }] as const);
  const block = { cluster: 'east', isMore: false, rect: { x: 0, y: 0, width: 2_000, height: 144 } };
  drawTiles(brush, {
    regions: new Map(regions.map((one) => [one.id, one])),
    placement: { tiles: new Map(places), blocks: new Map([['east', block]]) },
    viewport: { x, y: 0, zoom },
    size: { width: 1_000, height: 800 },
    selected: null,
    headings: new Map([['east', '3 Namespaces · 1 not healthy']]),
    ink,
  });
  return { words: words(), called };
}

const web = { ...tile('web', 'east'), summary: '25 Pods' };
const db = { ...tile('db', 'east'), summary: '3 Pods', state: 'failed' as const };

describe('drawTiles', () => {
  it('says more the nearer one is: headings, then names, then facts with the state in words', () => {
    expect(drawn([web, db], 0.2).words).toEqual(['east', '3 Namespaces · 1 not healthy']);
    expect(drawn([web, db], 0.4).words).toEqual(['web', 'db', 'east', '3 Namespaces · 1 not healthy']);
    expect(drawn([web, db], 1).words).toContain('Failed · 3 Pods');
    expect(drawn([web, db], 1).words).toContain('25 Pods');
  });

  it('leaves out facts for which there is no room, and breaks none', () => {
    const much = { ...web, summary: '25 Pods · 2 segments · SNAT 172.16.0.66' };
    expect(drawn([much], 1).words).toContain('25 Pods · 2 segments');
    expect(drawn([much], 0.62).words).toContain('25 Pods');
  });

  it('draws only what is in sight', () => {
    expect(drawn([web, db], 1, -200).words).not.toContain('web');
    expect(drawn([web, db], 1, -200).words).toContain('db');
  });

  it('gives what is not healthy a mark, even from afar', () => {
    expect(drawn([web], 0.2).called('closePath')).toHaveLength(0);
    expect(drawn([web, db], 0.2).called('closePath')).toHaveLength(1);
  });

  it('dims what holds nothing that is looked for', () => {
    const found = { ...web, tile: { ...web.tile, planes: [], objects: 3, found: 2 } };
    const other = { ...db, tile: { ...db.tile, planes: [], objects: 3, found: 0 } };
    const alphas = drawn([found, other], 0.4)
      .called('fillText')
      .map(([, [text], alpha]) => [text, alpha]);
    expect(alphas.slice(0, 2)).toEqual([
      ['web', 1],
      ['db', 0.22],
    ]);
  });

  it('keeps the place of what was opened, without a name', () => {
    const open = { ...region('open'), cluster: 'east' };
    expect(drawn([web, open], 1).words).not.toContain('open');
    expect(
      drawn([web, open], 1)
        .called('setLineDash')
        .map(([, [dashes]]) => dashes),
    ).toContainEqual([3, 3]);
  });
});
