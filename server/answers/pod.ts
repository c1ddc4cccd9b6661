import { describePod } from '@/lib/details';
import type { GraphQueries, SourceStatus } from '@/lib/model';
import type { PodResponse } from '@/lib/wire';
import type { Sources } from '../sources';
import type { Moment } from './moment';

/** A Pod as people name it. */
export interface PodName {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

/** A Pod's passport, with the state of its port read from NSX for this answer; null when there is no such Pod. */
export async function answerPod(
  graph: GraphQueries,
  name: PodName,
  sources: Sources | null,
  status: () => readonly SourceStatus[],
  moment: () => Moment,
): Promise<PodResponse | null> {
  const first = describePod(graph, name, null, status());
  if (first === null || first.port === null) return first === null ? null : { ...moment(), ...first };
  const { port } = first;
  const state = await sources?.portStateOf(port);
  // The graph may have moved on meanwhile; the Pod may even be gone.
  const second = describePod(graph, name, state ?? null, status());
  return second === null ? null : { ...moment(), ...second };
}
