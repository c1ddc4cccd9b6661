'use client';

import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { fetchJson } from '@/components/data/fetch-json';
import { LIVE_QUERY } from '@/components/live/live-provider';
import type { NodeState } from '@/lib/model/graph';
import { type PodsResponse, podsResponseSchema } from '@/lib/wire/pods';

/** Rows of a page: more than a screen holds, so that mostly one or two are asked for. */
const PAGE = 200;
/** Rows of a page when all are wanted, and the greatest number of pages: far above any estate. */
const WHOLE_PAGE = 5_000;
const MOST_PAGES = 100;

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

function urlOf(question: PodsQuestion, from: number, count: number): string {
  const query = new URLSearchParams({ sort: question.sort, order: question.down ? 'down' : 'up' });
  if (question.cluster !== null) query.set('cluster', question.cluster);
  if (question.cluster !== null && question.namespace !== null) query.set('namespace', question.namespace);
  if (question.text.trim() !== '') query.set('filter', question.text.trim());
  for (const state of question.states) query.append('state', state);
  query.set('from', String(from));
  query.set('count', String(count));
  return `/api/v1/pods?${query}`;
}

/** The pages of the Pods that are looked at. */
export function usePods(question: PodsQuestion) {
  const [pages, setPages] = useState<readonly number[]>([0]);
  const onLook = useCallback((first: number, last: number) => {
    const [from, to] = [Math.floor(first / PAGE), Math.floor(last / PAGE)];
    setPages((now) =>
      now[0] === from && now.at(-1) === to ? now : Array.from({ length: to - from + 1 }, (_, i) => from + i),
    );
  }, []);
  const answers = useQueries({
    queries: pages.map((page) => ({
      queryKey: [LIVE_QUERY, 'pods', question, page],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        fetchJson(urlOf(question, page * PAGE, PAGE), podsResponseSchema, signal),
      placeholderData: keepPreviousData,
    })),
  });
  const some = answers.find((answer) => answer.data !== undefined);
  const data = some?.data;
  const rowAt = (index: number): PodRow | undefined => {
    for (const { data: page } of answers) {
      if (page !== undefined && index >= page.from && index < page.from + page.rows.length)
        return page.rows[index - page.from];
    }
    return undefined;
  };
  const query = some ?? answers[0];
  return {
    data,
    rowAt,
    onLook,
    error: query?.error ?? null,
    isPending: data === undefined && query?.isPending === true,
    refetch: () => query?.refetch(),
  };
}

/** Every row of a question, for a file. A Pod that moved between two pages meanwhile is in it once. */
export async function everyPod(question: PodsQuestion, signal: AbortSignal): Promise<readonly PodRow[]> {
  const rows = new Map<string, PodRow>();
  for (let page = 0; page < MOST_PAGES; page++) {
    const from = page * WHOLE_PAGE;
    const answer = await fetchJson(urlOf(question, from, WHOLE_PAGE), podsResponseSchema, signal);
    for (const row of answer.rows) rows.set(row.id, row);
    if (from + WHOLE_PAGE >= answer.total) break;
  }
  return [...rows.values()];
}
