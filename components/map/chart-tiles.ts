import type { LiveView } from '@/components/live/live-view';
import { STATE_LOOKS } from '@/components/marks/state';
import { dashes, escaped, INK, LETTER, PLANE_INK, STATE_INK, text } from './chart-ink';
import type { Placement } from './elements';
import type { Rect } from './geometry';
import { fillsAt, strengthOf } from './tile-ink';
import { clusterTitle, headingsOf, type TileRegion, tileName } from './tile-words';

/** Paper is looked at closely: the fills on which words can be read. */
const FILLS = fillsAt(1, { surface: INK.paper, bars: PLANE_INK });

/** A tile of an exported chart: name and facts, its state in words, all it says as a title. */
export function tileBox(tile: TileRegion, { x, y, width, height }: Rect): string {
  const { state, title, summary, pods } = tile;
  const isIll = state !== 'healthy';
  const fill = FILLS[strengthOf(pods)] ?? INK.paper;
  const bars = tile.tile.planes.map((plane, index) => {
    const part = (height - 8) / tile.tile.planes.length;
    return `<rect x="${x}" y="${y + 4 + index * part}" width="4" height="${part}" fill="${PLANE_INK[plane]}"/>`;
  });
  const words = isIll ? `${STATE_LOOKS[state].word} · ${summary}` : summary;
  return [
    `<g><title>${escaped(tileName(tile))}</title>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${fill}" stroke="${STATE_INK[state]}" stroke-width="${isIll ? 1.5 : 1}"${dashes(state)}/>`,
    ...bars,
    text(x + 12, y + 23, title, { size: 13, weight: 500, room: width - 20 }),
    text(x + 12, y + 42, words, { size: 11, ink: isIll ? STATE_INK[state] : INK.muted, room: width - 20 }),
    '</g>',
  ].join('');
}

/** The names of clusters above their tiles. */
export function blockHeadings(view: LiveView, { blocks }: Placement): readonly string[] {
  const headings = headingsOf(view.regions.values());
  return [...blocks.values()].map(({ cluster, isMore, rect }) => {
    const title = clusterTitle(cluster);
    const size = 24;
    const name = text(rect.x, rect.y + HEADING, title, { size, weight: 600, ink: PLANE_INK.kubernetes });
    const words = isMore ? 'continued' : (headings.get(cluster) ?? '');
    const after = rect.x + title.length * size * LETTER.sans * 1.08 + 14;
    return name + text(after, rect.y + HEADING, words, { size: size - 4, ink: INK.muted });
  });
}

const HEADING = 68;
