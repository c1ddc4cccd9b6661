import type { GraphNode, GraphQueries, SourceId } from '../model';
import { inOneGo, STRIDE, type Steps } from '../steps';
import { bordersReady, stretchAt } from './borders';
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
    yield* bordersReady(stateOf(port.source).literals());
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
  const [addresses, literals] = [state.addressesOf(port), state.literals()];
  const sides = addresses.map((address) => `${stretchAt(literals, address)}${sharers(state, port, address)}`);
  return [
    state.source,
    state.membershipKey(port),
    sides.join(),
    unguardedWords(state.unguarded(port)),
    // A rule that names the port itself tells it from all others.
    state.isNamed(port) ? port.key : '',
    state.spaceOf(port),
    gatewayKey(graph, port),
  ].join('|');
}

const unguardedWords = (unguarded: Match): string =>
  unguarded.is === 'no' ? '' : `${unguarded.is} ${unguarded.because}`;

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
