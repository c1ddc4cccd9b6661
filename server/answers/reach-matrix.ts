import { classMatrix, liveWorld, type MatrixScope, type OpenFlow, readyToReach } from '@/lib/dfw';
import type { GraphQueries } from '@/lib/model';
import type { ReachMatrixResponse } from '@/lib/wire';
import { inTurns, nextTurn } from '../turns';
import type { Moment } from './moment';

/** What a matrix is asked about. */
export interface MatrixQuestion {
  readonly flow: OpenFlow;
  readonly scope: MatrixScope;
}

/** Verdicts between classes of endpoints, worked out in short turns. */
export async function answerMatrix(
  graph: GraphQueries,
  { flow, scope }: MatrixQuestion,
  partial: () => readonly string[],
  moment: () => Moment,
): Promise<ReachMatrixResponse> {
  const steps = readyToReach(graph);
  while (steps.next().done !== true) await nextTurn();
  const matrix = await inTurns(classMatrix(liveWorld(graph), flow, scope));
  return { ...moment(), ...matrix, partial: [...partial()] };
}
