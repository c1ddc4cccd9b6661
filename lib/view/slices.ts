import type { GraphNode, GraphQueries, LiveCriteria } from '../model';
import { samePlain } from '../model';
import { Contents } from './contents';
import { type Berth, berthOf, keepsPath } from './grouping';
import { compareUnits } from './order';
import { severity } from './severity';
import { type OuterStep, outerSteps } from './summary';
import type { Unit } from './units';
import type { Grouping } from './view';

/** What one Namespace has in one box of a grouped view, in numbers; the units are made again when the box is opened. */
export interface Slice {
  readonly key: string;
  readonly isOutside: boolean;
  readonly criteria: readonly LiveCriteria[];
  /** The objects of the units, those that tell their ids apart. */
  readonly primaries: readonly GraphNode[];
  readonly partners: readonly GraphNode[];
  readonly ill: number;
  readonly orphans: number;
  readonly pods: number;
  /** Ports that no Pod is known for. */
  readonly strays: number;
  /** Network cards of cluster nodes. */
  readonly nodePorts: number;
  readonly hasKubernetes: boolean;
  readonly hasNsx: boolean;
  readonly worst: Worst | null;
  readonly contents: Contents | null;
  readonly networks: readonly string[];
  readonly vlans: readonly number[];
  readonly outer: readonly OuterStep[];
}

/** The unit that gives a fold its state: the most severe, the first of equals in the order of views. */
export type Worst = Pick<Unit, 'id' | 'title' | 'state' | 'reason'>;

const NO_STEPS: readonly OuterStep[] = [];

/** Sorts units into slices by where they stand. */
export function sliceUnits(graph: GraphQueries, by: Grouping, units: readonly Unit[]): ReadonlyMap<string, Slice> {
  const members = new Map<string, { readonly berth: Berth; readonly units: Unit[] }>();
  for (const unit of units) {
    const berth = berthOf(graph, by, unit);
    const known = members.get(berth.key);
    if (known === undefined) members.set(berth.key, { berth, units: [unit] });
    else known.units.push(unit);
  }
  const slices = new Map<string, Slice>();
  for (const [key, { berth, units: own }] of members) slices.set(key, toSlice(graph, by, berth, own));
  return slices;
}

function toSlice(graph: GraphQueries, by: Grouping, berth: Berth, units: readonly Unit[]): Slice {
  const [primaries, partners]: [GraphNode[], GraphNode[]] = [[], []];
  const [networks, vlans]: [string[], number[]] = [[], []];
  const counts = { ill: 0, orphans: 0, pods: 0, strays: 0, nodePorts: 0 };
  let [hasKubernetes, hasNsx, worst, contents]: [boolean, boolean, Worst | null, Contents | null] = [
    false,
    false,
    null,
    null,
  ];
  for (const unit of units) {
    const [primary, ...others] = unit.nodes;
    if (primary === undefined) continue;
    primaries.push(primary);
    partners.push(...others);
    if (unit.state !== 'healthy') {
      counts.ill++;
      worst = worse(worst, unit);
    }
    if (unit.state === 'orphan') counts.orphans++;
    hasNsx ||= unit.nodes.some(({ plane }) => plane === 'nsx');
    hasKubernetes ||= primary.plane === 'kubernetes';
    if (unit.lane !== 'pod') {
      contents ??= new Contents();
      contents.add(unit);
      if (unit.lane === 'segment') networks.push(unit.line);
      continue;
    }
    counts[portKind(unit, primary)]++;
    if (by === 'cluster-node') vlans.push(...vlansOf(unit));
  }
  const outer = keepsPath(by) ? stepsOutOf(graph, units) : NO_STEPS;
  const seen = { hasKubernetes, hasNsx, worst, contents, networks };
  return { ...berth, primaries, partners, ...counts, ...seen, vlans, outer };
}

function stepsOutOf(graph: GraphQueries, units: readonly Unit[]): readonly OuterStep[] {
  const own = new Set(units.flatMap(({ nodes }) => nodes.map(({ id }) => id)));
  return outerSteps(graph, units, (id) => own.has(id));
}

function portKind({ namespace }: Unit, { plane }: GraphNode): 'pods' | 'nodePorts' | 'strays' {
  if (plane === 'kubernetes') return 'pods';
  return namespace === null ? 'nodePorts' : 'strays';
}

const vlansOf = ({ nodes }: Unit): readonly number[] =>
  nodes.flatMap(({ facts }) => (typeof facts.vlan === 'number' ? facts.vlan : []));

/** The worse of two; of equals the first in the order of views. */
export function worse(one: Worst | null, { id, title, state, reason }: Worst): Worst {
  const other = { id, title, state, reason };
  if (one === null) return other;
  const order = severity(other.state) - severity(one.state);
  return order > 0 || (order === 0 && compareUnits(other, one) < 0) ? other : one;
}

/** True when nothing that is shown of the slice differs. Objects are replaced when they change, never altered. */
export function sameSlice(a: Slice, b: Slice): boolean {
  if (!sameItems(a.primaries, b.primaries) || !sameItems(a.partners, b.partners)) return false;
  return sameItems(a.criteria, b.criteria) && samePlain(a.outer, b.outer);
}

/** Whether they hold the same objects in the same order. */
export function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
