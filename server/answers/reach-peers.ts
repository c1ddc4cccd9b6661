import { deciding, type Endpoint, liveWorld, type OpenFlow, reach } from '@/lib/dfw';
import { toRef } from '@/lib/details/refs';
import type { GraphQueries, NodeId } from '@/lib/model';
import type { Steps } from '@/lib/steps';
import type { ReachPeersResponse } from '@/lib/wire';
import type { Moment } from './moment';
import { ofOneMoment } from './one-moment';

/** An end, and the objects that are asked about against it. */
export interface PeersQuestion {
  readonly flow: OpenFlow;
  readonly nodes: readonly NodeId[];
}

/** The verdict between one end and each of some objects, worked out in short turns. */
export async function answerPeers(
  graph: GraphQueries,
  question: PeersQuestion,
  partial: () => readonly string[],
  moment: () => Moment,
): Promise<ReachPeersResponse> {
  const { result, mixed } = await ofOneMoment(graph, () => ask(graph, question));
  return { ...moment(), basis: 'intent', peers: result, partial: [...mixed, ...partial()] };
}

function* ask(graph: GraphQueries, { flow, nodes }: PeersQuestion): Steps<ReachPeersResponse['peers']> {
  const world = liveWorld(graph);
  const peers: ReachPeersResponse['peers'] = [];
  for (const id of nodes) {
    yield;
    const peer: Endpoint = { type: 'object', id };
    const { outcome, because, legs } = reach(world, {
      from: flow.from ?? peer,
      to: flow.to ?? peer,
      traffic: flow.traffic,
    });
    const [leg] = legs;
    const rule = leg === undefined || legs.length > 1 ? null : (deciding(leg.source, leg.destination)?.rule ?? null);
    peers.push({ node: id, outcome, because, rule: rule === null ? null : toRef(rule.node) });
  }
  return peers;
}
