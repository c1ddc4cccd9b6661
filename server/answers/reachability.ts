import { describeVerdict, type Flow, liveWorld, portsOnWay, readyToReach, reach } from '@/lib/dfw';
import type { GraphQueries } from '@/lib/model';
import { describeIntent, intentOf } from '@/lib/network-policy';
import type { ReachabilityResponse } from '@/lib/wire';
import { readBindings } from '../nsx/bindings';
import type { Sources } from '../sources';
import type { Moment } from './moment';

/** What answers about reachability rest on beside the graph. */
export interface ReachContext {
  readonly sources: Sources | null;
  readonly partial: () => readonly string[];
  readonly moment: () => Moment;
}

/** A question that somebody leaves open costs NSX one request in so long at most. */
const MS_A_PORT = 500;

/**
 * The verdict for a flow, over what NSX has bound to the ports on its way, which is read for this answer. The first question
 * after a start makes an index first, in steps that hold nothing else up.
 */
export async function answerReachability(
  graph: GraphQueries,
  flow: Flow,
  { sources, partial, moment }: ReachContext,
): Promise<ReachabilityResponse> {
  const steps = readyToReach(graph);
  while (steps.next().done !== true) await new Promise((resolve) => setImmediate(resolve));
  const ports = portsOnWay(graph, flow);
  const bindings = await readBindings(sources, ports, ports.length * MS_A_PORT);
  const verdict = reach(liveWorld(graph, bindings), flow);
  return {
    ...moment(),
    ...describeVerdict(graph, verdict, flow.traffic),
    kubernetes: describeIntent(intentOf(graph, verdict)),
    partial: [...partial()],
  };
}
