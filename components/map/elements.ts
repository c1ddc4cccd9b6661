import { type Edge, type Node, Position } from '@xyflow/react';
import type { Link } from '@/lib/view/view';
import type { LiveView } from '@/components/live/live-view';
import { scaleOfCard } from './card-size';
import type { Point, Rect } from './geometry';
import { besideOf, detourOf, exitOf, railOf, routeOf, type Terrain } from './route';
import { type Streets, streetsBetween } from './streets';

/** Where everything of a view is drawn; positions are absolute. */
export interface Placement {
  readonly regions: ReadonlyMap<string, Rect>;
  /** Further frames of regions that outgrew their place. */
  readonly annexes: ReadonlyMap<string, { readonly region: string; readonly rect: Rect }>;
  readonly cards: ReadonlyMap<string, Rect>;
  /** Places of tiles, and those kept for boxes that were opened. */
  readonly tiles: ReadonlyMap<string, Rect>;
  /** The tiles of one cluster, with room for their heading. */
  readonly blocks: ReadonlyMap<string, Block>;
}

/** The tiles of one cluster; `isMore` where the first such block was full. */
export interface Block {
  readonly cluster: string;
  readonly isMore: boolean;
  readonly rect: Rect;
}

/** Where a card or a tile is drawn. */
export function placeOf({ cards, tiles }: Placement, id: string): Rect | undefined {
  return cards.get(id) ?? tiles.get(id);
}

export type CardFlowNode = Node<{ readonly id: string }, 'card'>;
export type RegionFlowNode = Node<{ readonly id: string; readonly isAnnex: boolean }, 'region'>;
export type FlowNode = CardFlowNode | RegionFlowNode;
/** `route` holds the corners of a line that must go around something; null for a plain curve. `scale` is that of the cards it joins. */
export type LinkFlowEdge = Edge<
  { readonly link: Link; readonly route: readonly Point[] | null; readonly scale: number },
  'link'
>;

export const SIDES = [Position.Left, Position.Right, Position.Top, Position.Bottom] as const;
/** Regions lie under the links, cards above them. */
const Z = { region: -1, link: 0, card: 1 } as const;

/** React Flow's nodes of a view. Nodes that did not move keep their identity, so that a patch renders what it touched. */
export function flowNodes(view: LiveView, placement: Placement, before: readonly FlowNode[]): readonly FlowNode[] {
  const held = new Map(before.map((node) => [node.id, node]));
  const nodes: FlowNode[] = [];
  const add = (key: string, rect: Rect | undefined, what: What) => {
    if (rect !== undefined) nodes.push(flowNode(key, rect, what, held.get(key)));
  };
  for (const id of view.regions.keys())
    add(`region:${id}`, placement.regions.get(id), { type: 'region', id, isAnnex: false });
  for (const [id, { region, rect }] of placement.annexes) {
    if (view.regions.has(region)) add(`annex:${id}`, rect, { type: 'region', id: region, isAnnex: true });
  }
  for (const id of view.cards.keys()) add(`card:${id}`, placement.cards.get(id), { type: 'card', id });
  return nodes;
}

type What =
  | { readonly type: 'card'; readonly id: string }
  | { readonly type: 'region'; readonly id: string; readonly isAnnex: boolean };

function flowNode(key: string, rect: Rect, what: What, before: FlowNode | undefined): FlowNode {
  if (before !== undefined && sameRect(before, rect)) return before;
  const { width, height } = rect;
  const common = {
    id: key,
    position: { x: rect.x, y: rect.y },
    width,
    height,
    measured: { width, height },
    zIndex: Z[what.type],
  };
  if (what.type === 'region') {
    const { id, isAnnex } = what;
    return { ...common, type: 'region', data: { id, isAnnex }, handles: [] };
  }
  const handles = SIDES.map((side) => handleAt(side, width, height));
  return { ...common, type: 'card', data: { id: what.id }, handles };
}

function sameRect(node: FlowNode, rect: Rect): boolean {
  const { x, y } = node.position;
  return x === rect.x && y === rect.y && node.width === rect.width && node.height === rect.height;
}

/** One handle a side serves both ends of links (connection mode `loose`). */
function handleAt(side: Position, width: number, height: number) {
  const x = side === Position.Left ? 0 : side === Position.Right ? width : width / 2;
  const y = side === Position.Top ? 0 : side === Position.Bottom ? height : height / 2;
  return { id: side, type: 'source' as const, x, y, width: 1, height: 1, position: side };
}

