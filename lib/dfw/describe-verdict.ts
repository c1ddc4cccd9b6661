import { toRef } from '../details/refs';
import type { GraphQueries } from '../model';
import type { Check as WireCheck, ReachabilityResponse } from '../wire';
import type { Check } from './check';
import { describeRule } from './describe-rule';
import type { Leg, Verdict } from './reach';
import { type Traffic, trafficWords } from './traffic';

/** Rules shown of one trail, and ways shown behind one address: more say nothing that these do not. */
const MAX_STEPS = 100;
const MAX_LEGS = 50;

type Described = Omit<ReachabilityResponse, 'seq' | 'at' | 'partial' | 'kubernetes'>;

/** A verdict as the wire carries it. */
export function describeVerdict(graph: GraphQueries, verdict: Verdict, traffic: Traffic): Described {
  return {
    outcome: verdict.outcome,
    because: verdict.because,
    basis: 'intent',
    from: toEnd(verdict.from),
    to: toEnd(verdict.to),
    traffic: toTraffic(traffic),
    legs: verdict.legs.slice(0, MAX_LEGS).map((leg) => toLeg(graph, leg)),
    legCount: verdict.legs.length,
    remarks: [...verdict.remarks],
    assumed: [...verdict.assumed],
  };
}

function toEnd(end: Verdict['from']): ReachabilityResponse['from'] {
  switch (end.type) {
    case 'host':
      return { name: end.name, node: end.node === null ? null : toRef(end.node), addresses: [...end.addresses] };
    case 'front':
      return { name: end.name, node: toRef(end.node), addresses: [end.address] };
    case 'nowhere':
      return { name: end.name, node: null, addresses: [] };
  }
}

export const toTraffic = (traffic: Traffic): ReachabilityResponse['traffic'] => ({
  protocol: traffic.protocol,
  port: traffic.port,
  words: trafficWords(traffic),
});

function toLeg(graph: GraphQueries, leg: Leg): ReachabilityResponse['legs'][number] {
  const { name, node, address } = leg.to;
  return {
    to: { name, node: node === null ? null : toRef(node), address },
    traffic: toTraffic(leg.traffic),
    translated: leg.translated,
    source: toCheck(graph, leg.source),
    destination: toCheck(graph, leg.destination),
    outcome: leg.outcome,
    because: leg.because,
  };
}

function toCheck(graph: GraphQueries, { at, port, outcome, rule, because, trail }: Check): WireCheck {
  // What decided is always among those shown.
  const last = trail.findIndex((step) => step.rule === rule);
  const shown =
    last < MAX_STEPS ? trail.slice(0, MAX_STEPS) : [...trail.slice(0, MAX_STEPS - 1), ...trail.slice(last, last + 1)];
  return {
    at,
    port: port === null ? null : toRef(port),
    outcome,
    rule: rule === null ? null : describeRule(graph, rule),
    because,
    trail: shown.map((step) => ({ rule: describeRule(graph, step.rule), met: step.met, because: step.because })),
    looked: trail.length,
  };
}
