import { kindNamed } from '../kinds';
import type { GraphNode, GraphQueries, LiveCriteria, NodeId } from '../model';
import { stepsUp } from './paths';
import { type Unit, unitWith } from './units';
import type { Grouping, Lane } from './view';

/** Where a unit stands in a grouped view: in a box, or outside with others of its lane. */
export interface Berth {
  /** Empty for the box of what belongs to no other. Where groups are the boxes it tells what is met, not yet which box. */
  readonly key: string;
  readonly isOutside: boolean;
  /** What its ports meet; the groups behind may change without it. Only where groups are the boxes. */
  readonly criteria: readonly LiveCriteria[];
}

/** What is nowhere else: no Tier-1, no segment, not scheduled, in no group. */
export const NONE = '';

const NO_CRITERIA: readonly LiveCriteria[] = [];
const inside = (key: string): Berth => ({ key, isOutside: false, criteria: NO_CRITERIA });
const outside = ({ lane }: Pick<Unit, 'lane'>): Berth => ({
  key: `outside|${lane}`,
  isOutside: true,
  criteria: NO_CRITERIA,
});

type BerthOf = (graph: GraphQueries, unit: Unit) => Berth;

/** Lanes that stand outside of the boxes: what many boxes share, left of them. */
const OUTSIDE: Readonly<Record<Grouping, ReadonlySet<Lane>>> = {
  'tier-1': new Set(['tier-0']),
  segment: new Set(['tier-0', 'tier-1', 'vip']),
  'cluster-node': new Set(['tier-0', 'tier-1', 'vip', 'segment']),
  workload: new Set(['tier-0', 'tier-1', 'vip', 'segment']),
  group: new Set(['tier-0', 'tier-1', 'vip', 'segment']),
};

const BERTHS: Readonly<Record<Grouping, BerthOf>> = {
  'tier-1': (graph, unit) => inside(above(graph, unit, 'tier-1') ?? NONE),
  segment: (graph, unit) => inside(above(graph, unit, 'segment') ?? NONE),
  'cluster-node': (graph, unit) => {
    const name = clusterNodeOf(graph, unit);
    return inside(name === null ? NONE : `${unit.cluster ?? ''}|${name}`);
  },
  workload: (_graph, unit) => {
    const { cluster, namespace } = unit;
    if (cluster === null || namespace === null) return outside(unit);
    const { kind, name } = workloadOf(unit);
    return inside(`${cluster}|${namespace}|${kind}|${name}`);
  },
  group: (graph, unit) => {
    const met = new Set<LiveCriteria>();
    for (const { id } of unit.nodes) for (const criteria of graph.criteriaAround(id)) met.add(criteria);
    const criteria = [...met].sort((a, b) => numberOf(a) - numberOf(b));
    return { key: criteria.map(numberOf).join(' '), isOutside: false, criteria };
  },
};

/** Ids of criteria are long, and there is a key for each set of them that some Pod meets. */
const NUMBERS = new WeakMap<LiveCriteria, number>();
let numbered = 0;

function numberOf(criteria: LiveCriteria): number {
  const number = NUMBERS.get(criteria) ?? ++numbered;
  NUMBERS.set(criteria, number);
  return number;
}

/** Where the unit stands. Depends on nothing that could change while its Namespace does not. */
export function berthOf(graph: GraphQueries, by: Grouping, unit: Unit): Berth {
  return OUTSIDE[by].has(unit.lane) ? outside(unit) : BERTHS[by](graph, unit);
}

/** Where the unit of an object stands; null for an object that is in none. */
export function berthWith(graph: GraphQueries, by: Grouping, node: GraphNode): Berth | null {
  const lane = laneOf(node);
  // Whatever NSX has of such a lane is drawn in it, and most of what is asked for is so.
  if (node.plane === 'nsx' && lane !== null && OUTSIDE[by].has(lane)) return outside({ lane });
  const unit = unitWith(graph, node);
  return unit === null ? null : berthOf(graph, by, unit);
}

/** True where the path from gateway to Pod lies within a box, so that its lines may be drawn all the time. */
export const keepsPath = (by: Grouping): boolean => by === 'tier-1' || by === 'segment';

/** How far left of a Pod a Tier-1 is: over its segment. */
const STEPS = 2;

/** The nearest object of the lane at or left of the unit; the first by id of several. */
function above(graph: GraphQueries, unit: Unit, lane: Lane): NodeId | null {
  let edge: readonly NodeId[] = unit.nodes.map(({ id }) => id);
  for (let step = 0; ; step++) {
    const [first] = edge.filter((id) => laneOf(graph.node(id)) === lane).sort();
    if (first !== undefined || step === STEPS) return first ?? null;
    edge = edge.flatMap((id) => stepsUp(graph, id).map(({ from }) => from));
  }
}

const laneOf = (node: GraphNode | undefined): Lane | null =>
  node === undefined ? null : (kindNamed(node.kind)?.presentation.lane ?? null);

/** Where a Pod runs, or which cluster node the port is the network card of. */
function clusterNodeOf(graph: GraphQueries, { nodes }: Unit): string | null {
  for (const { id, plane, facts } of nodes) {
    const name = plane === 'kubernetes' ? facts.node : facts.clusterNode;
    if (typeof name === 'string') return name;
    if (plane === 'kubernetes') return null;
    for (const { kind, from } of graph.hopsTo(id))
      if (kind === 'realizes' && from.node.kind === 'cluster-node') return from.node.name;
  }
  return null;
}

/** `Deployment` and `web` of a Pod that ReplicaSet web-5d4 owns; both empty for what has no workload. */
function workloadOf({ nodes: [primary] }: Unit): { readonly kind: string; readonly name: string } {
  const { workload, owner } = primary?.facts ?? {};
  if (typeof workload !== 'string') return { kind: '', name: '' };
  const [kind = '', name] = typeof owner === 'string' ? owner.split(' ') : [];
  return { kind: kind === 'ReplicaSet' && name !== workload ? 'Deployment' : kind, name: workload };
}
