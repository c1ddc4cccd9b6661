import { STATE_LOOKS } from '@/components/marks/state';
import type { Region } from '@/lib/view/view';
import type { Placement } from './elements';
import type { Rect } from './geometry';
import { fillsAt, strengthOf, type TileInk } from './tile-ink';
import { DASHES, MARKS } from './tile-marks';
import { fitName, type Measure, type SharedEnds, sharedEnds } from './tile-names';
import { clusterTitle, isTile, type TileRegion } from './tile-words';

/** What a picture of tiles shows, and through which part of the chart. */
export interface TileScene {
  readonly regions: ReadonlyMap<string, Region>;
  readonly placement: Pick<Placement, 'tiles' | 'blocks'>;
  readonly viewport: { readonly x: number; readonly y: number; readonly zoom: number };
  readonly size: { readonly width: number; readonly height: number };
  readonly selected: string | null;
  /** What the heading of each cluster says beside its name. */
  readonly headings: ReadonlyMap<string, string>;
  readonly ink: TileInk;
}

/** From these sizes on a tile shows its mark, its name, and its facts below the name. */
const SHOWS = { mark: 8, name: { width: 56, height: 15 }, facts: 34 } as const;
const LOWERED = 0.22;
const GAP = 8;

/** A tile on the screen, on whole pixels so that all gaps are alike. */
interface Shown extends Rect {
  readonly region: TileRegion;
}

/** Draws the tiles in sight: blocks from afar, names nearer by, their facts closest. */
export function drawTiles(brush: CanvasRenderingContext2D, scene: TileScene): void {
  const { size, viewport, ink } = scene;
  brush.clearRect(0, 0, size.width, size.height);
  const { shown, kept } = inSight(scene);
  const fills = fillsAt(viewport.zoom, ink);
  const isLowered = ({ tile }: TileRegion): boolean => tile.found === 0;
  for (const lowered of [false, true]) {
    const part = shown.filter(({ region }) => isLowered(region) === lowered);
    brush.globalAlpha = lowered ? LOWERED : 1;
    drawFills(brush, part, { fills, edge: ink.line, zoom: viewport.zoom });
    for (const tile of part) if (tile.region.state !== 'healthy') drawState(brush, tile, ink);
    drawWords(brush, part, scene);
  }
  brush.globalAlpha = 1;
  drawKept(brush, kept, ink);
  for (const { region, ...rect } of shown) if (region.id === scene.selected) outline(brush, rect, ink.text, 2, 1);
  drawHeadings(brush, scene);
}

function inSight({ regions, placement, viewport, size }: TileScene) {
  const shown: Shown[] = [];
  const kept: Rect[] = [];
  for (const [id, place] of placement.tiles) {
    const rect = onScreen(place, viewport);
    if (rect.x > size.width || rect.y > size.height || rect.x + rect.width < 0 || rect.y + rect.height < 0) continue;
    const region = regions.get(id);
    if (region === undefined) continue;
    if (isTile(region)) shown.push({ region, ...rect });
    else kept.push(rect);
  }
  return { shown, kept };
}

