import { evidenceWords } from '../correlate';
import type { GraphQueries } from '../model';
import { type Step, stepsBehind, stepsUp } from './paths';
import type { Met, Unit, UnitSteps } from './units';

/** Steps of all objects of a unit; of one that is kept they are worked out once, as whatever changes them makes another of it. */
export function stepsOf(graph: GraphQueries, { nodes, kept }: Unit): UnitSteps {
  if (kept?.steps) return kept.steps;
  const steps = {
    up: nodes.flatMap(({ id }) => stepsUp(graph, id)),
    behind: nodes.flatMap(({ id }) => stepsBehind(graph, id)),
  };
  if (kept !== null) kept.steps = steps;
  return steps;
}

/** What the ports of a unit meet, kept likewise. */
export function metBy(graph: GraphQueries, { nodes, kept }: Unit): Met {
  if (kept?.met) return kept.met;
  const met = nodes.flatMap(({ id }) =>
    graph.criteriaMetBy(id).map(({ criteria, evidence }) => [criteria, evidenceWords(evidence[0])] as const),
  );
  if (kept !== null) kept.met = met;
  return met;
}

/** How many ports the objects of a unit have, kept likewise. */
export function portsOf(graph: GraphQueries, { nodes, kept }: Unit): number {
  if (kept !== null && kept.ports !== null) return kept.ports;
  let ports = 0;
  for (const { id } of nodes) for (const { kind } of graph.hopsFrom(id)) if (kind === 'contains') ports++;
  if (kept !== null) kept.ports = ports;
  return ports;
}

/** Whether units of two states, most of them the same objects, lead to the same and meet the same. */
export function leadAlike(graph: GraphQueries, before: readonly Unit[], after: readonly Unit[]): boolean {
  return before.length === after.length && after.every((unit, index) => leadsAlike(graph, before[index], unit));
}

function leadsAlike(graph: GraphQueries, before: Unit | undefined, after: Unit): boolean {
  if (before === after) return true;
  // What was not worked out then would be worked out from what is there now.
  if (!before?.kept?.steps || !before.kept.met || before.nodes.length !== after.nodes.length) return false;
  const { steps, met } = before.kept;
  const { up, behind } = stepsOf(graph, after);
  return (
    after.nodes.every(({ id }, index) => id === before.nodes[index]?.id) &&
    sameSteps(steps.up, up) &&
    sameSteps(steps.behind, behind) &&
    sameMet(met, metBy(graph, after))
  );
}

function sameSteps(before: readonly Step[], after: readonly Step[]): boolean {
  return before.length === after.length && after.every((step, index) => step.is(before[index]));
}

function sameMet(before: Met, after: Met): boolean {
  return (
    before.length === after.length &&
    after.every(([criteria, words], index) => before[index]?.[0] === criteria && before[index][1] === words)
  );
}
