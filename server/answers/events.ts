import type { GraphQueries, NodeId } from '@/lib/model';
import type { EventsResponse } from '@/lib/wire';
import type { Sources } from '../sources';

/** How long a cluster may take to answer for one object. */
const READ_MS = 10_000;

/** Kubernetes' own events about an object, read at this moment; null when the id is unknown. */
export async function answerEvents(
  graph: GraphQueries,
  id: NodeId,
  sources: Sources | null,
): Promise<EventsResponse | null> {
  const node = graph.node(id);
  if (node === undefined) return null;
  const unavailable = (reason: string): EventsResponse => ({
    state: 'unavailable',
    at: new Date().toISOString(),
    reason,
  });
  if (node.plane !== 'kubernetes') return unavailable('NSX keeps no events of single objects; see its alarms.');
  const cluster = sources?.cluster(node.source);
  if (cluster === undefined) return unavailable('The cluster of this object is not in the settings any more.');
  const { type, namespace, name, key: uid } = node;
  const read = await cluster.events({ type, namespace, name, uid }, AbortSignal.timeout(READ_MS));
  if (read.ok) return { state: 'read', at: new Date().toISOString(), events: [...read.value] };
  const { kind, message } = read.failure;
  if (kind === 'forbidden')
    return unavailable(`The cluster does not allow events to be listed: ${message}. Grant list on events to Portolan.`);
  return unavailable(`The cluster does not give them: ${message}.`);
}
