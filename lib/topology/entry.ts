import { sortEvidence } from '../correlate/evidence';
import type { Claim, EdgeKind, Evidence, GraphEdge, GraphNode, ObjectRecord } from '../model';
import { edgeId } from '../model';
import type { MemberSet } from './member-set';
import type { Slot } from './slots';

export const NO_EDGES: Edge[] = [];
const NO_SETS: readonly MemberSet<Entry>[] = [];

/**
 * Bits of {@link Entry.marks}: in which lists the entry is or waits; that what is around it says nothing about its state; that it
 * reports, or has reported, on another.
 */
export const MARK = {
  new: 1,
  unresolved: 2,
  unsettled: 4,
  untested: 8,
  calm: 16,
  reporting: 32,
  touched: 64,
  realized: 128,
} as const;

/** One object of the graph with its edges. `node` is what the graph shows of `record`. */
export class Entry {
  // What every change of the object needs stands first, so that it lies together in memory.
  node: GraphNode;
  record: ObjectRecord;
  /** See {@link MARK}. */
  marks = 0;
  alive = true;
  out: Edge[] = NO_EDGES;
  in: Edge[] = NO_EDGES;
  /** Edges between others that this object's statements give or help to give: see {@link assertedBy}. */
  elsewhere: Edge[] = NO_EDGES;
  /** Slots that its statements were looked up in. */
  watching: Slot<Entry>[] = [];
  ambiguous: { readonly claim: Claim; readonly count: number } | null = null;
  /** Kinds of NSX objects that realize it; kept for Namespaces, whose Pods ask for it. */
  networks: ReadonlySet<string> | null = null;
  /** Criteria that it meets, when it is a port. */
  met: readonly MemberSet<Entry>[] = NO_SETS;
  constructor(record: ObjectRecord) {
    this.record = record;
    this.node = record.node;
  }

  /**
   * Where the graph adds nothing but the cluster, one node serves as both: two of each would be an eighth of the memory. The
   * cluster of an NSX object's own node is never read.
   */
  adopt(): void {
    const { node } = this.record;
    if (node !== this.node && node.state === this.node.state && node.reason === this.node.reason)
      (this.record as { node: GraphNode }).node = this.node; // records are ours once they are in
  }
}

/** Edges that the statements of an entry give or help to give: mostly its own, which are found and not kept again. */
export function assertedBy(entry: Entry): readonly Edge[] {
  const said = [...entry.elsewhere];
  for (const edge of entry.out) if (edge.isSaidBy(entry)) said.push(edge);
  for (const edge of entry.in) if (edge.isSaidBy(entry)) said.push(edge);
  return said;
}

/** Evidence, a lone piece kept bare: a list around each would be tens of megabytes. */
export type Pieces = Evidence | readonly Evidence[];

/** What several entries say of one edge. */
type Sayings = ReadonlyMap<Entry, Pieces>;

/** A directed relation between two entries; it lives as long as somebody says so. */
export class Edge {
  /** Who says so: mostly one alone, whose evidence is `pieces`; null when nobody does. */
  private by: Entry | Sayings | null = null;
  private pieces: Pieces | null = null;
  outAt = -1;
  inAt = -1;
  constructor(
    readonly kind: EdgeKind,
    readonly from: Entry,
    readonly to: Entry,
  ) {}

  /** Whether anybody says so. */
  get stands(): boolean {
    return this.by !== null;
  }

  evidence(): readonly Evidence[] {
    if (this.by instanceof Map) return sortEvidence([...this.by.values()].flatMap(toList));
    return this.pieces === null ? [] : toList(this.pieces);
  }

  isSaidBy(entry: Entry): boolean {
    return this.by === entry || (this.by instanceof Map && this.by.has(entry));
  }

  said(by: Entry): Pieces | null {
    const pieces = this.by instanceof Map ? this.by.get(by) : this.by === by ? this.pieces : null;
    return pieces ?? null;
  }

  /** Replaces what `by` says; null withdraws it. */
  say(by: Entry, pieces: Pieces | null): void {
    if (this.by === null || this.by === by) {
      this.by = pieces === null ? null : by;
      this.pieces = pieces;
      return;
    }
    const all = new Map(this.sayings());
    if (pieces === null) all.delete(by);
    else all.set(by, pieces);
    const [first] = all;
    const several = all.size > 1;
    this.by = several ? all : (first?.[0] ?? null);
    this.pieces = several ? null : (first?.[1] ?? null);
  }

  /** Nobody says so any more. */
  withdraw(): void {
    this.by = null;
    this.pieces = null;
  }

  private sayings(): Iterable<readonly [Entry, Pieces]> {
    if (this.by instanceof Map) return this.by;
    return this.by === null || this.pieces === null ? [] : [[this.by as Entry, this.pieces]];
  }
}

const isList = (pieces: Pieces): pieces is readonly Evidence[] => Array.isArray(pieces);

/** What several statements of one entry say together, in its order and exact in size. */
export function together(pieces: readonly Pieces[]): Pieces {
  const [first] = pieces;
  if (pieces.length === 1 && first !== undefined && !isList(first)) return first;
  const sorted = sortEvidence(pieces.length === 1 && first !== undefined ? toList(first) : pieces.flatMap(toList));
  return sorted.length === 1 ? (sorted[0] ?? sorted) : sorted.slice();
}

const toList = (pieces: Pieces): readonly Evidence[] => (isList(pieces) ? pieces : [pieces]);

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
export function appended(list: Edge[], edge: Edge): Edge[] {
  if (list.length === 0) return [edge];
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
