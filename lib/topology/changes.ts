import { type Evidence, type GraphDelta, type GraphEdge, type GraphNode, type NodeId, samePlain } from '../model';
import { type Edge, type Entry, toGraphEdge } from './entry';

/** What was touched since the last delta, each with how it looked before (null: it was not there). */
export class ChangeLog {
  private readonly nodes = new Map<Entry, GraphNode | null>();
  private readonly edges = new Map<Edge, readonly Evidence[] | null>();

  touchNode(entry: Entry, before: GraphNode | null): void {
    if (!this.nodes.has(entry)) this.nodes.set(entry, before);
  }

  touchEdge(edge: Edge, before: readonly Evidence[] | null): void {
    if (!this.edges.has(edge)) this.edges.set(edge, before);
  }

  /** Ids of what was touched, and of the ends of what was. */
  touched(): ReadonlySet<NodeId> {
    const ids = new Set<NodeId>();
    for (const entry of this.nodes.keys()) ids.add(entry.node.id);
    for (const { from, to } of this.edges.keys()) ids.add(from.node.id).add(to.node.id);
    return ids;
  }

  /** The delta since the last call; null when everything looks as before. Forgets what it told. */
  take(seq: number, at: number): GraphDelta | null {
    const nodes = this.nodeDelta();
    const edges = this.edgeDelta();
    this.nodes.clear();
    this.edges.clear();
    const size = nodes.remove.length + edges.remove.length;
    if (size === 0 && isEmpty(nodes.put) && isEmpty(edges.put)) return null;
    return { seq, at, nodes, edges };
  }

  private nodeDelta(): GraphDelta['nodes'] {
    const put: Record<string, GraphNode> = {};
    const removed = new Map<string, GraphNode>();
    for (const [entry, before] of this.nodes) {
      if (!entry.alive) {
        if (before !== null) removed.set(before.id, before);
      } else if (before === null || !samePlain(before, entry.node)) put[entry.node.id] = entry.node;
    }
    return settle(put, removed, samePlain);
  }

  private edgeDelta(): GraphDelta['edges'] {
    const put: Record<string, GraphEdge> = {};
    const removed = new Map<string, GraphEdge>();
    for (const [edge, before] of this.edges) {
      if (edge.says === null) {
        if (before === null) continue;
        const gone = toGraphEdge(edge, before);
        removed.set(gone.id, gone);
      } else if (before === null || !samePlain(before, edge.evidence())) {
        const now = toGraphEdge(edge);
        put[now.id] = now;
      }
    }
    return settle(put, removed, samePlain);
  }
}

/** Something removed and made again under the same id within one batch is an update, or nothing at all. */
function settle<V>(put: Record<string, V>, removed: ReadonlyMap<string, V>, same: (a: V, b: V) => boolean) {
  const remove: string[] = [];
  for (const [id, before] of removed) {
    const now = put[id];
    if (now === undefined) remove.push(id);
    else if (same(before, now)) delete put[id];
  }
  return { put, remove };
}

function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  for (const _ in record) return false;
  return true;
}
