import { evidenceWords } from '../correlate';
import type { GraphQueries } from '../model';
import { stepsBehind, stepsUp } from './paths';
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
