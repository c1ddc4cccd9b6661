import {
  describeGroup,
  findNearMisses,
  type GroupList,
  type GroupQuestion,
  listGroups,
  type MemberQuestion,
  summarizeGroup,
} from '@/lib/dfw';
import type { GraphQueries, NodeId } from '@/lib/model';
import type { GroupMembersResponse, GroupResponse, GroupsResponse, NearMisses, NearMissesResponse } from '@/lib/wire';
import type { Sources } from '../sources';
import { type AuditGround, auditGroup } from './group-audit';
import { MemberTable } from './group-members';
import { KeptLists, type Page } from './kept-lists';
import type { Moment } from './moment';

/** What is answered about groups. */
export class GroupAnswers {
  readonly #graph: GraphQueries;
  readonly #lists: KeptLists<GroupQuestion, GroupList>;
  readonly #members: MemberTable;
  readonly #near: KeptLists<NodeId, NearMisses | null>;
  /** The moment of an answer, with what it rests on. */
  readonly #ground: () => AuditGround & { readonly partial: readonly string[] };

  constructor(
    graph: GraphQueries,
    sources: Sources | null,
    ground: () => AuditGround & { readonly partial: readonly string[] },
  ) {
    this.#graph = graph;
    this.#ground = ground;
    this.#lists = new KeptLists((question) => listGroups(graph, question));
    this.#near = new KeptLists((id) => findNearMisses(graph, id));
    this.#members = new MemberTable(graph, sources);
  }

  /** A page of the groups that pass a filter, in order; `partial` says what may be missing. */
  async list(question: GroupQuestion, { from, count }: Page): Promise<GroupsResponse> {
    const { ids, inScope, ofNsx } = await this.#lists.of(question);
    // One may have gone since the order was made.
    const rows = ids.slice(from, from + count).flatMap((id) => summarizeGroup(this.#graph, id) ?? []);
    const { moment, partial } = this.#ground();
    return { ...moment, rows, from, total: ids.length, inScope, ofNsx, partial: [...partial] };
  }

  /** One group; null when the id is not a group. */
  one(id: NodeId): GroupResponse | null {
    const described = describeGroup(this.#graph, id);
    return described === null ? null : { ...this.#moment(), ...described };
  }

  /** A page of our members beside NSX's, which are read for this answer or shortly before; null when the id is not a group. */
  async members(id: NodeId, question: MemberQuestion, page: Page): Promise<GroupMembersResponse | null> {
    return await this.#members.answer(id, question, page, () => this.#moment());
  }

  /** Ports that are nearly in a group; null when the id is not a group. */
  async near(id: NodeId): Promise<NearMissesResponse | null> {
    const near = await this.#near.of(id);
    return near === null ? null : { ...this.#moment(), ...near };
  }

  /** The members of a group to be kept as evidence, as text piece by piece; null when the id is not a group. */
  async audit(id: NodeId): Promise<AsyncGenerator<string> | null> {
    const nsx = await this.#members.read(id);
    return nsx === null ? null : await auditGroup(this.#graph, id, nsx, this.#ground);
  }

  #moment(): Moment {
    return this.#ground().moment;
  }
}
