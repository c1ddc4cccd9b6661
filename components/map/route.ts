import type { Point, Rect } from './geometry';
import type { Streets } from './streets';

/** What a route must know of the chart: where namespaces begin, and the cards that stand before them. */
export interface Terrain {
  /** Left edge of the first column of namespaces; null when there is none. */
  readonly shore: number | null;
  /** Cards of no namespace, which a line must not seem to pass through. */
  readonly outside: readonly Rect[];
  /** The ways between namespaces; null where the gap above each leads to it. */
  readonly streets: Streets | null;
}

const STUB = 12;
const CLEAR = 10;
/** Lines of gateways and of what shares a column with VIPs run in lanes of their own before the shore. */
const LANE = { near: 8, far: 16 } as const;
const HALF_GAP = 12;
const HALF_ROW_GAP = 4;

/**
 * The corners of a line from a card outside to a card of a namespace: around the cards between, down one trunk before the
 * first column, and along the gap above a namespace of a later column. Null where a plain curve crosses nothing.
 */
export function routeOf(from: Rect, to: Rect, home: Home | null, terrain: Terrain): readonly Point[] | null {
  const { shore, outside } = terrain;
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  const frame = home?.frame;
  if (shore === null || frame === undefined || start.x > shore - LANE.far || end.x < shore) return null;
  const between = outside.filter((rect) => rect.x >= start.x && rect.x + rect.width <= shore);
  const trunk = shore - (between.length > 0 ? LANE.near : LANE.far);
  const points: Point[] = [start];
  const channel = channelAbove(start.y, between);
  if (channel !== null) points.push({ x: start.x + STUB, y: start.y }, { x: start.x + STUB, y: channel });
  points.push({ x: trunk, y: channel ?? start.y });
  const arrival = arrivalAt(to, home?.cards ?? []);
  const y = arrival[0]?.y ?? end.y;
  if (frame.x > shore) {
    const simple = [
      { x: trunk, y: frame.y - 18 },
      { x: frame.x - LANE.near, y: frame.y - 18 },
      { x: frame.x - LANE.near, y },
    ];
    const [first, ...rest] = terrain.streets?.wayTo(frame, y) ?? simple;
    if (first !== undefined) points.push({ x: trunk, y: first.y }, ...rest);
  } else points.push({ x: trunk, y });
  return [...points, ...arrival];
}

/** The frame that a line leads into, and the cards in it. */
export interface Home {
  readonly frame: Rect;
  readonly cards: readonly Rect[];
}

/** The last corners on the way to a card, from the left edge of its frame: past the cards of its row, along the gap above it. */
function arrivalAt(to: Rect, cards: readonly Rect[]): readonly Point[] {
  const end = { x: to.x, y: to.y + to.height / 2 };
  const isBefore = cards.some((rect) => rect.x + rect.width <= to.x && rect.y < end.y && rect.y + rect.height > end.y);
  if (!isBefore) return [end];
  const row = to.y - HALF_ROW_GAP;
  return [{ x: to.x - LANE.near, y: row }, { x: to.x - LANE.near, y: end.y }, end];
}

/**
 * The corners of a line within a namespace to a card behind other cards of its row: down before the first of them, then
 * along the gap above the row. Null when nothing is between. `cards` are those of the namespace.
 */
export function detourOf(from: Rect, to: Rect, cards: readonly Rect[]): readonly Point[] | null {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  const between = cards.filter(
    (rect) => rect.x > start.x && rect.x + rect.width <= to.x && rect.y < end.y && rect.y + rect.height > end.y,
  );
  if (between.length === 0) return null;
  const trunk = Math.min(...between.map((rect) => rect.x)) - HALF_GAP;
  const row = to.y - HALF_ROW_GAP;
  const last = to.x - LANE.near;
  return [start, { x: trunk, y: start.y }, { x: trunk, y: row }, { x: last, y: row }, { x: last, y: end.y }, end];
}

