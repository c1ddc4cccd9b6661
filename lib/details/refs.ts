import type { Evidence, GraphNode } from '../model';
import type { NodeRef, ObjectResponse } from '../wire';

/** A node named in passing. */
export function toRef(node: GraphNode): NodeRef {
  const { id, kind, type, plane, name, namespace, cluster, state } = node;
  return { id, kind, type, plane, name, namespace, cluster, state };
}

/** The node as the wire carries it: the same data, in the types that zod infers. */
export function toWireNode(node: GraphNode): ObjectResponse['node'] {
  return node as unknown as ObjectResponse['node']; // equal but for `readonly`, which zod does not infer
}

/** Evidence as the wire carries it. */
export const toWireEvidence = (evidence: readonly Evidence[]): Evidence[] => [...evidence];
