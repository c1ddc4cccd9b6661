import type { GraphNode, GraphQueries, NodeId } from '../model';
import type { ListedRule } from '../wire';
import { DfwIndex } from './dfw-index';
import { liveState } from './live-state';
import { matchOperands, type PacketEnd } from './operands';
import { type PlacedRule, roleOf } from './placed-rule';
import { rulesNaming, sightFrom } from './rules';
import type { DfwState } from './state';

/** How somebody is in a rule. */
export type Sight = NonNullable<ListedRule['sight']>;

/** Tells how a port meets a rule: what is applied to it, as source or destination; null when it does not. */
export function seenFrom(graph: GraphQueries, port: GraphNode, state: DfwState): (rule: PlacedRule) => Sight | null {
  const applied = new Set<NodeId>();
  for (const { node } of state.rulesAt(port)) applied.add(node.id);
  const see = sightFrom(graph, port);
  return (rule) => (applied.has(rule.node.id) && rule.node.source === port.source ? see(rule) : null);
}

/** Tells how a rule means an address as source or destination, by itself or by a group; null when it does not. */
export function sightOfAddress(graph: GraphQueries, address: string): (rule: PlacedRule) => Sight | null {
  const ends = new Map<string, PacketEnd>();
  DfwIndex.of(graph).finish();
  return ({ node, detail }) => {
    const state = liveState(graph, node.source);
    let end = ends.get(node.source);
    if (end === undefined) {
      end = { address, called: address, ports: state.portsAt(address) };
      ends.set(node.source, end);
    }
    const out = matchOperands(state, detail.sources, { excluded: detail.sourcesExcluded, end });
    const into = matchOperands(state, detail.destinations, { excluded: detail.destinationsExcluded, end });
    if (out.is === 'no' && into.is === 'no') return null;
    const parts = [
      ...(out.is === 'no' ? [] : [`as source: ${out.because}`]),
      ...(into.is === 'no' ? [] : [`as destination: ${into.because}`]),
    ];
    const direction = out.is === 'no' ? 'in' : into.is === 'no' ? 'out' : 'both';
    return { direction, because: parts.join('; ') };
  };
}

/** The rules that name a group, a service or a policy; of all other objects, none. */
export function naming(graph: GraphQueries, node: GraphNode): ReadonlySet<NodeId> {
  const role = roleOf(node);
  const ids = new Set<NodeId>(role === 'group' ? rulesNaming(graph, node.id) : []);
  // The rule that a connectivity preference adds is told by its policy.
  if (role === 'policy') ids.add(node.id);
  for (const { kind, from } of graph.hopsTo(node.id)) {
    if (kind === 'uses' || (kind === 'applied-to' && role === 'group')) ids.add(from.node.id);
  }
  if (role === 'rule') ids.add(node.id);
  if (role === 'policy')
    for (const { kind, to } of graph.hopsFrom(node.id)) if (kind === 'contains') ids.add(to.node.id);
  return ids;
}
