import { describeObject } from '@/lib/details';
import { kindNamed } from '@/lib/kinds';
import type { LiveFact } from '@/lib/kinds/live';
import type { GraphNode, GraphQueries, NodeId } from '@/lib/model';
import type { ObjectResponse, Raw } from '@/lib/wire';
import type { Sources } from '../sources';
import type { Moment } from './moment';
import { redact } from './redact';

/** How long a cluster may take to answer for one object. */
const READ_MS = 10_000;

/** One object, with what NSX tells of it only when asked; with `raw`, also what its source holds. Null when the id is unknown. */
export async function answerObject(
  graph: GraphQueries,
  id: NodeId,
  { raw, from }: { readonly raw: boolean; readonly from: Sources | null },
  moment: () => Moment,
): Promise<ObjectResponse | null> {
  const node = graph.node(id);
  if (node === undefined) return null;
  const [live, held] = await Promise.all([readLive(graph, node, from), raw ? readRaw(node, from) : null]);
  // The graph may have moved on meanwhile; the object may even be gone.
  const described = describeObject(graph, id, live);
  return described === null ? null : { ...moment(), ...described, ...(held === null ? {} : { raw: held }) };
}

async function readLive(graph: GraphQueries, node: GraphNode, sources: Sources | null): Promise<readonly LiveFact[]> {
  const kind = kindNamed(node.kind);
  const manager = sources?.manager(node.source);
  if (kind?.plane !== 'nsx' || manager === undefined) return [];
  return await manager.live(kind.live(node, graph));
}

/** The object as its source holds it at this moment, secrets taken out; or why it cannot be had. */
async function readRaw(node: GraphNode, sources: Sources | null): Promise<Raw> {
  const read = await readObject(node, sources);
  const at = new Date().toISOString();
  if (read === null)
    return { state: 'unavailable', at, reason: 'The source of this object is not in the settings any more.' };
  if (!read.ok) return { state: 'unavailable', at, reason: `The source does not give it: ${read.failure.message}.` };
  const { object, redacted } = redact(read.value, kindNamed(node.kind)?.redact ?? []);
  return { state: 'read', at, object, redacted };
}

async function readObject(node: GraphNode, sources: Sources | null) {
  const cluster = sources?.cluster(node.source);
  if (cluster !== undefined) {
    const object = { namespace: node.namespace, name: node.name, uid: node.key };
    return await cluster.read(node.kind, object, AbortSignal.timeout(READ_MS));
  }
  const manager = sources?.manager(node.source);
  const kind = kindNamed(node.kind);
  return manager === undefined || kind?.plane !== 'nsx' ? null : await manager.onDemand.raw(kind, node.key);
}
