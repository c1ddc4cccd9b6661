import { KINDS, kindNamed, type KubernetesKind } from '../kinds';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import { worst } from './severity';
import type { Lane } from './view';

/** One thing that may become a card: an object, or objects of both planes that correlate. Counts as one object. */
export interface Unit {
  readonly id: string;
  readonly lane: Lane;
  readonly kind: string;
  readonly title: string;
  readonly line: string;
  readonly state: GraphNode['state'];
  readonly reason: string | null;
  /** Primary first: the Kubernetes object where there is one. */
  readonly nodes: readonly GraphNode[];
  /** The cluster and namespace it belongs to; null when nobody claims it. */
  readonly cluster: string | null;
  readonly namespace: string | null;
}

/** Every unit in scope, joined across the planes. `wanted` is asked of what belongs to a namespace; the rest always comes. */
export function collectUnits(
  graph: GraphQueries,
  wanted: (cluster: string | null, namespace: string | null) => boolean,
): readonly Unit[] {
  const joined = new Set<NodeId>();
  const units = KINDS.flatMap((kind) =>
    kind.plane === 'kubernetes' ? kubernetesUnits(graph, kind, { joined, wanted }) : [],
  );
  for (const kind of KINDS) {
    const { lane } = kind.presentation;
    if (kind.plane !== 'nsx' || lane === null) continue;
    for (const node of graph.nodesOfKind(kind.name)) {
      if (joined.has(node.id)) continue;
      const owner = ownerOf(graph, node) ?? node;
      if (owner.namespace === null || wanted(owner.cluster, owner.namespace)) units.push(toUnit(lane, [node], owner));
    }
  }
  return units;
}

function kubernetesUnits(
  graph: GraphQueries,
  kind: KubernetesKind,
  { joined, wanted }: { readonly joined: Set<NodeId>; readonly wanted: Parameters<typeof collectUnits>[1] },
): readonly Unit[] {
  const { lane, onMap } = kind.presentation;
  if (lane === null) return [];
  const units: Unit[] = [];
  for (const node of graph.nodesOfKind(kind.name)) {
    if (node.namespace !== null && !wanted(node.cluster, node.namespace)) continue;
    const partners = partnersOf(graph, node, lane);
    if (partners.length === 0 && onMap?.(node) === false) continue;
    for (const partner of partners) joined.add(partner.id);
    units.push(toUnit(lane, [node, ...partners], node));
  }
  return units;
}

/** NSX objects of the same lane that realize the object, in a fixed order. */
function partnersOf(graph: GraphQueries, node: GraphNode, lane: Lane): readonly GraphNode[] {
  const partners: GraphNode[] = [];
  for (const { kind, to } of graph.hopsFrom(node.id)) {
    if (kind === 'realizes' && kindNamed(to.node.kind)?.presentation.lane === lane) partners.push(to.node);
  }
  return partners.length < 2 ? partners : partners.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What an NSX object without a namespace tag was made for: the Namespace it realizes, or something in one. */
function ownerOf(graph: GraphQueries, node: GraphNode): Pick<GraphNode, 'cluster' | 'namespace'> | null {
  if (node.namespace !== null) return null;
  for (const hop of graph.hopsTo(node.id)) {
    if (hop.kind !== 'realizes') continue;
    const owner = hop.from.node;
    const kind = kindNamed(owner.kind);
    const region = kind?.plane === 'kubernetes' && kind.isRegion === true;
    return { cluster: owner.cluster, namespace: region ? owner.name : owner.namespace };
  }
  return null;
}

function toUnit(
  lane: Lane,
  nodes: readonly [GraphNode, ...GraphNode[]],
  owner: Pick<GraphNode, 'cluster' | 'namespace'>,
): Unit {
  const [primary, ...others] = nodes;
  const { state, reason } = worst(nodes);
  return {
    id: primary.id,
    lane,
    kind: primary.kind,
    title: titleOf(primary, owner.namespace),
    line: lineOf(primary, others),
    state,
    reason,
    nodes,
    cluster: owner.cluster,
    namespace: owner.namespace,
  };
}

function titleOf(node: GraphNode, namespace: string | null): string {
  const presentation = kindNamed(node.kind)?.presentation;
  return presentation?.title?.({ ...node, namespace }) ?? node.name;
}

/** Facts of the primary object; an NSX partner speaks where it is silent. */
function lineOf(primary: GraphNode, others: readonly GraphNode[]): string {
  for (const node of [primary, ...others]) {
    const line = kindNamed(node.kind)?.presentation.line?.(node);
    if (line) return line;
  }
  return '';
}
