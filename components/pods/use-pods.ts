'use client';

import { everyRow, type PagedList, usePagedRows } from '@/components/data/paged-rows';
import type { NodeState } from '@/lib/model/graph';
import { type PodsResponse, podsResponseSchema } from '@/lib/wire/pods';

export type PodRow = PodsResponse['rows'][number];

/** Which Pods, in which order; `sort` is a column of the API. */
export interface PodsQuestion {
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly text: string;
  readonly states: readonly NodeState[];
  readonly sort: string;
  readonly down: boolean;
}

const PODS: PagedList<PodsQuestion, PodsResponse> = {
  name: 'pods',
  path: '/api/v1/pods',
  query: ({ cluster, namespace, text, states, sort, down }) => {
    const query = new URLSearchParams({ sort, order: down ? 'down' : 'up' });
    if (cluster !== null) query.set('cluster', cluster);
    if (cluster !== null && namespace !== null) query.set('namespace', namespace);
    if (text.trim() !== '') query.set('filter', text.trim());
    for (const state of states) query.append('state', state);
    return query;
  },
  schema: podsResponseSchema,
};

/** The pages of the Pods that are looked at. */
export const usePods = (question: PodsQuestion) => usePagedRows<PodsQuestion, PodRow, PodsResponse>(PODS, question);

/** Every row of a question, for a file. */
export const everyPod = (question: PodsQuestion, signal: AbortSignal): Promise<readonly PodRow[]> =>
  everyRow(PODS, question, { keyOf: (row) => row.id, signal });
