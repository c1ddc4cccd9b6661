import { madeBy } from '../dfw/made-by';
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

/** What a group that NCP or nsx-operator made is for, in words: one box holds all that are for the same. */
function madeFor(unit: Unit): string {
  const [node] = unit.nodes;
  const purpose = node?.facts.createdFor;
  if (purpose === 'healthcheck') return 'health checks';
  if (typeof purpose === 'string') return purpose.replaceAll('_', ' ');
  return node?.namespace === null || node === undefined ? 'the cluster' : `Namespace ${node.namespace}`;
}

/**
 * Groups made by an administrator, and groups with members in scope. Those that NSX makes for its own load balancer say
 * nothing about membership and are only counted; those that NCP makes by the dozen share a card per purpose.
 */
export function groupCards(
  graph: GraphQueries,
  groups: readonly Unit[],
  { inScope, whole, opened }: GroupScope,
): GroupCards {
  let ofNsx = 0;
  const shown: Shown[] = [];
  const made = new Map<string, Shown[]>();
  for (const unit of groups) {
    const [node] = unit.nodes;
    if (node === undefined) continue;
    const maker = madeBy(node);
    if (maker === 'nsx') {
      ofNsx++;
      continue;
    }
    const members = graph.hopsTo(node.id).filter((hop) => hop.kind === 'member');
    const concerned = members.some((hop) => inScope.has(hop.from.node.id));
    const admin = maker === 'admin';
    if (!concerned && !(admin && whole)) continue;
    const entry: Shown = { unit, admin, members: members.length };
    const box = admin ? null : madeFor(unit);
    if (box === null || opened(boxId(box)) === true) shown.push(entry);
    else made.set(box, [...(made.get(box) ?? []), entry]);
  }
  shown.sort((a, b) => Number(b.admin) - Number(a.admin));
  for (const [box, entries] of [...made].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (entries.length < FOLD_FROM) {
      shown.push(...entries);
      made.delete(box);
    }
  }
  const kept = shown.slice(0, LIMITS.groups);
  const rest = shown.slice(LIMITS.groups);
  const drawn = kept.map(({ unit, members }): Drawn => {
    const base = plain(unit, null);
    return { ...base, card: { ...base.card, badge: String(members) } };
  });
  for (const [box, entries] of made) {
    const title = `${entries.length} groups for ${box}`;
    const units = entries.map(({ unit }) => unit);
    drawn.push(foldCard({ id: boxId(box), lane: 'group', region: null, title, line: 'made by NCP' }, units, 'groups'));
  }
  if (rest.length > 0) {
    const face = { id: 'fold|groups|', lane: 'group', region: null, title: `+ ${rest.length} more groups` } as const;
    drawn.push(
      foldCard(
        face,
        rest.map(({ unit }) => unit),
        'groups',
      ),
    );
  }
  const notes =
    ofNsx === 0 ? [] : [`${counted(ofNsx, 'group', 'groups')} that NSX made for its load balancer not drawn`];
  return { drawn, notes };
}
