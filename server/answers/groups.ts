import { compareMembers, describeGroup, listGroups, type NsxMembers } from '@/lib/dfw';
import type { GraphQueries, NodeId } from '@/lib/model';
import type { GroupMembersResponse, GroupResponse, GroupsResponse } from '@/lib/wire';
import type { Sources } from '../sources';
import type { Moment } from './moment';

/** All groups; `partial` says what may be missing. */
export function answerGroups(graph: GraphQueries, partial: readonly string[], moment: Moment): GroupsResponse {
  return { ...moment, groups: listGroups(graph), partial: [...partial] };
}

/** One group; null when the id is not a group. */
export function answerGroup(graph: GraphQueries, id: NodeId, moment: Moment): GroupResponse | null {
  const described = describeGroup(graph, id);
  return described === null ? null : { ...moment, ...described };
}

/** Our members beside NSX's, which are read for this answer; null when the id is not a group. */
export async function answerGroupMembers(
  graph: GraphQueries,
  id: NodeId,
  sources: Sources | null,
  moment: () => Moment,
): Promise<GroupMembersResponse | null> {
  const group = graph.node(id);
  if (group === undefined || describeGroup(graph, id) === null) return null;
  const manager = sources?.manager(group.source);
  const read = await manager?.onDemand.groupMembers(group.key);
  const at = new Date().toISOString();
  // The graph may have moved on meanwhile: both sides are compared as they are now.
  const compared = compareMembers(graph, id, toMembers(read, at));
  return compared === null ? null : { ...moment(), ...compared };
}

type Read = Awaited<ReturnType<NonNullable<ReturnType<Sources['manager']>>['onDemand']['groupMembers']>>;

function toMembers(read: Read | undefined, at: string): NsxMembers {
  if (read === undefined)
    return { state: 'unavailable', at, reason: 'The NSX Manager of this group is not in the settings.' };
  if (!read.ok) return { state: 'unavailable', at, reason: `NSX does not tell its members: ${read.failure.message}.` };
  return { state: 'read', at, ports: read.value.ports, addresses: read.value.addresses };
}
