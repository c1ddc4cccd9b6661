import { getBezierPath, Position } from '@xyflow/react';
import type { LiveView } from '@/components/live/live-view';
import { kindTitle } from '@/components/marks/kind-icon';
import { STATE_LOOKS } from '@/components/marks/state';
import { CARD_HEIGHT } from '@/lib/layout/metrics';
import type { NodeState } from '@/lib/model/graph';
import type { Plane } from '@/lib/model/ids';
import type { Card, Region } from '@/lib/view/view';
import { scaleOfCard } from './card-size';
import { planeOfBox } from './card-words';
import { dashes, escaped, INK, LETTER, PLANE_INK, SANS, STATE_INK, text } from './chart-ink';
import { blockHeadings, tileBox } from './chart-tiles';
import { flowEdges, linkSides, type Placement } from './elements';
import type { Point, Rect } from './geometry';
import { boundsOf } from './use-viewport';
import { roundedPath } from './route';
import { tilesOf } from './tile-words';

/** What is written around an exported chart. */
export interface Caption {
  readonly title: string;
  /** When the picture was true, in the viewer's words. */
  readonly time: string;
  /** What is drawn and what is not. */
  readonly counts: string;
  /** Where the live view is. */
  readonly address: string;
}

const MARGIN = 40;
const HEAD = 64;
const FOOT = 56;
const LEAST_WIDTH = 720;
/** An exported chart and its size in pixels at 100 %. */
export interface ChartSvg {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/**
 * The chart as an SVG document of its own, with title, time and legend. `shown` are the cards to draw; lines of the others
 * are left out. Drawn from the view and not from the page, so that what is out of sight is on it too.
 */
export function chartSvg(view: LiveView, placement: Placement, shown: ReadonlySet<string>, caption: Caption): ChartSvg {
  const annexes = [...placement.annexes.values()].filter(({ region }) => view.regions.has(region));
  const regions = [...view.regions.values()].flatMap((region) => rectOf(region, placement.regions));
  const cards = [...view.cards.values()]
    .filter(({ id }) => shown.has(id))
    .flatMap((card) => rectOf(card, placement.cards));
  const tiles = tilesOf(view.regions.values()).flatMap((tile) => rectOf(tile, placement.tiles));
  const rects = [...regions, ...cards, ...tiles].map(([, rect]) => rect);
  const framed = [...annexes, ...placement.blocks.values()].map(({ rect }) => rect);
  const bounds = boundsOf([...rects, ...framed]) ?? { x: 0, y: 0, width: 0, height: 0 };
  const width = Math.max(LEAST_WIDTH, bounds.width + 2 * MARGIN);
  const height = HEAD + bounds.height + FOOT + MARGIN;
  const states = new Set([...cards, ...regions, ...tiles].map(([{ state }]) => state));
  const body = [
    ...annexes.map(({ rect }) => regionBox(rect, 'stroke-dasharray="6 4"')),
    ...regions.map(([region, rect]) => regionBox(rect) + regionTab(region, rect)),
    ...blockHeadings(view, placement),
    ...tiles.map(([tile, rect]) => tileBox(tile, rect)),
    ...linkPaths(view, placement, shown),
    ...cards.map(([card, rect]) => cardBox(card, rect)),
  ];
  const shift = `translate(${MARGIN - bounds.x} ${HEAD + MARGIN / 2 - bounds.y})`;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${SANS}">`,
    `<title>${escaped(caption.title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${INK.paper}"/>`,
    text(MARGIN, 30, caption.title, { size: 18, weight: 600 }),
    text(MARGIN, 50, `${caption.time} · ${caption.counts}`, { size: 12, ink: INK.muted }),
    `<g transform="${shift}">${body.join('\n')}</g>`,
    legend(height - FOOT + 12, states),
    text(MARGIN, height - 14, caption.address, { size: 11, ink: INK.muted, mono: true, room: width - 2 * MARGIN }),
    '</svg>',
  ].join('\n');
  return { svg, width, height };
}

function rectOf<T extends { readonly id: string }>(
  thing: T,
  rects: ReadonlyMap<string, Rect>,
): readonly (readonly [T, Rect])[] {
  const rect = rects.get(thing.id);
  return rect === undefined ? [] : [[thing, rect]];
}