function onScreen(place: Rect, { x, y, zoom }: TileScene['viewport']): Rect {
  const gap = Math.max(1, Math.round(GAP * zoom));
  const [left, top] = [Math.round(place.x * zoom + x), Math.round(place.y * zoom + y)];
  const right = Math.round((place.x + place.width + GAP) * zoom + x) - gap;
  const bottom = Math.round((place.y + place.height + GAP) * zoom + y) - gap;
  return { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

/** One path for each strength: a fill for each tile would take several times as long. */
function drawFills(
  brush: CanvasRenderingContext2D,
  tiles: readonly Shown[],
  { fills, edge, zoom }: { readonly fills: readonly string[]; readonly edge: string; readonly zoom: number },
): void {
  const round = Math.min(8, Math.round(10 * zoom));
  for (const [strength, fill] of fills.entries()) {
    brush.beginPath();
    for (const { region, x, y, width, height } of tiles) {
      if (strengthOf(region.pods) !== strength) continue;
      if (round < 2) brush.rect(x, y, width, height);
      else brush.roundRect(x, y, width, height, round);
    }
    brush.fillStyle = fill;
    brush.fill();
    if (zoom < EDGED_FROM) continue;
    brush.strokeStyle = edge;
    brush.lineWidth = 1;
    brush.stroke();
  }
}

/** Close by tiles are pale and need an edge, as cards have. */
const EDGED_FROM = 0.6;

function drawState(brush: CanvasRenderingContext2D, tile: Shown, ink: TileInk): void {
  const { region, x, y, width, height } = tile;
  const { state } = region;
  const tint = ink.tints[state];
  if (tint !== null) {
    brush.fillStyle = tint;
    brush.fillRect(x, y, width, height);
  }
  const line = Math.min(1.5, Math.max(1, height / 10));
  outline(brush, tile, ink.states[state], line, -line / 2, DASHES[state]);
  if (state === 'conflict' && height >= 12) outline(brush, tile, ink.states[state], line, -line / 2 - 2.5);
  const mark = MARKS[state];
  if (mark === null || height < SHOWS.mark || width < SHOWS.mark) return;
  const isNamed = width >= SHOWS.name.width && height >= SHOWS.name.height;
  const radius = Math.min(6, height / 2 - 2);
  brush.fillStyle = ink.states[state];
  brush.strokeStyle = ink.states[state];
  brush.lineWidth = line;
  mark(
    brush,
    isNamed ? x + width - radius - 5 : x + width / 2,
    isNamed ? y + Math.min(height / 2, 12) : y + height / 2,
    radius,
  );
}

function outline(
  brush: CanvasRenderingContext2D,
  { x, y, width, height }: Rect,
  colour: string,
  line: number,
  by: number,
  dashes: readonly number[] = [],
): void {
  brush.strokeStyle = colour;
  brush.lineWidth = line;
  brush.setLineDash([...dashes]);
  brush.beginPath();
  brush.roundRect(x - by, y - by, width + 2 * by, height + 2 * by, Math.max(0, Math.min(6, height / 5)));
  brush.stroke();
  brush.setLineDash([]);
}

const measureOf =
  (brush: CanvasRenderingContext2D): Measure =>
  (words) =>
    brush.measureText(words).width;

const SHARED = new WeakMap<object, ReadonlyMap<string | null, SharedEnds>>();

/** What the names of each cluster share, looked at once for each placement of the tiles. */
function sharedIn({ regions, placement: { tiles } }: TileScene): ReadonlyMap<string | null, SharedEnds> {
  const known = SHARED.get(tiles);
  if (known !== undefined) return known;
  const names = new Map<string | null, string[]>();
  for (const id of tiles.keys()) {
    const region = regions.get(id);
    if (region === undefined) continue;
    const own = names.get(region.cluster);
    if (own === undefined) names.set(region.cluster, [region.title]);
    else own.push(region.title);
  }
  const shared = new Map([...names].map(([cluster, own]) => [cluster, sharedEnds(own)] as const));
  SHARED.set(tiles, shared);
  return shared;
}

function drawWords(brush: CanvasRenderingContext2D, tiles: readonly Shown[], scene: TileScene): void {
  const { ink, viewport } = scene;
  const [shared, measure] = [sharedIn(scene), measureOf(brush)];
  brush.textBaseline = 'middle';
  const size = Math.max(10, Math.min(13, Math.round(18 * viewport.zoom)));
  for (const { region, x, y, width, height } of tiles) {
    if (width < SHOWS.name.width || height < SHOWS.name.height) continue;
    const hasFacts = height >= SHOWS.facts;
    const bar = hasFacts ? drawPlanes(brush, { x, y, width, height }, region, ink) : 5;
    const room = width - bar - (region.state === 'healthy' ? 4 : 23);
    brush.font = `500 ${size}px ${ink.font}`;
    brush.fillStyle = ink.text;
    const name = fitName(region.title, room, measure, shared.get(region.cluster));
    brush.fillText(name, x + bar, hasFacts ? y + height * 0.32 : y + height / 2);
    if (!hasFacts) continue;
    const isIll = region.state !== 'healthy';
    brush.font = `400 ${Math.max(10, size - 2)}px ${ink.font}`;
    brush.fillStyle = isIll ? ink.states[region.state] : ink.muted;
    const words = isIll ? `${STATE_LOOKS[region.state].word} · ${region.summary}` : region.summary;
    brush.fillText(firstParts(brush, words, width - bar - 6), x + bar, y + height * 0.7);
  }
}

/** The bar of the planes at the left, as on cards; gives where the words begin. */
function drawPlanes(
  brush: CanvasRenderingContext2D,
  { x, y, height }: Rect,
  { tile }: TileRegion,
  ink: TileInk,
): number {
  const part = (height - 6) / Math.max(1, tile.planes.length);
  for (const [index, plane] of tile.planes.entries()) {
    brush.fillStyle = ink.bars[plane];
    brush.fillRect(x, y + 3 + index * part, 3, part);
  }
  return 9;
}

/** Places of boxes that were opened: they come back here. */
function drawKept(brush: CanvasRenderingContext2D, kept: readonly Rect[], ink: TileInk): void {
  for (const rect of kept) outline(brush, rect, ink.strong, 1, -0.5, [3, 3]);
}

function drawHeadings(brush: CanvasRenderingContext2D, { placement, viewport, ink, headings }: TileScene): void {
  const size = Math.max(12, Math.min(17, Math.round(40 * viewport.zoom)));
  brush.textBaseline = 'alphabetic';
  for (const { cluster, isMore, rect } of placement.blocks.values()) {
    const [x, y] = [rect.x * viewport.zoom + viewport.x, (rect.y + HEADING) * viewport.zoom + viewport.y - 8];
    const title = clusterTitle(cluster);
    brush.font = `600 ${size}px ${ink.font}`;
    brush.fillStyle = ink.name;
    brush.fillText(title, x, y);
    const after = brush.measureText(`${title}  `).width;
    brush.font = `400 ${size - 1}px ${ink.font}`;
    brush.fillStyle = ink.muted;
    const words = isMore ? 'continued' : (headings.get(cluster) ?? '');
    brush.fillText(words, x + after, y);
  }
}

/** Room above the first row of tiles, of which the heading takes the lower part. */
const HEADING = 88;

/** As many of the facts as there is room for, whole ones: `Failed · 8 Pods`. */
function firstParts(brush: CanvasRenderingContext2D, words: string, room: number): string {
  for (let end = words.length; end > 0; end = words.lastIndexOf(' · ', end - 1)) {
    const part = words.slice(0, end);
    if (brush.measureText(part).width <= room) return part;
  }
  return fitName(words.split(' · ', 1)[0] ?? '', room, measureOf(brush));
}
