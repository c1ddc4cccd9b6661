import { describeVerdict, type Flow, liveWorld, readyToReach, reach } from '@/lib/dfw';
import type { GraphQueries } from '@/lib/model';
import { describeIntent, intentOf } from '@/lib/network-policy';
import type { ReachabilityResponse } from '@/lib/wire';
import type { Moment } from './moment';

/** The verdict for a flow. The first question after a start makes an index first, in steps that hold nothing else up. */
export async function answerReachability(
  graph: GraphQueries,
  flow: Flow,
  partial: () => readonly string[],
  moment: () => Moment,
): Promise<ReachabilityResponse> {
  const steps = readyToReach(graph);
  while (steps.next().done !== true) await new Promise((resolve) => setImmediate(resolve));
  const verdict = reach(liveWorld(graph), flow);
  return {
    ...moment(),
    ...describeVerdict(graph, verdict, flow.traffic),
    kubernetes: describeIntent(intentOf(graph, verdict)),
    partial: [...partial()],
  };
}
