import { type GraphNode, kubernetesSource, type ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { CLUSTER, namespaceRaw, NSX, podRaw, SAMPLE_CLUSTER, upsert } from './builders';

export const POD = '0f8b1f0e-0000-4000-8000-000000000001';
export const SPACE = '0f8b1f0e-0000-4000-8000-000000000002';
export const POLICY = '0f8b1f0e-0000-4000-8000-000000000003';
export const SERVICE = '0f8b1f0e-0000-4000-8000-000000000004';
export const DOMAIN = '/infra/domains/pandora';
export const PROJECT = '/orgs/default/projects/dev';
export const VPC = `${PROJECT}/vpcs/development_k2x9a`;

/** The graph of these changes, of one cluster. */
export function grown(...changes: readonly ObjectChange[]) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(changes, 1);
  return topology.graph;
}

export type Graph = ReturnType<typeof grown>;

/** `kind name` of what the edges of one kind lead to, with the first evidence of each. */
export function joins(graph: Graph, node: GraphNode | undefined, edge: string): Record<string, string> {
  if (node === undefined) throw new Error('the object is not there');
  const found: Record<string, string> = {};
  for (const hop of [...graph.hopsFrom(node.id), ...graph.hopsTo(node.id)]) {
    if (hop.kind !== edge) continue;
    const other = hop.from.node.id === node.id ? hop.to.node : hop.from.node;
    const [evidence] = hop.evidence();
    const what = evidence?.by === 'tag' ? evidence.scope : evidence?.by === 'inferred' ? evidence.reason : undefined;
    found[`${other.kind} ${other.name}`] = `${evidence?.by} ${what ?? ''}`.trim();
  }
  return found;
}

/** `kind name` of the members of a group, with the first evidence of each. */
export function members(graph: Graph, group: GraphNode | undefined): Record<string, string> {
  if (group === undefined) throw new Error('the group is not there');
  const found = [...(graph.criteriaOf(group.id)?.members ?? [])];
  return Object.fromEntries(
    found.map(([{ node }, [evidence]]) => [
      `${node.kind} ${node.name}`,
      `${evidence?.by} ${evidence?.by === 'tag' ? evidence.scope : ''}`.trim(),
    ]),
  );
}

export const at = (graph: Graph, path: string) => graph.byKey(NSX, path);
export const of = (graph: Graph, uid: string, cluster = CLUSTER) => graph.byKey(kubernetesSource(cluster), uid);
export const tagged = (...tags: readonly (readonly [string, string])[]) => tags.map(([scope, tag]) => ({ scope, tag }));
export const pod = (more: object = {}) =>
  upsert('pod', podRaw({ uid: POD, name: 'web', address: '10.0.6.4', ...more }));
export const space = upsert('namespace', namespaceRaw('development', SPACE));
