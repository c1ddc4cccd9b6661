import {
  compareMembers,
  describeGroup,
  findNearMisses,
  type GroupList,
  type GroupQuestion,
  listGroups,
  type NsxMembers,
  summarizeGroup,
} from '@/lib/dfw';
import type { GraphQueries, NodeId } from '@/lib/model';
import type { GroupMembersResponse, GroupResponse, GroupsResponse } from '@/lib/wire';
import type { Sources } from '../sources';
import { inTurns } from '../turns';
import { KeptLists, type Page } from './kept-lists';
import type { Moment } from './moment';

/** Groups as a table asks for them, page by page; `partial` says what may be missing. */
export class GroupTable {
  readonly #graph: GraphQueries;
  readonly #lists: KeptLists<GroupQuestion, GroupList>;

  constructor(graph: GraphQueries) {
    this.#graph = graph;
    this.#lists = new KeptLists((question) => listGroups(graph, question));
  }

  async answer(
    question: GroupQuestion,
    { from, count }: Page,
    partial: readonly string[],
    moment: () => Moment,
  ): Promise<GroupsResponse> {
    const { ids, inScope, ofNsx } = await this.#lists.of(question);
    // One may have gone since the order was made.
    const rows = ids.slice(from, from + count).flatMap((id) => summarizeGroup(this.#graph, id) ?? []);
    return { ...moment(), rows, from, total: ids.length, inScope, ofNsx, partial: [...partial] };
  }
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
  const near = await inTurns(findNearMisses(graph, id));
  // The graph may have moved on meanwhile: both sides are compared as they are now.
  const compared = compareMembers(graph, id, toMembers(read, at));
  return compared === null || near === null ? null : { ...moment(), ...compared, near };
}

type Read = Awaited<ReturnType<NonNullable<ReturnType<Sources['manager']>>['onDemand']['groupMembers']>>;

function toMembers(read: Read | undefined, at: string): NsxMembers {
  if (read === undefined)
    return { state: 'unavailable', at, reason: 'The NSX Manager of this group is not in the settings.' };
  if (!read.ok) return { state: 'unavailable', at, reason: `NSX does not tell its members: ${read.failure.message}.` };
  return { state: 'read', at, ports: read.value.ports, addresses: read.value.addresses };
}
