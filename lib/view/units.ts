import { kindNamed } from '../kinds';
import type { GraphNode, GraphQueries } from '../model';
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

/** Where an object is drawn: as a unit of its own (primary), as the partner of another, or not at all (null). */
export interface Standing {
  readonly lane: Lane;
  readonly primary: boolean;
  /** The cluster and namespace that own it; null when nobody claims it. */
  readonly cluster: string | null;
  readonly namespace: string | null;
}

/** Whether and where an object is drawn. */
export function standingOf(graph: GraphQueries, node: GraphNode): Standing | null {
  const kind = kindNamed(node.kind);
  const lane = kind?.presentation.lane ?? null;
  if (kind === undefined || lane === null) return null;
  if (kind.plane === 'kubernetes') {
    if (kind.presentation.onMap?.(node) === false && partnersOf(graph, node, lane).length === 0) return null;
    return { lane, primary: true, cluster: node.cluster, namespace: node.namespace };
  }
  const [partner] = realizedBy(graph, node).filter((other) => kindNamed(other.kind)?.presentation.lane === lane);
  if (partner !== undefined) {
    return { lane, primary: false, cluster: partner.cluster, namespace: partner.namespace };
  }
  const owner = ownerOf(graph, node) ?? node;
  return { lane, primary: true, cluster: owner.cluster, namespace: owner.namespace };
}

/** The unit that an object is drawn in, as a card of its own or as the partner of another; null when it is in none. */
export function unitWith(graph: GraphQueries, node: GraphNode): Unit | null {
  const standing = standingOf(graph, node);
  if (standing === null) return null;
  if (standing.primary) return unitOf(graph, node, standing);
  const partner = realizedBy(graph, node).find((other) => kindNamed(other.kind)?.presentation.lane === standing.lane);
  return partner === undefined ? null : unitWith(graph, partner);
}

/** The unit of a primary object; `known` itself where that is still the same. */
export function unitOf(
  graph: GraphQueries,
  node: GraphNode,
  { lane, cluster, namespace }: Standing,
  known?: Unit,
): Unit {
  const partners = node.plane === 'kubernetes' ? partnersOf(graph, node, lane) : [];
  const isSame =
    known?.lane === lane && known.cluster === cluster && known.namespace === namespace && isOf(known, node, partners);
  if (isSame) return known;
  return toUnit(lane, [node, ...partners], { cluster, namespace });
}

/** A unit says nothing but what its nodes and their owner say. */
const isOf = ({ nodes }: Unit, primary: GraphNode, partners: readonly GraphNode[]): boolean =>
  nodes[0] === primary &&
  nodes.length === partners.length + 1 &&
  partners.every((partner, index) => nodes[index + 1] === partner);

/** Kubernetes objects that an NSX object realizes, in a fixed order. */
function realizedBy(graph: GraphQueries, node: GraphNode): readonly GraphNode[] {
  const owners: GraphNode[] = [];
  for (const hop of graph.hopsTo(node.id)) if (hop.kind === 'realizes') owners.push(hop.from.node);
  return owners.length < 2 ? owners : owners.sort((a, b) => (a.id < b.id ? -1 : 1));
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
  for (const owner of realizedBy(graph, node)) {
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
