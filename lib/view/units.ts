import { kindNamed } from '../kinds';
import type { GraphNode, GraphQueries, LiveCriteria, Plane } from '../model';
import type { Step } from './paths';
import { worst } from './severity';
import type { Card, Lane } from './view';

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
  /** Those of its objects. */
  readonly planes: readonly Plane[];
  /** The cluster and namespace it belongs to; null when nobody claims it. */
  readonly cluster: string | null;
  readonly namespace: string | null;
  /** What was worked out from it, where it stays the same object until something changes; null where it does not. */
  readonly kept: Kept | null;
}

/** Null is what nobody asked for yet. */
interface Kept {
  steps: UnitSteps | null;
  met: Met | null;
  card: Card | null;
  /** How many ports the objects have. */
  ports: number | null;
}

/** Steps from a unit to what lies left of it, and to what is behind it. */
export interface UnitSteps {
  readonly up: readonly Step[];
  readonly behind: readonly Step[];
}

/** What the ports of a unit meet, with the evidence in words. */
export type Met = readonly (readonly [criteria: LiveCriteria, words: string])[];

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

/** The unit of a primary object. */
export function unitOf(graph: GraphQueries, node: GraphNode, standing: Standing, keeps = false): Unit {
  const partners = node.plane === 'kubernetes' ? partnersOf(graph, node, standing.lane) : [];
  return toUnit([node, ...partners], standing, keeps);
}

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
  nodes: readonly [GraphNode, ...GraphNode[]],
  { lane, cluster, namespace }: Standing,
  keeps: boolean,
): Unit {
  const [primary, ...others] = nodes;
  const { state, reason } = worst(nodes);
  return {
    id: primary.id,
    lane,
    kind: primary.kind,
    title: titleOf(primary, namespace),
    line: lineOf(primary, others),
    state,
    reason,
    nodes,
    planes: planesOf(
      nodes.some(({ plane }) => plane === 'kubernetes'),
      nodes.some(({ plane }) => plane === 'nsx'),
    ),
    cluster,
    namespace,
    kept: keeps ? { steps: null, met: null, card: null, ports: null } : null,
  };
}

const BOTH: readonly Plane[] = ['kubernetes', 'nsx'];
const KUBERNETES: readonly Plane[] = ['kubernetes'];
const NSX: readonly Plane[] = ['nsx'];
const NEITHER: readonly Plane[] = [];

/** One list for all that are of the same planes. */
export function planesOf(kubernetes: boolean, nsx: boolean): readonly Plane[] {
  if (kubernetes) return nsx ? BOTH : KUBERNETES;
  return nsx ? NSX : NEITHER;
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
