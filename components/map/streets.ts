import type { Point, Rect } from './geometry';

/** Half of the gap left of a frame, and above its tab: where lines run between frames. */
const BESIDE = 8;
const ABOVE = 18;
const BELOW = 6;
/** A tab stands this far above its frame. */
const TAB = 12;
/** A corner costs as much as this much way. */
const CORNER = 40;
/** With more frames than this they are folded and stand in rows, and the gap above a row leads anywhere. */
const MOST_FRAMES = 32;

/** The ways between frames, from the trunk left of them all. */
export interface Streets {
  /** The corners of the way from the trunk to the left side of a frame, to the height `y` there; null when it is not known. */
  wayTo(frame: Rect, y: number): readonly Point[] | null;
}

interface Stop {
  readonly column: number;
  readonly row: number;
  readonly isLevel: boolean;
  readonly cost: number;
  readonly from: Stop | null;
}

/** Finds the shortest ways with few corners from the trunk into the gaps between the frames; null for too many of them. */
export function streetsBetween(frames: readonly Rect[]): Streets | null {
  if (frames.length === 0 || frames.length > MOST_FRAMES) return null;
  const xs = sorted(frames.map(({ x }) => x - BESIDE));
  const ys = sorted(frames.flatMap(({ y, height }) => [y - ABOVE, y + height + BELOW]));
  const best = shortest(xs, ys, frames);
  return {
    wayTo: (frame, y) => {
      const column = xs.indexOf(frame.x - BESIDE);
      const ends = [frame.y - ABOVE, frame.y + frame.height + BELOW].flatMap((at) =>
        [true, false].flatMap((isLevel) => best(column, ys.indexOf(at), isLevel) ?? []),
      );
      const costOf = (stop: Stop): number => stop.cost + Math.abs((ys[stop.row] ?? 0) - y);
      const [end] = ends.sort((a, b) => costOf(a) - costOf(b));
      if (end === undefined) return null;
      const points: Point[] = [];
      for (let at: Stop | null = end; at !== null; at = at.from)
        points.unshift({ x: xs[at.column] ?? 0, y: ys[at.row] ?? 0 });
      return cornersOf([...points, { x: frame.x - BESIDE, y }]);
    },
  };
}

const sorted = (all: readonly number[]): readonly number[] => [...new Set(all)].sort((a, b) => a - b);

type Best = (column: number, row: number, isLevel: boolean) => Stop | null;

/** Dijkstra over the crossings of the gaps; every row of the trunk is a start. */
function shortest(xs: readonly number[], ys: readonly number[], frames: readonly Rect[]): Best {
  const key = (column: number, row: number, isLevel: boolean): number =>
    (row * xs.length + column) * 2 + Number(isLevel);
  const done = new Map<number, Stop>();
  const open = new Queue();
  for (const row of ys.keys()) open.push({ column: 0, row, isLevel: false, cost: 0, from: null });
  for (let stop = open.pop(); stop !== null; stop = open.pop()) {
    const { column, row, isLevel } = stop;
    if (done.has(key(column, row, isLevel))) continue;
    done.set(key(column, row, isLevel), stop);
    for (const next of stepsFrom(stop, xs, ys))
      if (!done.has(key(next.column, next.row, next.isLevel)) && isFree(next, xs, ys, frames)) open.push(next);
  }
  return (column, row, isLevel) => done.get(key(column, row, isLevel)) ?? null;
}

/** To the next crossings, whatever is in the way. */
function stepsFrom(from: Stop, xs: readonly number[], ys: readonly number[]): readonly Stop[] {
  const { column, row } = from;
  return MOVES.flatMap(([across, down]) => {
    const [x, y] = [xs[column + across], ys[row + down]];
    if (x === undefined || y === undefined) return [];
    const isLevel = down === 0;
    const way = Math.abs(x - (xs[column] ?? 0)) + Math.abs(y - (ys[row] ?? 0));
    const cost = from.cost + way + (from.isLevel === isLevel ? 0 : CORNER);
    return { column: column + across, row: row + down, isLevel, cost, from };
  });
}

function isFree(stop: Stop, xs: readonly number[], ys: readonly number[], frames: readonly Rect[]): boolean {
  const before = stop.from ?? stop;
  const [a, b] = [before, stop].map(({ column, row }) => ({ x: xs[column] ?? 0, y: ys[row] ?? 0 }));
  return a === undefined || b === undefined || !frames.some((frame) => isIn(frame, a, b));
}

const MOVES = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

/** Whether a level or upright stretch runs through a frame or its tab. */
function isIn(frame: Rect, a: Point, b: Point): boolean {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
  return left < frame.x + frame.width && right > frame.x && top < frame.y + frame.height && bottom > frame.y - TAB;
}

/** The points where the direction changes, with both ends. */
function cornersOf(points: readonly Point[]): readonly Point[] {
  return points.filter((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (before === undefined || after === undefined) return true;
    return !(before.x === point.x && point.x === after.x) && !(before.y === point.y && point.y === after.y);
  });
}

/** Stops by cost, least first; a binary heap. */
class Queue {
  readonly #heap: Stop[] = [];

  push(stop: Stop): void {
    const heap = this.#heap;
    let at = heap.push(stop) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = heap[up];
      if (parent === undefined || parent.cost <= stop.cost) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = stop;
  }

  pop(): Stop | null {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined) return null;
    if (heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      const isRight = right !== undefined && left !== undefined && right.cost < left.cost;
      const child = isRight ? right : left;
      if (child === undefined || child.cost >= last.cost) break;
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = last;
    return first;
  }
}
