import type { GraphQueries, NodeId } from '../model';
import type { Boxes, MixedBox } from './boxes';
import { counted, NODE_PORTS } from './contents';
import { LIMITS } from './folding';
import { boxesOf, MOST_GROUPINGS } from './grouped';
import { type Berth, berthOf, berthWith, keepsPath, NONE } from './grouping';
import type { Places } from './places';
import { byHand, type Drawn, type Face, foldedSpaces, foldId, plain } from './regions';
import { type Memory, remembered } from './remembered';
import type { Scope } from './scope';
import type { Box } from './space';
import type { SpaceSummary } from './summary';
import type { Grouping, ViewSpec } from './view';

/** What a view that is not grouped by Namespace is made of. */
export interface Grouped {
  readonly boxes: readonly Box[];
  /** What stands outside of the boxes, left of them. */
  readonly outside: readonly Drawn[];
  readonly notes: readonly string[];
  /** The box that an object is in, or is folded with. */
  homeOf(id: NodeId): string | undefined;
  /** Says on a card in how many other boxes it could be. */
  withOthers(drawn: Drawn): Drawn;
  /** True for lines of a kind that would cross the map. */
  isQuiet(kind: string): boolean;
}

/** The boxes of the grouping that the spec asks for; null where a box is a Namespace. */
export function groupedView(places: Places, scope: Scope, spec: ViewSpec): Grouped | null {
  const { by } = spec;
  if (by === undefined) return null;
  const boxes = boxesOf(places, scope, { ...spec, by });
  const { graph } = places;
  return {
    boxes: boxes.inside,
    outside: boxes.outside.flatMap((box) => outsideCards(box, spec)),
    notes: notesOf(places, boxes),
    homeOf: homesIn(places, by, boxes),
    withOthers: by === 'group' ? (drawn) => withOtherGroups(graph, boxes, drawn) : (drawn) => drawn,
    isQuiet: (kind) => kind !== 'member' && !keepsPath(by),
  };
}

/** Cards of what is outside and of one lane; many are folded into one until somebody opens it. */
function outsideCards(box: MixedBox, spec: ViewSpec): readonly Drawn[] {
  const { objects, contents, line } = box.summary;
  const [, lane] = box.key.split('|');
  const isPorts = lane === 'pod';
  const face: Face = {
    id: foldId(box.id, ''),
    lane: OUTSIDE_LANES.find((one) => one === lane) ?? 'pod',
    region: null,
    title: isPorts ? counted(objects, NODE_PORTS.one, NODE_PORTS.many) : contents,
    line,
  };
  const most = byHand(spec)(face.id) === true ? LIMITS.outsideOpened : isPorts ? 0 : LIMITS.outside;
  return objects > most ? [foldedSpaces(face, [box])] : box.units.map((unit) => plain(unit, null));
}

const OUTSIDE_LANES = ['tier-0', 'tier-1', 'vip', 'segment', 'pod'] as const;

/** Groupings whose berths are kept: as many as have their slices kept. */
const BERTHS: Memory<Places, BerthsOf> = new WeakMap();

/** Where objects of a Namespace stand, as long as nothing changes in it: its summary stands for its state. */
type BerthsOf = WeakMap<SpaceSummary, Map<NodeId, Berth | null>>;

/** Finds the box that an object is in. Lines ask for thousands, and again for each state. */
function homesIn(places: Places, by: Grouping, boxes: Boxes): (id: NodeId) => string | undefined {
  const { graph } = places;
  const kept: BerthsOf = remembered(BERTHS, places, by, MOST_GROUPINGS, () => new WeakMap());
  const homes = new Map<string, string | undefined>();
  const known = (summary: SpaceSummary): Map<NodeId, Berth | null> => {
    const berths = kept.get(summary) ?? new Map<NodeId, Berth | null>();
    kept.set(summary, berths);
    return berths;
  };
  const find = (id: NodeId): Berth | null => {
    const node = graph.node(id);
    return node === undefined ? null : berthWith(graph, by, node);
  };
  const berthAt = (id: NodeId): Berth | null => {
    const space = places.spaceOf(id);
    if (space === null) return find(id);
    const berths = known(space.summary);
    const before = berths.get(id);
    if (before !== undefined) return before;
    const found = find(id);
    berths.set(id, found);
    return found;
  };
  return (id) => {
    const berth = berthAt(id);
    if (berth === null) return undefined;
    if (!homes.has(berth.key)) homes.set(berth.key, boxes.at(berth)?.id);
    return homes.get(berth.key);
  };
}

function withOtherGroups(graph: GraphQueries, boxes: Boxes, drawn: Drawn): Drawn {
  const { card, units } = drawn;
  const [unit] = card.lane === 'pod' && card.folded === 0 ? units : [];
  const groups = unit === undefined ? [] : boxes.groupsOf(berthOf(graph, 'group', unit).criteria);
  if (groups.length < 2) return drawn;
  const others = `also in ${counted(groups.length - 1, 'other group', 'other groups')}`;
  return { ...drawn, card: { ...card, line: [card.line, others].filter(Boolean).join(' · ') } };
}

/** What is said of lines that a grouped view leaves out. */
export function lineNotes(
  { groups }: ViewSpec,
  { isQuiet }: Grouped,
  regions: readonly { readonly folded: boolean }[],
): readonly string[] {
  if (!regions.some(({ folded }) => folded)) return [];
  const [path, members] = [isQuiet('connects') ? ['networks'] : [], groups ? ['groups'] : []];
  const ends = [...path, ...members];
  return ends.length === 0 ? [] : [`Lines from folded boxes to ${ends.join(' and ')} are not drawn: open a box`];
}

function notesOf({ groups }: Places, boxes: Boxes): readonly string[] {
  if (boxes.by !== 'group') return [];
  const shown = boxes.inside.filter(({ key }) => key !== NONE).length;
  const empty = groups.adminUnits.length - shown;
  const { several } = boxes;
  return [
    ...(several === 0
      ? []
      : [`${counted(several, 'Pod is', 'Pods are')} in several groups: each stands in the first of them by name`]),
    ...(empty === 0 ? [] : [`${counted(empty, 'group', 'groups')} of administrators without a Pod here not drawn`]),
  ];
}
