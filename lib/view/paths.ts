import { kindNamed } from '../kinds';
import type { GraphEdge, GraphQueries, NodeId } from '../model';
import { evidenceWords } from '../correlate';
import type { Lane } from './view';

/** A step of the map between two nodes with lanes, read left to right, perhaps over objects that have none. */
export interface Step {
  readonly kind: string;
  readonly from: NodeId;
  readonly to: NodeId;
  readonly evidence: string;
  readonly crossPlane: boolean;
}

const laneOf = (graph: GraphQueries, id: NodeId): Lane | null => {
  const node = graph.node(id);
  return node === undefined ? null : (kindNamed(node.kind)?.presentation.lane ?? null);
};

/** Steps from an object to what lies left of it: segment of a port, Tier-1 of a segment or VIP, Tier-0 of a Tier-1. */
export function stepsUp(graph: GraphQueries, id: NodeId): readonly Step[] {
  const steps: Step[] = [];
  for (const edge of graph.edgesFrom(id)) {
    if (edge.kind === 'connects' && laneOf(graph, edge.to) !== null) steps.push(step(edge, edge.to, id));
    // A VIP is on the Tier-1 that its LB service is attached to.
    if (edge.kind !== 'serves') continue;
    for (const next of graph.edgesFrom(edge.to)) {
      if (next.kind === 'connects') steps.push(step(next, next.to, id, edge.kind));
    }
  }
  for (const edge of graph.edgesTo(id)) {
    if (edge.kind === 'contains' && laneOf(graph, edge.from) !== null) steps.push(step(edge, edge.from, id));
  }
  return steps;
}

/** Steps from a VIP to the Pods behind it, through its pools. */
export function stepsBehind(graph: GraphQueries, id: NodeId): readonly Step[] {
  const steps: Step[] = [];
  for (const edge of graph.edgesFrom(id)) {
    if (edge.kind !== 'balances') continue;
    for (const next of graph.edgesFrom(edge.to)) {
      if (next.kind === 'backs') steps.push({ ...step(next, id, next.to), crossPlane: true });
    }
  }
  return steps;
}

/** Steps from a port to the groups it is in. */
export function stepsToGroups(graph: GraphQueries, id: NodeId): readonly Step[] {
  return graph.edgesFrom(id).flatMap((edge) => (edge.kind === 'member' ? [step(edge, id, edge.to)] : []));
}

function step(edge: GraphEdge, from: NodeId, to: NodeId, kind: string = edge.kind): Step {
  return { kind, from, to, evidence: evidenceWords(edge.evidence[0]), crossPlane: false };
}

/** The nodes and everything left of them. */
export function reachUp(graph: GraphQueries, start: readonly NodeId[]): ReadonlySet<NodeId> {
  const reached = new Set(start);
  for (const id of reached) for (const { from } of stepsUp(graph, id)) reached.add(from); // visits what is added on the way
  return reached;
}