function regionBox({ x, y, width, height }: Rect, more = ''): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="12" fill="${INK.region}" stroke="${INK.regionLine}" ${more}/>`;
}

function regionTab(region: Region, rect: Rect): string {
  const name = text(rect.x + 16, rect.y + 22, region.title, {
    size: 13,
    weight: 600,
    ink: PLANE_INK[planeOfBox(region)],
  });
  const from = rect.x + 24 + region.title.length * 13 * LETTER.sans * 1.08;
  const words = region.state === 'healthy' ? region.summary : `${STATE_LOOKS[region.state].word} · ${region.summary}`;
  const ink = region.state === 'healthy' ? INK.muted : STATE_INK[region.state];
  return name + text(from, rect.y + 22, words, { size: 12, ink, room: rect.x + rect.width - from - 12 });
}

function linkPaths(view: LiveView, placement: Placement, shown: ReadonlySet<string>): readonly string[] {
  return flowEdges(view, placement, []).flatMap(({ data }) => {
    const from = placement.cards.get(data?.link.from ?? '');
    const to = placement.cards.get(data?.link.to ?? '');
    // What is drawn on demand would cross the whole picture.
    if (data === undefined || data.link.quiet === true || from === undefined || to === undefined) return [];
    if (!shown.has(data.link.from) || !shown.has(data.link.to)) return [];
    const path = data.route === null ? curve(from, to) : roundedPath(data.route);
    return [
      `<path d="${path}" fill="none" stroke="${INK.edge}" stroke-width="${1.25 * data.scale}"><title>${escaped(data.link.evidence)}</title></path>`,
    ];
  });
}

function curve(from: Rect, to: Rect): string {
  const [out, into] = linkSides(from, to);
  const [start, end] = [sideOf(from, out), sideOf(to, into)];
  const ends = { sourceX: start.x, sourceY: start.y, targetX: end.x, targetY: end.y };
  return getBezierPath({ ...ends, sourcePosition: out, targetPosition: into, curvature: 0.35 })[0];
}

function sideOf({ x, y, width, height }: Rect, side: Position): Point {
  if (side === Position.Left) return { x, y: y + height / 2 };
  if (side === Position.Right) return { x: x + width, y: y + height / 2 };
  return { x: x + width / 2, y: side === Position.Top ? y : y + height };
}

/** A card at its size: those beside tiles are drawn larger. */
function cardBox(card: Card, { x, y, width, height }: Rect): string {
  const scale = scaleOfCard(height);
  if (scale === 1) return cardFace(card, { x, y, width, height });
  const face = cardFace(card, { x: 0, y: 0, width: width / scale, height: CARD_HEIGHT });
  return `<g transform="translate(${x} ${y}) scale(${scale})">${face}</g>`;
}

function cardFace(card: Card, rect: Rect): string {
  const { x, y, width, height } = rect;
  const state = card.state === 'healthy' ? '' : STATE_LOOKS[card.state].word;
  const told = state === '' ? 0 : state.length * 10 * LETTER.sans + 8;
  const facts = [card.line, card.badge].filter((part) => part !== null && part !== '').join(' · ');
  const reason = card.reason === null ? '' : `: ${card.reason}`;
  const says = [`${kindTitle(card.kind, card.nodes[0])} ${card.title}`, facts, state === '' ? '' : `${state}${reason}`];
  const bars = card.planes.map((plane, index) => {
    const part = (height - 8) / card.planes.length;
    return `<rect x="${x}" y="${y + 4 + index * part}" width="4" height="${part}" fill="${PLANE_INK[plane]}"/>`;
  });
  const second =
    facts === ''
      ? text(x + 14, y + 37, kindTitle(card.kind, card.nodes[0]), { size: 11, ink: INK.muted, room: width - 22 })
      : text(x + 14, y + 37, facts, { size: 11, ink: INK.muted, mono: true, room: width - 22 });
  return [
    `<g><title>${escaped(says.filter((part) => part !== '').join('\n'))}</title>`,
    cardOutline(card, rect),
    ...bars,
    text(x + 14, y + 20, card.title, { size: 13, weight: 500, room: width - 22 - told }),
    state === '' ? '' : text(x + width - told, y + 20, state, { size: 10, ink: STATE_INK[card.state] }),
    second,
    '</g>',
  ].join('');
}

/** The frame of a card: a shadow card under a fold, the outline of its state. */
function cardOutline({ state, folded }: Card, { x, y, width, height }: Rect): string {
  const frame = (by: number, rx: number, more: string) =>
    `<rect x="${x + by}" y="${y + by}" width="${width - 2 * by}" height="${height - 2 * by}" rx="${rx}" ${more}/>`;
  const ink = STATE_INK[state];
  const beneath =
    folded === 0
      ? ''
      : `<rect x="${x + 4}" y="${y + 4}" width="${width}" height="${height}" rx="8" fill="${INK.paper}" stroke="${INK.line}"/>`;
  const stroke = `fill="${INK.paper}" stroke="${ink}" stroke-width="${state === 'healthy' ? 1 : 1.5}"${dashes(state)}`;
  return beneath + frame(0, 8, stroke) + (state === 'conflict' ? frame(3, 6, `fill="none" stroke="${ink}"`) : '');
}

/** Planes, then the states that are on the chart. */
function legend(y: number, states: ReadonlySet<NodeState>): string {
  let x = MARGIN;
  const entry = (mark: string, words: string) => {
    const drawn = `<g transform="translate(${x} ${y})">${mark}${text(18, 10, words, { size: 11, ink: INK.muted })}</g>`;
    x += 18 + words.length * 11 * LETTER.sans + 22;
    return drawn;
  };
  const bar = (from: number, height: number, plane: Plane) =>
    `<rect y="${from}" width="5" height="${height}" fill="${PLANE_INK[plane]}"/>`;
  const ill = (Object.keys(STATE_INK) as NodeState[]).filter((state) => state !== 'healthy' && states.has(state)); // keys of a full record
  return [
    entry(bar(0, 12, 'kubernetes'), 'Kubernetes'),
    entry(bar(0, 12, 'nsx'), 'NSX'),
    entry(bar(0, 6, 'kubernetes') + bar(6, 6, 'nsx'), 'both, correlated'),
    ...ill.map((state) => {
      const dash = dashes(state);
      return entry(
        `<rect width="12" height="12" rx="3" fill="none" stroke="${STATE_INK[state]}" stroke-width="1.5"${dash}/>`,
        STATE_LOOKS[state].word.toLowerCase(),
      );
    }),
  ].join('');
}
