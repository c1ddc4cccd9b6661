import {
  type Comparison,
  compareMembers,
  describeMembers,
  listMembers,
  type MemberList,
  type MemberQuestion,
  type NsxMembers,
  sameAddress,
} from '@/lib/dfw';
import type { GraphQueries, NodeId } from '@/lib/model';
import type { GroupEffectiveResponse, GroupMember, GroupMembersResponse } from '@/lib/wire';
import { readBindings } from '../nsx/bindings';
import type { Sources } from '../sources';
import { inTurns } from '../turns';
import { KeptLists, type Page } from './kept-lists';
import type { Moment } from './moment';

type EffectiveRow = GroupEffectiveResponse['rows'][number];

interface Compared {
  readonly comparison: Comparison;
  readonly list: MemberList;
}

interface Asked extends MemberQuestion {
  readonly id: NodeId;
  /** When NSX was asked: another answer of NSX makes another comparison. */
  readonly at: string;
}

/** A page that somebody leaves open costs NSX one request for a port in so long at most. */
const BOUND_STANDS_MS = 30_000;

type Known = GroupMember & { readonly port: NonNullable<GroupMember['port']> };
const isInDoubt = (member: GroupMember): member is Known =>
  member.port !== null && (member.addresses.length === 0 || member.realized === false);

/** So many addresses without a port are told; an audit holds all. */
const MOST_ADDRESSES = 200;

/** Members of groups by our evaluation beside those of NSX, page by page. */
export class MemberTable {
  readonly #graph: GraphQueries;
  readonly #sources: Sources | null;
  readonly #lists: KeptLists<Asked, Compared | null, NsxMembers>;

  constructor(graph: GraphQueries, sources: Sources | null) {
    this.#graph = graph;
    this.#sources = sources;
    this.#lists = new KeptLists(function* ({ id, at: _, ...question }, nsx) {
      const comparison = yield* compareMembers(graph, id, nsx);
      return comparison === null ? null : { comparison, list: yield* listMembers(graph, comparison, question) };
    });
  }

  /** Null when the id is not a group. */
  async answer(
    id: NodeId,
    question: MemberQuestion,
    { from, count }: Page,
    moment: () => Moment,
  ): Promise<GroupMembersResponse | null> {
    const nsx = await this.read(id);
    const compared = nsx === null ? null : await this.#lists.of({ ...question, id, at: nsx.at }, nsx);
    if (compared === null) return null;
    const { comparison, list } = compared;
    const described = await inTurns(describeMembers(this.#graph, comparison, list.members.slice(from, from + count)));
    const rows = await this.#withBound(described);
    const bound = new Set(
      rows.flatMap((row) => (row.bound?.state === 'read' ? row.bound.addresses.map(sameAddress) : [])),
    );
    const addresses = comparison.addresses.filter((address) => !bound.has(sameAddress(address)));
    return {
      ...moment(),
      ours: comparison.ours,
      nsx: comparison.nsx,
      rows,
      from,
      total: list.members.length,
      all: comparison.members.length,
      differing: list.differing,
      withoutAddress: list.withoutAddress,
      addresses: addresses.slice(0, MOST_ADDRESSES),
      addressCount: addresses.length,
    };
  }

  /** What NSX has bound to the ports of which nothing else tells an address, or of which it counts another. */
  async #withBound(members: readonly GroupMember[]): Promise<GroupMembersResponse['rows']> {
    const ports = members.flatMap((member) => {
      const node = isInDoubt(member) ? this.#graph.node(member.port.id as NodeId) : undefined; // made of a node just now
      return node ?? [];
    });
    const bindings = await readBindings(this.#sources, ports, BOUND_STANDS_MS);
    return members.map((member) => {
      const bound = bindings.get(member.port?.id as NodeId); // as above
      return {
        ...member,
        bound:
          bound === undefined ? null : bound.state === 'read' ? { ...bound, addresses: [...bound.addresses] } : bound,
      };
    });
  }

  /** How many members NSX counts, and on how many the evaluations differ. */
  async compare(id: NodeId): Promise<EffectiveRow> {
    const nsx = await this.read(id);
    const at = nsx?.at ?? new Date().toISOString();
    if (nsx?.state === 'unavailable')
      return { id, state: 'unread', at, why: nsx.forbidden ? 'forbidden' : 'failed', reason: nsx.reason };
    const compared = nsx === null ? null : await inTurns(compareMembers(this.#graph, id, nsx));
    if (compared === null || nsx === null)
      return { id, state: 'unread', at, why: 'gone', reason: 'No group with that id is there now.' };
    const count = (verdict: GroupMember['verdict']): number | null =>
      compared.ours.state === 'evaluated'
        ? compared.members.filter((member) => member.verdict === verdict).length
        : null;
    return {
      id,
      state: 'read',
      at,
      count: nsx.ports.length,
      whole: nsx.whole,
      onlyOurs: count('only-ours'),
      onlyNsx: count('only-nsx'),
    };
  }

  /** NSX's own members; null when the id is not a group. */
  async read(id: NodeId): Promise<NsxMembers | null> {
    const group = this.#graph.node(id);
    if (group === undefined || this.#graph.criteriaOf(id) === undefined) return null;
    const read = await this.#sources?.manager(group.source)?.onDemand.groupMembers(group.key);
    const unavailable = (reason: string, forbidden = false): NsxMembers => ({
      state: 'unavailable',
      at: new Date().toISOString(),
      forbidden,
      reason,
    });
    if (read === undefined) return unavailable('The NSX Manager of this group is not in the settings.');
    if (!read.ok)
      return unavailable(
        `NSX does not tell its members: ${read.failure.message}.`,
        read.failure.kind === 'forbidden' || read.failure.kind === 'unauthorized',
      );
    return { state: 'read', ...read.value };
  }
}
