'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { fetchJson } from '@/components/data/fetch-json';
import { searchResponseSchema } from '@/lib/wire/search';

/** Typing comes in bursts: only what stands for so long is asked for. */
const REST_MS = 70;
const FEW = 6;
const MANY = 200;

/** What is asked. `kind`: more of one kind only. */
export interface Question {
  readonly text: string;
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly kind: string | null;
}

/** Asks the server while a person types; the answer before stays until the next one comes. */
export function useSearch(question: Question) {
  const typed = JSON.stringify({ ...question, text: question.text.trim() });
  const [asked, setAsked] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed), REST_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const { text, cluster, namespace, kind }: Question = JSON.parse(asked);
  const query = new URLSearchParams({ q: text, limit: String(kind === null ? FEW : MANY) });
  if (cluster !== null) query.set('cluster', cluster);
  if (cluster !== null && namespace !== null) query.set('namespace', namespace);
  if (kind !== null) query.set('kind', kind);
  const answer = useQuery({
    queryKey: ['search', asked],
    queryFn: ({ signal }) => fetchJson(`/api/v1/search?${query}`, searchResponseSchema, signal),
    enabled: text !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
  return { ...answer, behind: asked !== typed || answer.isPlaceholderData };
}