/**
 * The corners of a line that leaves a namespace from a card with others of its row before it (a Pod in a group): along the
 * gap above the row, then to the other end. Null when nothing is between.
 */
export function exitOf(from: Rect, to: Rect, cards: readonly Rect[]): readonly Point[] | null {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  const between = cards.filter(
    (rect) => rect.x > start.x && rect.x < end.x && rect.y < start.y && rect.y + rect.height > start.y,
  );
  if (between.length === 0) return null;
  const row = from.y - HALF_ROW_GAP;
  const step = start.x + HALF_ROW_GAP;
  const out = Math.max(...between.map((rect) => rect.x + rect.width)) + HALF_GAP;
  return [start, { x: step, y: start.y }, { x: step, y: row }, { x: out, y: row }, { x: out, y: end.y }, end];
}

/** Columns nearer than this have nothing between them. */
const NEXT_COLUMN = 64;

/**
 * The corners of a line from a gateway to the column beside it: off one rail before that column, so that hundreds of
 * segments on one Tier-1 are a comb and no fan. Null for other ends, and where they are level.
 */
export function railOf(from: Rect, to: Rect): readonly Point[] | null {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  const gap = end.x - start.x;
  if (start.y === end.y || gap <= 0 || gap > NEXT_COLUMN) return null;
  const rail = end.x - HALF_GAP;
  return [start, { x: rail, y: start.y }, { x: rail, y: end.y }, end];
}

/** The corners of a line within a column, beside its cards: lines from one card to several are a comb. Null for other ends. */
export function besideOf(from: Rect, to: Rect): readonly Point[] | null {
  if (from.x !== to.x || from.y === to.y) return null;
  const [start, end] = [from, to].map(({ y, height }) => y + height / 2);
  if (start === undefined || end === undefined) return null;
  const rail = from.x - LANE.near;
  return [
    { x: from.x, y: start },
    { x: rail, y: start },
    { x: rail, y: end },
    { x: to.x, y: end },
  ];
}

/** The height just above the stack of cards that stands in the way at `y`; null when nothing does. */
function channelAbove(y: number, between: readonly Rect[]): number | null {
  const covers = (rect: Rect, at: number) => rect.y - CLEAR <= at && at <= rect.y + rect.height + CLEAR;
  let at = y;
  for (
    let hit = between.find((rect) => covers(rect, at));
    hit !== undefined;
    hit = between.find((rect) => covers(rect, at))
  ) {
    at = hit.y - CLEAR - 1;
  }
  return at === y ? null : at;
}

/** A path through the points with rounded corners. */
export function roundedPath(points: readonly Point[], radius = 8): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${first.x},${first.y}`;
  let before = first;
  for (const [index, corner] of rest.entries()) {
    const after = rest[index + 1];
    if (after === undefined) path += `L${corner.x},${corner.y}`;
    else {
      const into = towards(corner, before, Math.min(radius, distance(corner, before) / 2));
      const out = towards(corner, after, Math.min(radius, distance(corner, after) / 2));
      path += `L${into.x},${into.y}Q${corner.x},${corner.y} ${out.x},${out.y}`;
    }
    before = corner;
  }
  return path;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  if (whole === 0) return from;
  return { x: from.x + ((to.x - from.x) / whole) * length, y: from.y + ((to.y - from.y) / whole) * length };
}

/** Where the evidence of a routed line is written: on the middle of its longest level stretch. */
export function routeLabel(points: readonly Point[]): Point {
  let best: readonly [Point, Point] | null = null;
  for (const [index, to] of points.entries()) {
    const from = points[index - 1];
    if (from === undefined || from.y !== to.y) continue;
    if (best === null || Math.abs(to.x - from.x) > Math.abs(best[1].x - best[0].x)) best = [from, to];
  }
  if (best === null) return points.at(-1) ?? { x: 0, y: 0 };
  return { x: (best[0].x + best[1].x) / 2, y: best[0].y };
}
