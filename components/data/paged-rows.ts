'use client';

import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { z } from 'zod';
import { LIVE_QUERY } from '@/components/live/live-provider';
import { fetchJson } from './fetch-json';

/** Rows of a page: more than a screen holds, so that mostly one or two are asked for. */
const PAGE = 200;
/** Rows of a page when all are wanted, and the greatest number of pages: far above any estate. */
const WHOLE_PAGE = 5_000;
const MOST_PAGES = 100;

interface RowsAnswer<Row> {
  readonly rows: readonly Row[];
  readonly from: number;
  readonly total: number;
}

/** A list of the API that is taken page by page. */
export interface PagedList<Question, Answer> {
  /** Names it among what is asked. */
  readonly name: string;
  /** Where a question is asked; paging is added. */
  readonly path: string;
  readonly query: (question: Question) => URLSearchParams;
  readonly schema: z.ZodType<Answer>;
  /** Asked again after so long although nothing changed that the stream tells of; without it only then. */
  readonly refreshMs?: number;
}

function urlOf<Question>(list: PagedList<Question, unknown>, question: Question, from: number, count: number): string {
  const query = list.query(question);
  query.set('from', String(from));
  query.set('count', String(count));
  return `${list.path}?${query}`;
}

/** The pages of the list that are looked at. */
export function usePagedRows<Question, Row, Answer extends RowsAnswer<Row>>(
  list: PagedList<Question, Answer & RowsAnswer<Row>>,
  question: Question,
) {
  const [pages, setPages] = useState<readonly number[]>([0]);
  const onLook = useCallback((first: number, last: number) => {
    const [from, to] = [Math.floor(first / PAGE), Math.floor(last / PAGE)];
    setPages((now) =>
      now[0] === from && now.at(-1) === to ? now : Array.from({ length: to - from + 1 }, (_, i) => from + i),
    );
  }, []);
  const answers = useQueries({
    queries: pages.map((page) => ({
      queryKey: [LIVE_QUERY, list.name, question, page],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        fetchJson(urlOf(list, question, page * PAGE, PAGE), list.schema, signal),
      placeholderData: keepPreviousData,
      refetchInterval: list.refreshMs ?? (false as const),
    })),
  });
  const some = answers.find((answer) => answer.data !== undefined);
  const data = some?.data;
  const rowAt = (index: number): Row | undefined => {
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

/** Every row of a question, for a file. One that moved between two pages meanwhile is in it once. */
export async function everyRow<Question, Row>(
  list: PagedList<Question, RowsAnswer<Row>>,
  question: Question,
  options: { readonly keyOf: (row: Row) => string; readonly signal: AbortSignal },
): Promise<readonly Row[]> {
  const rows = new Map<string, Row>();
  for (let page = 0; page < MOST_PAGES; page++) {
    const from = page * WHOLE_PAGE;
    const answer = await fetchJson(urlOf(list, question, from, WHOLE_PAGE), list.schema, options.signal);
    for (const row of answer.rows) rows.set(options.keyOf(row), row);
    if (from + WHOLE_PAGE >= answer.total) break;
  }
  return [...rows.values()];
}
