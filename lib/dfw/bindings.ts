import type { GraphNode, GraphQueries, NodeId } from '../model';
import { plainAddress } from './address';
import type { Host } from './endpoints';
import { addressesOf, realizedBy } from './lookup';
import type { DfwState } from './state';

/** Which addresses NSX has bound to a port, asked for one answer; or why that is not known. */
export type Bound =
  | { readonly state: 'read'; readonly addresses: readonly string[] }
  | { readonly state: 'unread'; readonly because: string };
export type Bindings = ReadonlyMap<NodeId, Bound>;

const holds = (addresses: readonly string[], address: string): boolean =>
  addresses.some((one) => plainAddress(one) === plainAddress(address));

/** The ports that groups know by an address: by what NSX has bound to them where that is known, else by what is intended. */
export function portsWith(
  { graph, bindings }: { readonly graph: GraphQueries; readonly bindings?: Bindings | undefined },
  state: DfwState,
  address: string,
): readonly GraphNode[] {
  const intended = state.portsAt(address);
  if (bindings === undefined) return intended;
  const ports = new Map(intended.map((port) => [port.id, port]));
  for (const [id, bound] of bindings) {
    if (bound.state === 'unread') continue;
    const port = graph.node(id);
    if (!holds(bound.addresses, address)) ports.delete(id);
    else if (port?.source === state.source) ports.set(id, port);
  }
  return [...ports.values()];
}

/** An end whose address only NSX tells has that. */
export function withBound(host: Host, bindings: Bindings | undefined): Host {
  if (host.addresses.length > 0 || bindings === undefined) return host;
  const addresses = host.ports.flatMap(({ id }) => {
    const bound = bindings.get(id);
    return bound?.state === 'read' ? bound.addresses : [];
  });
  return { ...host, addresses: [...new Set(addresses)] };
}

/** What is to be said of the addresses of ports, in whole sentences. */
export interface BindingWords {
  /** What NSX has bound otherwise than intended. */
  readonly remarks: readonly string[];
  /** What each address rests on. */
  readonly assumed: readonly string[];
}

/** On what the addresses of the ports on a way rest. */
export function bindingWords(
  graph: GraphQueries,
  ports: Iterable<GraphNode>,
  bindings: Bindings | undefined,
): BindingWords {
  const [remarks, assumed]: [string[], string[]] = [[], []];
  for (const port of new Map([...ports].map((one) => [one.id, one])).values()) {
    if (bindings === undefined) {
      assumed.push(NOT_ASKED);
      continue;
    }
    const { remark, basis } = wordsOf(graph, port, bindings.get(port.id));
    (remark ? remarks : assumed).push(basis);
  }
  return { remarks, assumed: [...new Set(assumed)] };
}

const NOT_ASKED = 'Addresses as Kubernetes or the ports tell them: what NSX has bound to the ports was not asked';

function wordsOf(graph: GraphQueries, port: GraphNode, bound: Bound | undefined) {
  const owner = realizedBy(graph, port.id);
  const name = owner?.name ?? port.name;
  const intended = addressesOf(graph, port);
  const teller = owner === null ? 'the port' : 'Kubernetes';
  if (bound?.state !== 'read') {
    const why = bound === undefined ? 'was not asked' : `is not known: ${bound.because}`;
    return {
      remark: false,
      basis: `${listOf(intended)} of ${name} as ${teller} tells: what NSX has bound to the port ${why}`,
    };
  }
  const missing = intended.filter((address) => !holds(bound.addresses, address));
  if (bound.addresses.length === 0)
    return {
      remark: true,
      basis: `NSX has bound no address to the port of ${name}: rules that name the groups it is in do not mean its packets`,
    };
  if (missing.length === 0)
    return { remark: false, basis: `${listOf(bound.addresses)} is bound to the port of ${name} in NSX` };
  return {
    remark: true,
    basis: `NSX has bound ${listOf(bound.addresses)} to the port of ${name}, and not ${listOf(missing)}, which ${teller} tells: rules that name the groups it is in mean the former alone`,
  };
}

const listOf = (addresses: readonly string[]): string => (addresses.length === 0 ? 'No address' : addresses.join(', '));
