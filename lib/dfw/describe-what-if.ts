import { toRef } from '../details/refs';
import type { GraphNode, GraphQueries } from '../model';
import type { Steps } from '../steps';
import type { WhatIfResponse } from '../wire';
import { describeClass } from './class-names';
import type { EndpointClass } from './classes';
import { describeRule } from './describe-rule';
import type { Edited } from './edits';
import { realizedBy } from './lookup';
import type { Cell } from './matrix';
import { PROTOCOLS, type Traffic, trafficWords } from './traffic';
import type { VerdictEffect } from './verdict-effects';
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
  for (const effect of found.verdicts.slice(0, MAX_LINES)) {
    verdicts.push({ ...(yield* describeEffect(graph, effect)), traffic: toTraffic(effect.traffic) });
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
    gone: ports(found.gone),
    compared: { pairs: found.compared.pairs, traffics: found.compared.traffics.map(toTraffic) },
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

function* describeEffect(
  graph: GraphQueries,
  effect: VerdictEffect,
): Steps<Omit<WhatIfResponse['verdicts'][number], 'traffic'>> {
  const named = function* (some: EndpointClass): Steps<WhatIfResponse['verdicts'][number]['from']> {
    const { name, place, count, first } = yield* describeClass(graph, some);
    return { name: place === '' ? name : `${name} in ${place}`, count: count ?? 0, first };
  };
  const side = (cell: Cell): WhatIfResponse['verdicts'][number]['before'] => ({
    outcome: cell.outcome,
    because: cell.because,
    sourceRule: cell.source?.rule == null ? null : describeRule(graph, cell.source.rule),
    destinationRule: cell.destination?.rule == null ? null : describeRule(graph, cell.destination.rule),
  });
  return {
    from: yield* named(effect.from),
    to: yield* named(effect.to),
    before: side(effect.before),
    after: side(effect.after),
  };
}
