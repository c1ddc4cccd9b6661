import {
  describeGroup,
  findNearMisses,
  type GroupList,
  type GroupQuestion,
  type GroupSurvey,
  listGroups,
  type MemberQuestion,
  offNotices,
  summarizeGroup,
  surveyGroups,
} from '@/lib/dfw';
import type { GraphQueries, NodeId } from '@/lib/model';
import type {
  GroupEffectiveResponse,
  GroupMembersResponse,
  GroupResponse,
  GroupsResponse,
  NearMisses,
  NearMissesResponse,
} from '@/lib/wire';
import type { Sources } from '../sources';
import { type AuditGround, auditGroup } from './group-audit';
import { MemberTable } from './group-members';
import { type AuditFormat, auditGroups } from './groups-audit';
import { KeptLists, type Page } from './kept-lists';
import type { Moment } from './moment';

/** What is answered about groups. */
export class GroupAnswers {
  readonly #graph: GraphQueries;
  readonly #lists: KeptLists<GroupQuestion, GroupList, GroupSurvey>;
  readonly #surveys: KeptLists<null, GroupSurvey>;
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
    this.#lists = new KeptLists((question, survey) => listGroups(graph, question, survey));
    this.#surveys = new KeptLists(() => surveyGroups(graph));
    this.#near = new KeptLists((id) => findNearMisses(graph, id));
    this.#members = new MemberTable(graph, sources);
  }

  /** A page of the groups that pass a filter, in order; `partial` says what may be missing. */
  async list(question: GroupQuestion, { from, count }: Page): Promise<GroupsResponse> {
    const survey = await this.#surveys.of(null);
    const { ids, inScope, ofNsx } = await this.#lists.of(question, survey);
    // One may have gone since the order was made.
    const rows = ids.slice(from, from + count).flatMap((id) => summarizeGroup(this.#graph, id, survey) ?? []);
    const { moment, partial } = this.#ground();
    return {
      ...moment,
      rows,
      from,
      total: ids.length,
      inScope,
      ofNsx,
      notices: offNotices(this.#graph),
      partial: [...partial],
    };
  }

  /** Whether the id is one of a group. */
  has(id: NodeId): boolean {
    return this.#graph.criteriaOf(id) !== undefined;
  }

  /** One group; null when the id is not a group. */
  async one(id: NodeId): Promise<GroupResponse | null> {
    if (!this.has(id)) return null;
    const described = describeGroup(this.#graph, id, await this.#surveys.of(null));
    return described === null ? null : { ...this.#moment(), ...described };
  }

  /** A page of our members beside NSX's, which are read for this answer or shortly before; null when the id is not a group. */
  async members(id: NodeId, question: MemberQuestion, page: Page): Promise<GroupMembersResponse | null> {
    return await this.#members.answer(id, question, page, () => this.#moment());
  }

  /** How NSX's own members of some groups compare with ours: each costs NSX two requests at least. */
  async effective(ids: readonly NodeId[]): Promise<GroupEffectiveResponse> {
    const rows = [];
    // One after the other: others ask NSX too.
    for (const id of new Set(ids)) rows.push(await this.#members.compare(id));
    return { rows };
  }

  /** Ports that are nearly in a group; null when the id is not a group. */
  async near(id: NodeId): Promise<NearMissesResponse | null> {
    const near = await this.#near.of(id);
    return near === null ? null : { ...this.#moment(), ...near };
  }

  /** The members of a group to be kept as evidence, as text piece by piece; null when the id is not a group. */
  async audit(id: NodeId): Promise<AsyncGenerator<string> | null> {
    const nsx = await this.#members.read(id);
    const group = nsx === null ? null : describeGroup(this.#graph, id, await this.#surveys.of(null));
    return nsx === null || group === null ? null : await auditGroup(this.#graph, group, nsx, this.#ground);
  }

  /** All groups that pass a filter with their members by our evaluation, as text piece by piece. */
  async auditAll(question: GroupQuestion, format: AuditFormat): Promise<AsyncGenerator<string>> {
    const survey = await this.#surveys.of(null);
    const { ids } = await this.#lists.of(question, survey);
    return auditGroups(this.#graph, { ids, question, survey }, this.#ground(), format);
  }

  #moment(): Moment {
    return this.#ground().moment;
  }
}
