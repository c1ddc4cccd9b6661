import { toRef } from '../details/refs';
import type { GraphNode, GraphQueries } from '../model';
import type { Steps } from '../steps';
import type { WhatIfResponse } from '../wire';
import { describeClass } from './class-names';
import { describeRule } from './describe-rule';
import type { Edited } from './edits';
import { realizedBy } from './lookup';
import type { Cell } from './matrix';
import { PROTOCOLS, type Traffic, trafficWords } from './traffic';
import type { ComparedEnd, VerdictEffect } from './verdict-lines';
import { type WhatIf, whatIf } from './what-if';

/** Lines of a list, and Pods of a line, that an answer holds: what is beyond them is counted. */
const MAX_LINES = 200;
const FIRST = 20;

type Described = Omit<WhatIfResponse, 'seq' | 'at' | 'partial' | 'edits' | 'assumed'>;

/** Works out what would be otherwise, as the wire carries it. */
export function* whatIfDescribed(graph: GraphQueries, edited: Edited): Steps<Described> {
  return yield* describe(graph, yield* whatIf(graph, edited));
}

function* describe(graph: GraphQueries, found: WhatIf): Steps<Described> {
  const ports = (some: readonly GraphNode[]): WhatIfResponse['gone'] => ({
    count: some.length,
    first: some.slice(0, FIRST).map((port) => toRef(realizedBy(graph, port.id) ?? port)),
  });
  const verdicts: WhatIfResponse['verdicts'] = [];
  const toTraffic = trafficTeller(found.compared.others);
  const toVerdict = effectTeller(graph);
  for (const effect of found.verdicts.slice(0, MAX_LINES)) {
    verdicts.push({ ...(yield* toVerdict(effect)), traffics: effect.traffics.map(toTraffic) });
    yield;
  }
  return {
    groups: found.groups
      .slice(0, MAX_LINES)
      .map(({ group, entered, left }) => ({ group: toRef(group), entered: ports(entered), left: ports(left) })),
    groupCount: found.groups.length,
    rules: found.rules.slice(0, MAX_LINES).map(({ rule, starts, stops }) => ({
      rule: describeRule(graph, rule),
      starts: ports(starts),
      stops: ports(stops),
    })),
    ruleCount: found.rules.length,
    verdicts,
    verdictCount: found.verdicts.length,
    flowCount: found.flows,
    gone: ports(found.gone),
    compared: {
      pairs: found.compared.pairs,
      outside: found.compared.outside.map(({ name }) => name),
      fronts: found.compared.fronts,
      traffics: found.compared.traffics.map(toTraffic),
    },
    leftOut: [...found.leftOut],
  };
}

type WireTraffic = WhatIfResponse['compared']['traffics'][number];

function trafficTeller(others: readonly Traffic[]): (traffic: Traffic) => WireTraffic {
  return (traffic) => {
    const { protocol, port } = traffic;
    const words = others.includes(traffic)
      ? `other ${protocol === PROTOCOLS.tcp ? 'TCP' : 'UDP'} ports`
      : trafficWords(traffic);
    return { protocol, port, words };
  };
}

type WireVerdict = WhatIfResponse['verdicts'][number];
type WireEnd = WireVerdict['from'] & { readonly asked: readonly string[] };

/** Tells of effects; many have an end in common, which is described once. */
function effectTeller(graph: GraphQueries): (effect: VerdictEffect) => Steps<Omit<WireVerdict, 'traffics'>> {
  const known = new Map<ComparedEnd, WireEnd>();
  const toEnd = function* (end: ComparedEnd): Steps<WireEnd> {
    const described = known.get(end) ?? (yield* describeEnd(graph, end));
    known.set(end, described);
    return described;
  };
  return function* (effect) {
    const [{ asked: senders, ...from }, { asked: receivers, ...to }] = [
      yield* toEnd(effect.from),
      yield* toEnd(effect.to),
    ];
    const [sender = ''] = senders;
    return {
      from,
      to,
      before: toSide(graph, effect.before),
      after: toSide(graph, effect.after),
      flows: effect.flows,
      example: { from: sender, to: receivers.find((one) => one !== sender) ?? sender },
    };
  };
}

function* describeEnd(graph: GraphQueries, end: ComparedEnd): Steps<WireEnd> {
  switch (end.type) {
    case 'ports': {
      const { name, place, first, ends } = yield* describeClass(graph, { key: '', ports: end.ports });
      const words = place === '' ? name : `${name} in ${place}`;
      return { type: 'ports', name: words, count: end.ports.length, first, asked: ends };
    }
    case 'outside': {
      const { name, endpoint } = end.outside;
      const asked = endpoint.type === 'address' ? endpoint.address : 'outside';
      return { type: 'outside', name, count: null, first: [], asked: [asked] };
    }
    case 'front': {
      const { name, node } = end.front;
      return { type: 'front', name, count: 1, first: [toRef(node)], asked: [node.id] };
    }
  }
}

const toSide = (graph: GraphQueries, cell: Cell): WireVerdict['before'] => ({
  outcome: cell.outcome,
  because: cell.because,
  sourceRule: cell.source?.rule == null ? null : describeRule(graph, cell.source.rule),
  destinationRule: cell.destination?.rule == null ? null : describeRule(graph, cell.destination.rule),
});
