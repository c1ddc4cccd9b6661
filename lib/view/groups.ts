import type { LiveCriteria, NodeId } from '../model';
import { LIMITS } from './folding';
import { compareUnits } from './order';
import type { Places } from './places';
import { type Drawn, foldCard, plain } from './regions';
import { counted } from './contents';
import type { Scope } from './scope';
import type { Unit } from './units';

/** Whether the view is wider than one namespace, and what was opened by hand. */
interface GroupScope {
  readonly whole: boolean;
  readonly opened: (box: string) => boolean | null;
}

/** Group cards, and what is said about the groups that are not drawn. */
export interface GroupCards {
  readonly drawn: readonly Drawn[];
  readonly notes: readonly string[];
}

interface Shown {
  readonly unit: Unit;
  readonly admin: boolean;
}

const FOLD_FROM = 2;

const boxId = (box: string): string => `fold|groups|${box}`;

/** What a group that NCP or nsx-operator made is for: a handful of purposes, so that their boxes stay few. */
function madeFor(unit: Unit): string {
  const [node] = unit.nodes;
  const purpose = node?.facts.createdFor;
  if (purpose === 'healthcheck') return 'health checks';
  if (purpose === 'network_policy') return 'NetworkPolicies';
  return node === undefined || node.namespace === null ? 'the cluster' : 'Namespaces';
}

/**
 * Groups made by an administrator (in one namespace: with members there, or named by a rule), and all others with members
 * in scope. Those that NSX makes for its own load balancer say nothing about membership and are only counted; those that NCP makes by the
 * dozen share a card per purpose.
 */
export function groupCards(places: Places, scope: Scope, { whole, opened }: GroupScope): GroupCards {
  const { single, boxes } = sortOut(concerned(places, scope, whole), opened);
  const drawn = single.slice(0, LIMITS.groups).map(({ unit }): Drawn => {
    const base = plain(unit, null);
    const members = unit.nodes.reduce((sum, node) => sum + (places.graph.criteriaOf(node.id)?.members.size ?? 0), 0);
    return { ...base, card: { ...base.card, badge: String(members) } };
  });
  for (const [box, units] of boxes) {
    const face = { id: boxId(box), lane: 'group', region: null, line: 'not made by hand' } as const;
    drawn.push(foldCard({ ...face, title: `${units.length} groups for ${box}` }, units, 'groups'));
  }
  const rest = single.slice(LIMITS.groups).map(({ unit }) => unit);
  if (rest.length > 0) {
    const face = { id: boxId(''), lane: 'group', region: null, title: `+ ${rest.length} more groups` } as const;
    drawn.push(foldCard(face, rest, 'groups'));
  }
  const ofNsx = places.nsxGroups.size;
  const told = `${counted(ofNsx, 'group', 'groups')} that NSX made for its load balancer not drawn`;
  return { drawn, notes: ofNsx === 0 ? [] : [told] };
}

/** The groups that the view is about, administrators' with members in scope first. */
function concerned(places: Places, scope: Scope, whole: boolean): readonly Shown[] {
  const reached = groupsOf(places, scope);
  const made = (id: NodeId): boolean => !places.adminGroups.has(id) && !places.nsxGroups.has(id);
  const ids = [...reached];
  // One that rules name stays although it has lost its members here: that it is empty is what there is to see.
  const far = [...places.adminGroups].filter((id) => !reached.has(id) && (whole || isNamed(places, id)));
  return [
    ...unitsOf(
      places,
      ids.filter((id) => places.adminGroups.has(id)),
      true,
    ),
    ...unitsOf(places, far, true),
    ...unitsOf(places, ids.filter(made), false),
  ];
}

/** Groups with members in scope. */
function groupsOf(places: Places, { spaces, shared }: Scope): ReadonlySet<NodeId> {
  const met = new Set<LiveCriteria>();
  for (const { summary } of spaces) for (const criteria of summary.met.keys()) met.add(criteria);
  for (const { nodes } of shared) {
    for (const node of nodes) for (const { criteria } of places.graph.criteriaMetBy(node.id)) met.add(criteria);
  }
  const reached = new Set<NodeId>();
  for (const { groups } of met) for (const { node } of groups) reached.add(node.id);
  return reached;
}

function unitsOf(places: Places, ids: readonly NodeId[], admin: boolean): readonly Shown[] {
  const units = ids.flatMap((id) => places.groupUnit(id) ?? []);
  return units.sort(compareUnits).map((unit) => ({ unit, admin }));
}

const NAMING: ReadonlySet<string> = new Set(['source', 'destination', 'applied-to']);

/** True when a rule or policy names the group. */
const isNamed = (places: Places, id: NodeId): boolean => places.graph.hopsTo(id).some((hop) => NAMING.has(hop.kind));

/** Groups with a card of their own, administrators' first, and boxes of at least two. */
function sortOut(shown: readonly Shown[], opened: (box: string) => boolean | null) {
  const single = shown.filter(({ admin }) => admin);
  const purposes = new Map<string, Shown[]>();
  for (const entry of shown) {
    const purpose = madeFor(entry.unit);
    if (!entry.admin) {
      const known = purposes.get(purpose);
      if (known === undefined) purposes.set(purpose, [entry]);
      else known.push(entry);
    }
  }
  const boxes = new Map<string, readonly Unit[]>();
  for (const [box, entries] of [...purposes].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (entries.length < FOLD_FROM || opened(boxId(box)) === true) single.push(...entries);
    else
      boxes.set(
        box,
        entries.map(({ unit }) => unit),
      );
  }
  return { single, boxes };
}
