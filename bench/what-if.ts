import { applyEdits, type Edit, liveWorld, readyToReach, whatIfDescribed } from '../lib/dfw';
import type { GraphNode, GraphQueries } from '../lib/model';
import { inOneGo } from '../lib/steps';
import { firewallRecords } from './firewall';
import { build } from './graph-costs';
import { type Row, stepped } from './measure';

/** What an answer may cost, and one step of it. */
const ANSWER_MS = 1_000;
const STEP_MS = 15;

/** What edits would change at XL: every answer with its longest step. */
export function whatIfs(): readonly Row[] {
  const { graph } = build(firewallRecords());
  const ready = readyToReach(graph);
  while (ready.next().done !== true);
  liveWorld(graph);
  const edits = editsOf(graph);
  return Object.entries(edits).flatMap(([work, edit]): Row[] => {
    const { ms, longest, result } = stepped(() => answer(graph, edit));
    const row = (what: string, ours: number, limit: number, note: string): Row => ({
      gate: 'what if',
      work: what,
      ours,
      floor: 1,
      limit,
      absolute: true,
      unit: 'ms',
      note,
    });
    const note = `${result.flowCount} flows in ${result.verdictCount} lines change, ${result.compared.pairs} pairs of classes compared${result.leftOut.length === 0 ? '' : ', not all compared'}`;
    return [row(work, ms, ANSWER_MS, note), row('its longest step, wall', longest, STEP_MS, '')];
  });
}

function* answer(graph: GraphQueries, edit: Edit): ReturnType<typeof whatIfDescribed> {
  return yield* whatIfDescribed(graph, inOneGo(applyEdits(graph, [edit])));
}

function editsOf(graph: GraphQueries): Readonly<Record<string, Edit>> {
  const pods = [...graph.nodesOfKind('pod')];
  const pod = first(pods);
  const home = pods.filter(({ namespace }) => namespace === pod.namespace);
  const namespace = [...graph.nodesOfKind('namespace')].filter(({ name }) => name === pod.namespace);
  return {
    'a label on one Pod at XL': { type: 'labels', pods: [pod.id], labels: { app: 'app-1' } },
    'a label on 20 Pods of a Namespace': {
      type: 'labels',
      pods: home.slice(0, 20).map(({ id }) => id),
      labels: { app: 'app-1' },
    },
    'a rule disabled': { type: 'rule', rule: first([...graph.nodesOfKind('rule')].slice(2_000)).id, disabled: true },
    'a Namespace deleted': { type: 'delete-namespace', namespace: first(namespace).id },
  };
}

function first(nodes: readonly GraphNode[]): GraphNode {
  const [node] = nodes;
  if (node === undefined) throw new Error('the world has no such object');
  return node;
}
