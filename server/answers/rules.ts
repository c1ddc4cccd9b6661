import {
  describeAbout,
  describeOne,
  describeRows,
  findRule,
  listRules,
  offNotices,
  policyOfRule,
  type RuleList,
  type RuleQuestion,
} from '@/lib/dfw';
import type { GraphQueries, NodeId } from '@/lib/model';
import type { RuleHitsResponse, RuleResponse, RulesResponse } from '@/lib/wire';
import type { Sources } from '../sources';
import { KeptLists, type Page } from './kept-lists';
import type { Moment } from './moment';
import { inTurns } from '../turns';

/** What is answered about rules of the distributed firewall. */
export class RuleAnswers {
  readonly #lists: KeptLists<RuleQuestion, RuleList>;

  constructor(
    private readonly graph: GraphQueries,
    private readonly sources: Sources | null,
    /** The moment of an answer, with what it may miss. */
    private readonly now: () => Moment & { readonly partial: readonly string[] },
  ) {
    this.#lists = new KeptLists((question) => listRules(graph, question));
  }

  /** A page of the rules that pass the filters, in order of evaluation. */
  async list(question: RuleQuestion, page: Page): Promise<RulesResponse> {
    const { rows, ...list } = await this.#lists.of(question);
    const about = describeAbout(this.graph, question.about);
    const shown = await inTurns(describeRows(this.graph, rows, page));
    const { partial, ...moment } = this.now();
    return {
      ...moment,
      ...list,
      rows: shown,
      from: page.from,
      total: rows.length,
      about,
      notices: offNotices(this.graph),
      partial: [...partial],
    };
  }

  /** One rule with its place and marks; null when the id is no rule of the distributed firewall. */
  async one(id: NodeId): Promise<RuleResponse | null> {
    const one = await inTurns(findRule(this.graph, id));
    const { seq, at } = this.now();
    return one === null ? null : { seq, at, rule: describeOne(this.graph, one) };
  }

  /** Counters of rules, read from NSX for this answer: one request for each policy among them. */
  async hits(ids: readonly NodeId[]): Promise<RuleHitsResponse> {
    const rows = await Promise.all([...new Set(ids)].map((id) => readHits(this.graph, id, this.sources)));
    return { at: new Date().toISOString(), rows };
  }
}

type HitsRow = RuleHitsResponse['rows'][number];

async function readHits(graph: GraphQueries, id: NodeId, sources: Sources | null): Promise<HitsRow> {
  const node = graph.node(id);
  const policy = policyOfRule(graph, id);
  if (node === undefined || policy === null)
    return { id, state: 'unread', reason: 'No rule of the distributed firewall with that id is there now.' };
  if (policy.id === id)
    return { id, state: 'unread', reason: 'NSX keeps no counter under the policy that this rule comes from.' };
  const read = await sources?.manager(node.source)?.onDemand.ruleHits(policy.key);
  if (read === undefined)
    return { id, state: 'unread', reason: 'The NSX Manager of this rule is not in the settings.' };
  if (!read.ok) return { id, state: 'unread', reason: `NSX does not tell its counters: ${read.failure.message}.` };
  const hits = read.value.get(node.key);
  return hits === undefined
    ? { id, state: 'unread', reason: 'NSX counts nothing for it: it may not be realized yet.' }
    : { id, state: 'read', ...hits };
}
