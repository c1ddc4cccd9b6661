import type { GraphNode, GraphQueries, SourceId } from '../model';
import { inOneGo, STRIDE, type Steps } from '../steps';
import { boundsOf } from './address';
import { gatewayKey } from './gateways';
import type { DfwState } from './state';
import type { Match } from './traffic';

/** Ports that every rule treats alike: in the same groups that rules name, on the same side of every network that a rule or group names. */
export interface EndpointClass {
  /** The same for the same class as long as groups and rules do not change. */
  readonly key: string;
  /** At least one. */
  readonly ports: readonly GraphNode[];
}

/** Sorts ports into classes, in order of their first port. Each port is visited once, whatever the number of rules. */
export function classesOf(graph: GraphQueries, state: DfwState, ports: Iterable<GraphNode>): readonly EndpointClass[] {
  return inOneGo(sortIntoClasses(graph, () => state, ports));
}

/** The same in steps, for ports of any NSX Manager. */
export function* sortIntoClasses(
  graph: GraphQueries,
  stateOf: (source: SourceId) => DfwState,
  ports: Iterable<GraphNode>,
): Steps<readonly EndpointClass[]> {
  const classes = new Map<string, GraphNode[]>();
  let visited = 0;
  for (const port of ports) {
    const key = classKey(graph, stateOf(port.source), port);
    const known = classes.get(key);
    if (known === undefined) classes.set(key, [port]);
    else known.push(port);
    if (++visited % STRIDE === 0) yield;
  }
  return Array.from(classes, ([key, members]) => ({ key, ports: members }));
}

/** What rules can tell a port by. */
export function classKey(graph: GraphQueries, state: DfwState, port: GraphNode): string {
  const addresses = state.addressesOf(port);
  const sides = addresses.map((address) => `${sideOf(state, address)}${sharers(state, port, address)}`);
  return [
    state.source,
    state.membershipKey(port),
    sides.join(),
    excludedWords(state.excluded(port)),
    // A rule that names the port itself tells it from all others.
    state.isNamed(port) ? port.key : '',
    state.spaceOf(port),
    gatewayKey(graph, port),
  ].join('|');
}

const excludedWords = (excluded: Match): string => (excluded.is === 'no' ? '' : `${excluded.is} ${excluded.because}`);

/** Where address spaces overlap, rules mean whoever has the address. */
function sharers(state: DfwState, port: GraphNode, address: string): string {
  const others = state.portsAt(address).filter(({ id }) => id !== port.id);
  return others.length === 0
    ? ''
    : `+${others
        .map((other) => state.membershipKey(other))
        .sort()
        .join('+')}`;
}

interface Borders {
  readonly four: readonly bigint[];
  readonly six: readonly bigint[];
}

const BORDERS = new WeakMap<ReadonlySet<string>, Borders>();

/** Networks cut the addresses into stretches; all of one stretch are in the same networks. */
function sideOf(state: DfwState, address: string): string {
  const literals = state.literals();
  let borders = BORDERS.get(literals);
  if (borders === undefined) {
    borders = bordersOf(literals);
    BORDERS.set(literals, borders);
  }
  const bounds = boundsOf(address);
  if (bounds === null) return address;
  return `${bounds.six ? 'six' : ''}${stretchOf(bounds.six ? borders.six : borders.four, bounds.first)}`;
}

function bordersOf(literals: ReadonlySet<string>): Borders {
  const [four, six] = [new Set<bigint>(), new Set<bigint>()];
  for (const literal of literals) {
    const bounds = boundsOf(literal);
    if (bounds === null) continue;
    const into = bounds.six ? six : four;
    into.add(bounds.first).add(bounds.last + 1n);
  }
  const sorted = (set: ReadonlySet<bigint>) => [...set].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { four: sorted(four), six: sorted(six) };
}

/** How many borders are not beyond the address. */
function stretchOf(borders: readonly bigint[], address: bigint): number {
  let [low, high] = [0, borders.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((borders[middle] ?? 0n) <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}
