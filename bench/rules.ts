import { describeRows, listRules, type RuleQuestion } from '../lib/dfw';
import type { GraphQueries } from '../lib/model';
import type { Steps } from '../lib/steps';
import { firewallRecords, relabelled } from './firewall';
import { build, parse } from './graph-costs';
import { type Row, stepped } from './measure';

const ALL: RuleQuestion = {
  manager: null,
  text: '',
  categories: [],
  actions: [],
  marks: [],
  about: null,
  address: null,
};
const PAGE = { from: 0, count: 100 };
/** What a page after the first may cost, and one step of it. */
const LATER_MS = 50;
const STEP_MS = 10;

/** The table of rules at XL: its first page, with all that is kept from then on, and the later ones. */
export function rules(): readonly Row[] {
  const topology = build(firewallRecords());
  const { graph } = topology;
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const first = stepped(() => page(graph, ALL));
  globalThis.gc?.();
  const kept = (process.memoryUsage().heapUsed - before) / 1_000_000;
  const again = stepped(() => page(graph, ALL));
  topology.apply([{ type: 'upsert', record: parse('segment-port', relabelled(7, 1)) }], 1);
  const changed = stepped(() => page(graph, ALL));
  const filtered = stepped(() => page(graph, { ...ALL, text: 'isolation 7' }));
  const all = [first, again, changed, filtered];
  const row = (work: string, ours: number, limit: number, unit = 'ms', note = ''): Row => ({
    gate: 'rules',
    work,
    ours,
    floor: 1,
    limit,
    absolute: true,
    unit,
    note,
  });
  return [
    row(
      'first page of the table of rules at XL',
      first.ms,
      2_000,
      'ms',
      `${first.result} rules, the index is made too`,
    ),
    row('the same again, nothing changed', again.ms, LATER_MS),
    row('the same after a label changed', changed.ms, LATER_MS),
    row('the same filtered by words', filtered.ms, 200),
    row('the longest step of these, wall', Math.max(...all.map(({ longest }) => longest)), STEP_MS),
    row('what is kept from the first page on', kept, 50, 'MB'),
  ];
}

function* page(graph: GraphQueries, question: RuleQuestion): Steps<number> {
  const list = yield* listRules(graph, question);
  yield* describeRows(graph, list.rows, PAGE);
  return list.rows.length;
}
