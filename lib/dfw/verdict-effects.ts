import type { GraphNode, NodeId } from '../model';
import { classKey, type EndpointClass } from './classes';
import { DfwIndex } from './dfw-index';
import { type Cell, cellOf } from './matrix';
import type { PlacedRule } from './placed-rule';
import type { DfwWorld } from './reach';
import type { DfwState } from './state';
import { PROTOCOLS, type Traffic, trafficOf } from './traffic';

/** A flow between two classes whose verdict changes. */
export interface VerdictEffect {
  readonly from: EndpointClass;
  readonly to: EndpointClass;
  readonly traffic: Traffic;
  readonly before: Cell;
  readonly after: Cell;
}

/** What was compared, and what came of it. */
export interface Compared {
  readonly verdicts: readonly VerdictEffect[];
  readonly compared: { readonly pairs: number; readonly traffics: readonly Traffic[] };
  /** What was not compared, so that more may change than is listed: whole sentences. */
  readonly leftOut: readonly string[];
}

/** The same world as it is and as it would be. */
export interface Both {
  readonly before: DfwWorld;
  readonly after: DfwWorld;
}

/** Verdicts that are worked out at most for one question, before and after. */
const MAX_VERDICTS = 40_000;
const STEP = 256;

/** Flows to and from the touched ports whose verdict changes. */
export function* verdictEffects(both: Both, touched: readonly GraphNode[]): Generator<undefined, Compared> {
  const { traffics, more } = trafficsAt(both, touched);
  const classes = yield* jointClasses(both);
  const ids = new Set(touched.map(({ id }) => id));
  const changed = new Set(classes.filter(({ ports }) => ports.some(({ id }) => ids.has(id))));
  const flows = pairsOf(changed, classes);
  const most = Math.floor(MAX_VERDICTS / traffics.length);
  const verdicts: VerdictEffect[] = [];
  for (const [index, [from, to]] of flows.slice(0, most).entries()) {
    for (const traffic of traffics) verdicts.push(...difference(both, { from, to, traffic }));
    if (index % 16 === 0) yield;
  }
  const missed = flows.length - Math.min(flows.length, most);
  const leftOut = [
    ...(missed === 0
      ? []
      : [
          `${missed} of ${flows.length} pairs of classes were not compared, first those of different Namespaces. Ask about fewer Pods, or about one flow.`,
        ]),
    ...(more === 0 ? [] : [`Rules at these ports name ${more} more ports that were not compared. Ask about one flow.`]),
  ];
  return { verdicts, compared: { pairs: flows.length - missed, traffics }, leftOut };
}

type Pair = readonly [EndpointClass, EndpointClass];

/** All pairs of which one class is touched, both ways; those of one Namespace first: they are what people mean to cut off, or not to. */
function pairsOf(changed: ReadonlySet<EndpointClass>, classes: readonly EndpointClass[]): readonly Pair[] {
  const [near, far]: [Pair[], Pair[]] = [[], []];
  for (const one of changed) {
    const homes = new Set(one.ports.map(({ namespace }) => namespace));
    for (const other of classes) {
      const into = other.ports.some(({ namespace }) => homes.has(namespace)) ? near : far;
      into.push([one, other]);
      if (!changed.has(other)) into.push([other, one]);
    }
  }
  return [...near, ...far];
}

function difference(
  { before, after }: Both,
  flow: { readonly from: EndpointClass; readonly to: EndpointClass; readonly traffic: Traffic },
): readonly VerdictEffect[] {
  const [was, is] = [cellOf(before, flow), cellOf(after, flow)];
  return was === null || is === null || was.outcome === is.outcome ? [] : [{ ...flow, before: was, after: is }];
}

/** Classes by what rules can tell ports by, before and after. */
function* jointClasses({ before, after }: Both): Generator<undefined, readonly EndpointClass[]> {
  const classes = new Map<string, GraphNode[]>();
  let visited = 0;
  for (const source of DfwIndex.of(before.graph).sources()) {
    const [was, is] = [before.state(source), after.state(source)];
    for (const port of is.ports()) {
      if (is.addressesOf(port).length === 0) continue;
      const key = `${classKey(before.graph, was, port)}\n${was === is ? '' : classKey(after.graph, is, port)}`;
      const known = classes.get(key);
      if (known === undefined) classes.set(key, [port]);
      else known.push(port);
      if (++visited % STEP === 0) yield;
    }
  }
  return Array.from(classes, ([key, ports]) => ({ key, ports }));
}

const MAX_TRAFFICS = 12;

/** A ping, TCP and UDP at a port that no rule names, and the first of all ports that rules at these ports do name. */
function trafficsAt(
  { before, after }: Both,
  ports: readonly GraphNode[],
): { readonly traffics: readonly Traffic[]; readonly more: number } {
  const named = new Map<string, Traffic>();
  const seen = new Set<NodeId>();
  for (const port of ports) {
    for (const state of [before.state(port.source), after.state(port.source)]) {
      for (const rule of state.rulesAt(port)) {
        if (seen.has(rule.node.id)) continue;
        seen.add(rule.node.id);
        for (const traffic of namedBy(state, rule)) named.set(`${traffic.protocol} ${traffic.port}`, traffic);
      }
    }
  }
  const chosen = [...named.values()].slice(0, MAX_TRAFFICS - 3);
  const traffics = [trafficOf(PROTOCOLS.icmp), unnamed(PROTOCOLS.tcp, named), unnamed(PROTOCOLS.udp, named), ...chosen];
  return { traffics, more: named.size - chosen.length };
}

function namedBy(state: DfwState, { detail }: PlacedRule): readonly Traffic[] {
  const entries = [...detail.services.flatMap((path) => state.service(path) ?? []), ...detail.serviceEntries];
  return entries.flatMap((entry) =>
    entry.type === 'ports' ? entry.destination.map(({ first }) => trafficOf(PROTOCOLS[entry.protocol], first)) : [],
  );
}

function unnamed(protocol: number, named: ReadonlyMap<string, Traffic>): Traffic {
  let port = UNNAMED;
  while (named.has(`${protocol} ${port}`)) port--;
  return trafficOf(protocol, port);
}

/** Hardly anybody names it; it stands for "any other port". */
const UNNAMED = 64_999;
