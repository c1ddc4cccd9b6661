import { classMatrix, liveWorld, type MatrixScope, type OpenFlow } from '@/lib/dfw';
import type { GraphQueries } from '@/lib/model';
import type { ReachMatrixResponse } from '@/lib/wire';
import type { Moment } from './moment';
import { ofOneMoment } from './one-moment';

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
  const { result, mixed } = await ofOneMoment(graph, () => classMatrix(liveWorld(graph), flow, scope));
  return { ...moment(), ...result, partial: [...mixed, ...partial()] };
}