/** The sides where a link leaves and arrives: left to right where there is room between, else top and bottom. */
export function linkSides(from: Rect, to: Rect): readonly [Position, Position] {
  if (to.x >= from.x + from.width) return [Position.Right, Position.Left];
  if (from.x >= to.x + to.width) return [Position.Left, Position.Right];
  return to.y >= from.y ? [Position.Bottom, Position.Top] : [Position.Top, Position.Bottom];
}

/** React Flow's edges of a view; a link without both ends drawn is left out (its ends are folded). */
export function flowEdges(
  view: LiveView,
  placement: Placement,
  before: readonly LinkFlowEdge[],
): readonly LinkFlowEdge[] {
  const held = new Map(before.map((edge) => [edge.id, edge]));
  const edges: LinkFlowEdge[] = [];
  const terrain = terrainOf(view, placement);
  const inside = cardsByRegion(view, placement);
  const linkRoute = (link: Link, from: Rect, to: Rect) => {
    const [leaves, enters] = [view.cards.get(link.from)?.region ?? '', view.cards.get(link.to)?.region ?? ''];
    const home = frameAround(to, enters, placement);
    const rail = link.kind === 'connects' ? railOf(from, to) : null;
    if (rail !== null) return rail;
    if (home === null) return exitOf(from, to, inside.get(leaves) ?? []);
    const cards = inside.get(enters) ?? [];
    return routeOf(from, to, { frame: home, cards }, terrain) ?? detourOf(from, to, cards);
  };
  for (const link of view.links.values()) {
    const from = placement.cards.get(link.from);
    const to = placement.cards.get(link.to);
    if (from === undefined || to === undefined) continue;
    const [out, into] = linkSides(from, to);
    const route = out === Position.Right ? linkRoute(link, from, to) : besideOf(from, to);
    const old = held.get(link.id);
    const scale = Math.min(scaleOfCard(from.height), scaleOfCard(to.height));
    const same =
      old?.data?.link === link &&
      old.data.scale === scale &&
      old.sourceHandle === out &&
      old.targetHandle === into &&
      sameRoute(old.data.route, route);
    edges.push(
      same
        ? old
        : {
            id: link.id,
            type: 'link',
            source: `card:${link.from}`,
            target: `card:${link.to}`,
            sourceHandle: out,
            targetHandle: into,
            zIndex: Z.link,
            data: { link, route, scale },
          },
    );
  }
  return edges;
}

/** The frame of a region that holds a card: its own or one of its annexes. */
function frameAround(card: Rect, region: string, { regions, annexes }: Placement): Rect | null {
  const own = regions.get(region);
  if (own === undefined || holds(own, card)) return own ?? null;
  for (const annex of annexes.values()) if (annex.region === region && holds(annex.rect, card)) return annex.rect;
  return own;
}

function holds(frame: Rect, card: Rect): boolean {
  return card.x >= frame.x && card.y >= frame.y && card.x < frame.x + frame.width && card.y < frame.y + frame.height;
}

function terrainOf(view: LiveView, placement: Placement): Terrain {
  const lefts = [...placement.regions.values()].map((rect) => rect.x);
  const outside = [...view.cards.values()].flatMap((card) =>
    card.region === null ? (placement.cards.get(card.id) ?? []) : [],
  );
  const shore = lefts.length === 0 ? null : Math.min(...lefts);
  return { shore, outside, streets: streetsOf(placement, outside, shore) };
}

/** Known for each placement, as most patches keep the very same. */
const STREETS = new WeakMap<Placement, Streets | null>();

function streetsOf(placement: Placement, outside: readonly Rect[], shore: number | null): Streets | null {
  const known = STREETS.get(placement);
  if (known !== undefined || shore === null) return known ?? null;
  const annexes = [...placement.annexes.values()].map(({ rect }) => rect);
  const strip = outside.filter((rect) => rect.x >= shore);
  const made = streetsBetween([...placement.regions.values(), ...annexes, ...strip]);
  STREETS.set(placement, made);
  return made;
}

function cardsByRegion(view: LiveView, placement: Placement): ReadonlyMap<string, readonly Rect[]> {
  const inside = new Map<string, Rect[]>();
  for (const card of view.cards.values()) {
    const rect = placement.cards.get(card.id);
    if (card.region === null || rect === undefined) continue;
    const held = inside.get(card.region);
    if (held === undefined) inside.set(card.region, [rect]);
    else held.push(rect);
  }
  return inside;
}

function sameRoute(a: readonly Point[] | null, b: readonly Point[] | null): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every((point, index) => point.x === b[index]?.x && point.y === b[index]?.y);
}
