import { evidenceWords } from '../correlate';
import type { GraphQueries, NodeId } from '../model';
import { stepsBehind, type Step, stepsToGroups, stepsUp } from './paths';
import type { Drawn } from './regions';
import type { Link } from './view';

/** Lines between the cards; what is folded is linked through its fold, once. */
export function toLinks(graph: GraphQueries, drawn: readonly Drawn[], groups: boolean): Map<string, Link> {
  const cardOf = new Map<NodeId, string>();
  for (const { card, units } of drawn) {
    for (const unit of units) for (const node of unit.nodes) cardOf.set(node.id, card.id);
  }
  const links = new Map<string, Link>();
  for (const { units } of drawn) {
    for (const unit of units) {
      for (const node of unit.nodes) for (const step of stepsOf(graph, node.id, groups)) add(links, step, cardOf);
    }
  }
  return new Map([...links].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function stepsOf(graph: GraphQueries, id: NodeId, groups: boolean): readonly Step[] {
  const steps = [...stepsUp(graph, id), ...stepsBehind(graph, id)];
  return groups ? [...steps, ...stepsToGroups(graph, id)] : steps;
}

function add(links: Map<string, Link>, step: Step, cardOf: ReadonlyMap<NodeId, string>): void {
  const [from, to] = [cardOf.get(step.from), cardOf.get(step.to)];
  if (from === undefined || to === undefined || from === to) return;
  const id = `${step.kind}|${from}|${to}`;
  const known = links.get(id);
  const evidence = evidenceWords(step.hop.evidence()[0]);
  // Several steps become one line; which of them gives the words must not depend on the order they were met in.
  if (known !== undefined && known.evidence <= evidence) return;
  links.set(id, { id, from, to, kind: step.kind, evidence, crossPlane: step.crossPlane });
}
