import { type Maker, madeBy } from '../dfw/made-by';
import type { GraphQueries, NodeId } from '../model';
import { LIMITS } from './folding';
import { counted, type Drawn, foldCard, plain } from './regions';
import type { Unit } from './units';

/** Nodes drawn or folded, whether the view is wider than one namespace, and what was opened by hand. */
interface GroupScope {
  readonly inScope: ReadonlySet<NodeId>;
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
  readonly members: number;
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
 * Groups made by an administrator, and groups with members in scope. Those that NSX makes for its own load balancer say
 * nothing about membership and are only counted; those that NCP makes by the dozen share a card per purpose.
 */
export function groupCards(graph: GraphQueries, groups: readonly Unit[], scope: GroupScope): GroupCards {
  const { single, boxes } = sortOut(
    groups.flatMap((unit) => concerned(graph, unit, scope)),
    scope,
  );
  const drawn = single.slice(0, LIMITS.groups).map(({ unit, members }): Drawn => {
    const base = plain(unit, null);
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
  const ofNsx = groups.filter((unit) => makerOf(unit) === 'nsx').length;
  const told = `${counted(ofNsx, 'group', 'groups')} that NSX made for its load balancer not drawn`;
  return { drawn, notes: ofNsx === 0 ? [] : [told] };
}

function makerOf(unit: Unit): Maker | null {
  const [node] = unit.nodes;
  return node === undefined ? null : madeBy(node);
}

/** The group with its members if the view is about it. */
function concerned(graph: GraphQueries, unit: Unit, { inScope, whole }: GroupScope): readonly Shown[] {
  const [node] = unit.nodes;
  const maker = makerOf(unit);
  if (node === undefined || maker === 'nsx') return [];
  const members = graph.hopsTo(node.id).filter((hop) => hop.kind === 'member');
  const admin = maker === 'admin';
  const shown = (admin && whole) || members.some((hop) => inScope.has(hop.from.node.id));
  return shown ? [{ unit, admin, members: members.length }] : [];
}

/** Groups with a card of their own, administrators' first, and boxes of at least two. */
function sortOut(shown: readonly Shown[], { opened }: GroupScope) {
  const single = shown.filter(({ admin }) => admin);
  const purposes = new Map<string, Shown[]>();
  for (const entry of shown) {
    const purpose = madeFor(entry.unit);
    if (!entry.admin) purposes.set(purpose, [...(purposes.get(purpose) ?? []), entry]);
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
