import type { Card, Lane } from '../view/view';
import { assignRows, inLanes } from './columns';
import {
  CARD_HEIGHT,
  columnsIn,
  GAP,
  PITCH,
  type Rect,
  REGION,
  REGIONS_X,
  SHARED_X,
  TIER0_X,
  TILE,
  widthOf,
} from './metrics';
import type { Shape } from './shape';

/** What stands outside of the boxes, left and right of them, and how large. Decided in a fresh layout, then kept. */
export interface Rail {
  /** Lanes that share the column of Tier-1s and VIPs, and are not in the strip. */
  readonly lanes: readonly Lane[];
  /** Above its first row. */
  readonly top: number;
  /** Size of its cards: tiles are looked at from afar, where cards of the usual size could not be read. */
  readonly scale: number;
}

/** Width of the tiles beside which cards have the size of cards: with more, the whole is looked at from further away. */
const READABLE = 1_800;
/** Sizes between two steps would put cards between pixels at 100 %. */
const STEPS = 4;

/** The rail of a fresh map whose boxes take so much room. */
export function railFor(view: Shape, boxes: Iterable<Rect>): Rail {
  if (!isTiled(view)) return { lanes: holdPodsAlone(view) ? ['segment'] : [], top: REGION.header, scale: 1 };
  const lanes = ['segment', 'pod'] as const;
  let [w, h] = [0, 0];
  for (const box of boxes) [w, h] = [Math.max(w, box.x + box.w), Math.max(h, box.y + box.h)];
  const rows = Math.max(1, ...sidesOf(view, lanes).map((members) => members.length));
  const scale = Math.min(w / READABLE, (h - TILE.heading) / (rows * PITCH));
  return { lanes, top: TILE.heading, scale: Math.max(1, Math.floor(scale * STEPS) / STEPS) };
}

/** Where the boxes begin, right of it. */
export const besideRail = ({ scale }: Rail): number => REGIONS_X * scale;

const isTiled = ({ regions }: Shape): boolean => [...regions.values()].some(({ tile }) => tile !== undefined);

/** Whether the boxes hold Pods alone, and no segments. */
function holdPodsAlone({ regions }: Shape): boolean {
  const [first] = regions.values();
  return first !== undefined && columnsIn(first.kind).pods < columnsIn('segment').pods;
}

/** Cards of the strip: segments and ports of no namespace that are not in the rail. */
export function lyingIn(cards: readonly Card[], { lanes }: Rail): readonly Card[] {
  return cards.filter(({ lane }) => (lane === 'segment' || lane === 'pod') && !lanes.includes(lane));
}

interface Sides {
  readonly view: Shape;
  readonly cards: Map<string, Rect>;
  readonly before: ReadonlyMap<string, Rect>;
  readonly area: number;
  readonly rail: Rail;
}

/** Tier-0 gateways and shared Tier-1s left of the regions, groups right of them. */
export function placeSideColumns({ view, cards, before, area, rail }: Sides): void {
  const { top, scale } = rail;
  const [tier0, shared, groups] = sidesOf(view, rail.lanes);
  const start = firstGatewayRow(view, cards, rail);
  const columns = [
    { x: TIER0_X, members: tier0, start },
    { x: SHARED_X * scale, members: shared, start },
    { x: besideRail(rail) + area + GAP * scale, members: groups, start: 0 },
  ];
  const rowOf = (card: Card, x: number): number | null => {
    const rect = before.get(card.id);
    return rect === undefined || rect.x !== x ? null : (rect.y - top) / (PITCH * scale);
  };
  for (const { x, members, start: first } of columns) {
    const rows = assignRows(members, (card) => rowOf(card, x), { start: first });
    for (const card of members) {
      const y = top + (rows.get(card.id) ?? 0) * PITCH * scale;
      cards.set(card.id, { x, y, w: widthOf(card, false) * scale, h: CARD_HEIGHT * scale });
    }
  }
}

/** The cards of each column: Tier-0s, what namespaces share, groups. */
function sidesOf(view: Shape, lanes: readonly Lane[]) {
  const outside = [...view.cards.values()].filter(({ region }) => region === null || !view.regions.has(region));
  return [inLanes(outside, 'tier-0'), inLanes(outside, 'tier-1', 'vip', ...lanes), inLanes(outside, 'group')] as const;
}

/** The row of the topmost Tier-1 within a region: what leads to it begins beside it. */
function firstGatewayRow(view: Shape, cards: ReadonlyMap<string, Rect>, { top, scale }: Rail): number {
  // Beside tiles the rail begins with them: boxes that were opened come and go.
  if (isTiled(view)) return 0;
  const ys = [...view.cards.values()].flatMap((card) =>
    card.region !== null && card.lane === 'tier-1' ? (cards.get(card.id)?.y ?? []) : [],
  );
  return ys.length === 0 ? 0 : Math.max(0, Math.round((Math.min(...ys) - top) / (PITCH * scale)));
}
