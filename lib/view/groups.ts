import { madeBy } from '../dfw/made-by';
import type { GraphQueries, NodeId } from '../model';
import { LIMITS } from './folding';
import { counted, type Drawn, foldCard, plain } from './regions';
import type { Unit } from './units';

/** Group cards, and what is said about the groups that are not drawn. */
export interface GroupCards {
  readonly drawn: readonly Drawn[];
  readonly notes: readonly string[];
}

/**
 * Groups made by an administrator, and groups with members in scope. Those that NSX makes for its own load balancer say
 * nothing about membership and are only counted.
 */
export function groupCards(
  graph: GraphQueries,
  groups: readonly Unit[],
  inScope: ReadonlySet<NodeId>,
  whole: boolean,
): GroupCards {
  let ofNsx = 0;
  const shown: { readonly unit: Unit; readonly admin: boolean; readonly members: number }[] = [];
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
    if (concerned || (admin && whole)) shown.push({ unit, admin, members: members.length });
  }
  shown.sort((a, b) => Number(b.admin) - Number(a.admin));
  const kept = shown.slice(0, LIMITS.groups);
  const rest = shown.slice(LIMITS.groups);
  const drawn = kept.map(({ unit, members }): Drawn => {
    const base = plain(unit, null);
    return { ...base, card: { ...base.card, badge: String(members) } };
  });
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
