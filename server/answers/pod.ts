import { describePod, findPod } from '@/lib/details';
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
  const found = findPod(graph, name);
  if (found === null) return null;
  const state = found.port === null ? null : await sources?.portStateOf(found.port);
  // The graph may have moved on meanwhile; the Pod may even be gone.
  const described = describePod(graph, name, state ?? null, status());
  return described === null ? null : { ...moment(), ...described };
}
