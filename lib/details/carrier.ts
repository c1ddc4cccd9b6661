import { kindNamed } from '../kinds';
import type { GraphNode, GraphQueries } from '../model';

/** Which cluster node a port hangs on as NSX has it, and how that is known. */
export interface Carrier {
  readonly name: string;
  readonly how: string;
}

/**
 * The cluster node behind a port's parent VIF: by the node tag on the parent port, else by the list of network cards and the
 * machine they are in, else by where most Pods of the same parent run.
 */
export function carrierOf(graph: GraphQueries, port: GraphNode): Carrier | null {
  return taggedParent(graph, port) ?? machineOf(graph, port) ?? majority(graph, port);
}

function taggedParent(graph: GraphQueries, port: GraphNode): Carrier | null {
  for (const parent of next(graph, port, 'attaches')) {
    const name = parent.facts.clusterNode;
    if (typeof name === 'string') return { name, how: 'by node tag' };
  }
  return null;
}

function machineOf(graph: GraphQueries, port: GraphNode): Carrier | null {
  for (const card of next(graph, port, 'attaches')) {
    for (const machine of next(graph, card, 'attaches')) {
      for (const hop of graph.hopsTo(machine.id)) {
        if (hop.kind === 'realizes') return { name: hop.from.node.name, how: 'by VIF list' };
      }
    }
  }
  return null;
}

/** Pods on one cluster node share its parent VIF, so that most of them tell which one it is. */
function majority(graph: GraphQueries, port: GraphNode): Carrier | null {
  const vif = port.facts.parentVif;
  const [home] = podsOf(graph, port).flatMap((pod) => next(graph, pod, 'runs-on'));
  if (typeof vif !== 'string' || home === undefined) return null;
  let [with_, without] = [0, 0];
  for (const hop of graph.hopsTo(home.id)) {
    if (hop.kind !== 'runs-on') continue;
    for (const other of portsOf(graph, hop.from.node)) {
      if (other.facts.parentVif === vif) with_++;
      else if (typeof other.facts.parentVif === 'string') without++;
    }
  }
  // The Pod itself proves nothing: a second one must agree.
  if (with_ < 2 || with_ <= without) return null;
  return { name: home.name, how: `as ${with_} of ${with_ + without} Pods on it say` };
}

function next(graph: GraphQueries, node: GraphNode, kind: 'attaches' | 'runs-on'): readonly GraphNode[] {
  return graph.hopsFrom(node.id).flatMap((hop) => (hop.kind === kind ? [hop.to.node] : []));
}

const podsOf = (graph: GraphQueries, port: GraphNode): readonly GraphNode[] =>
  graph.hopsTo(port.id).flatMap((hop) => (hop.kind === 'realizes' ? [hop.from.node] : []));

function portsOf(graph: GraphQueries, pod: GraphNode): readonly GraphNode[] {
  return graph.hopsFrom(pod.id).flatMap((hop) => {
    const kind = kindNamed(hop.to.node.kind);
    return hop.kind === 'realizes' && kind?.plane === 'nsx' && kind.dfw === 'port' ? [hop.to.node] : [];
  });
}
