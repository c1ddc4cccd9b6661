import { sortEvidence } from '../correlate/evidence';
import type { Claim, EdgeKind, Evidence, GraphEdge, GraphNode, ObjectRecord } from '../model';
import { edgeId } from '../model';
import type { Slot } from './slots';

const NO_EDGES: Edge[] = [];

/** One object of the graph with its edges. `node` is what the graph shows of `record`. */
export class Entry {
  node: GraphNode;
  out: Edge[] = NO_EDGES;
  in: Edge[] = NO_EDGES;
  /** Edges that this object's statements give or help to give; itself mostly one of their ends. */
  asserted: Edge[] = NO_EDGES;
  /** Slots that its statements were looked up in. */
  watching: Slot<Entry>[] = [];
  ambiguous: { readonly claim: Claim; readonly count: number } | null = null;
  /** Kinds of NSX objects that realize it; kept for Namespaces, whose Pods ask for it. */
  networks: ReadonlySet<string> | null = null;
  alive = true;
  constructor(public record: ObjectRecord) {
    this.node = record.node;
  }
}

/** One contribution to an edge: who says so, and by what evidence. */
interface Saying {
  readonly by: Entry;
  readonly evidence: readonly Evidence[];
}

/** A directed relation between two entries; it lives as long as somebody says so. */
export class Edge {
  says: Saying | Saying[] | null = null;
  outAt = -1;
  inAt = -1;
  /** Number of the resolution that last asserted it, and what that one has gathered. */
  stamp = -1;
  draft: Evidence[] | null = null;
  constructor(
    readonly kind: EdgeKind,
    readonly from: Entry,
    readonly to: Entry,
  ) {}

  evidence(): readonly Evidence[] {
    if (this.says === null) return [];
    if (!Array.isArray(this.says)) return this.says.evidence;
    return sortEvidence(this.says.flatMap((saying) => saying.evidence));
  }

  said(by: Entry): readonly Evidence[] | null {
    if (this.says === null) return null;
    if (!Array.isArray(this.says)) return this.says.by === by ? this.says.evidence : null;
    return this.says.find((saying) => saying.by === by)?.evidence ?? null;
  }

  /** Replaces what `by` says; null withdraws it. */
  say(by: Entry, evidence: readonly Evidence[] | null): void {
    const others = this.others(by);
    const saying = evidence === null ? [] : [{ by, evidence }];
    const all = [...others, ...saying];
    this.says = all.length > 1 ? all : (all[0] ?? null);
  }

  private others(by: Entry): readonly Saying[] {
    if (this.says === null) return [];
    if (Array.isArray(this.says)) return this.says.filter((saying) => saying.by !== by);
    return this.says.by === by ? [] : [this.says];
  }
}

/** The edge between two entries, searched where there are fewer. */
export function findEdge(kind: EdgeKind, from: Entry, to: Entry): Edge | undefined {
  const edges = from.out.length <= to.in.length ? from.out : to.in;
  for (const edge of edges) if (edge.kind === kind && edge.from === from && edge.to === to) return edge;
  return undefined;
}

/** Hangs a new edge on both ends. */
export function linkEdge(edge: Edge): void {
  edge.from.out = appended(edge.from.out, edge);
  edge.to.in = appended(edge.to.in, edge);
  edge.outAt = edge.from.out.length - 1;
  edge.inAt = edge.to.in.length - 1;
}

const SHORT = 8;

/**
 * The list with the edge at its end. Arrays that grow by push keep room for sixteen more; most objects have a handful of
 * edges, so short lists are kept exact.
 */
function appended(list: Edge[], edge: Edge): Edge[] {
  if (list.length < SHORT) return list.concat(edge);
  list.push(edge);
  return list;
}

/** Takes an edge off both ends; the last edge of each list moves into the gap. */
export function unlinkEdge(edge: Edge): void {
  const lastOut = edge.from.out.pop();
  if (lastOut !== undefined && lastOut !== edge) {
    edge.from.out[edge.outAt] = lastOut;
    lastOut.outAt = edge.outAt;
  }
  const lastIn = edge.to.in.pop();
  if (lastIn !== undefined && lastIn !== edge) {
    edge.to.in[edge.inAt] = lastIn;
    lastIn.inAt = edge.inAt;
  }
}

/** The edge as the graph shows it. Its id is made on demand: kept ones would be the largest part of the memory. */
export function toGraphEdge(edge: Edge, evidence: readonly Evidence[] = edge.evidence()): GraphEdge {
  const { kind, from, to } = edge;
  return { id: edgeId(kind, from.node.id, to.node.id), kind, from: from.node.id, to: to.node.id, evidence };
}
