import type { Evidence, GraphNode, NodeId } from '../model';
import type { ChangeStory } from './change-story';
import type { Entry } from './entry';
import type { Touched } from './late-delta';
import type { MemberSet } from './member-set';

type Told = ChangeStory['memberships'][number];
type Members = Pick<Touched, 'came' | 'groups' | 'members'>;

/** Ports that came into groups or left them. Groups that came to other criteria tell of the difference between both. */
export function* memberStory(touched: Members): Iterable<Told> {
  yield* cameMembers(touched.came);
  const moves = movedGroups(touched.groups);
  for (const [set, ports] of touched.members) {
    const moved = [...ports].filter(([port, before]) => set.members.has(port) === (before === null));
    if (moved.length === 0) continue;
    const groups = Array.from(set.groups).flatMap((group) => (moves.has(group) ? [] : [group.node]));
    if (groups.length === 0) continue;
    for (const [port, before] of moved) {
      const by = set.members.get(port) ?? null;
      yield { port: port.node, groups, came: by !== null, by: by ?? before ?? [], otherCriteria: false };
    }
  }
  const fresh = new Set(touched.came);
  for (const [group, move] of moves) yield* movedGroup(group, move, { fresh, members: touched.members });
}

function* cameMembers(came: readonly Entry[]): Iterable<Told> {
  const groups = new Map<MemberSet<Entry>, readonly GraphNode[]>();
  for (const { met, node } of came) {
    for (const set of met) {
      let sharing = groups.get(set);
      if (sharing === undefined) {
        sharing = Array.from(set.groups, (group) => group.node);
        groups.set(set, sharing);
      }
      yield { port: node, groups: sharing, came: true, by: [], otherCriteria: false };
    }
  }
}

interface Move {
  readonly from: MemberSet<Entry>;
  readonly to: MemberSet<Entry>;
}

/** Groups that were there before and ask for something else now. */
function movedGroups(groups: Members['groups']): ReadonlyMap<Entry, Move> {
  const before = new Map<NodeId, MemberSet<Entry>>();
  for (const [set, ids] of groups) for (const id of ids) before.set(id, set);
  const moves = new Map<Entry, Move>();
  for (const to of groups.keys()) {
    for (const group of to.groups) {
      const from = before.get(group.node.id);
      if (from !== undefined && from !== to) moves.set(group, { from, to });
    }
  }
  return moves;
}

function* movedGroup(
  { node }: Entry,
  { from, to }: Move,
  { fresh, members }: { readonly fresh: ReadonlySet<Entry>; readonly members: Members['members'] },
): Iterable<Told> {
  const changed = members.get(from);
  /** How the port met the former criteria; null when it did not. */
  const former = (port: Entry): readonly Evidence[] | null => {
    if (fresh.has(port)) return null;
    const before = changed?.get(port);
    return before === undefined ? (from.members.get(port) ?? null) : before;
  };
  const groups = [node];
  for (const port of new Set([...from.members.keys(), ...(changed?.keys() ?? [])])) {
    const by = to.members.has(port) ? null : former(port);
    if (by !== null) yield { port: port.node, groups, came: false, by, otherCriteria: true };
  }
  for (const [port, by] of to.members)
    if (!fresh.has(port) && former(port) === null)
      yield { port: port.node, groups, came: true, by, otherCriteria: true };
}
