'use client';

import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { fetchJson } from '@/components/data/fetch-json';
import { type WireEdit, whatIfResponseSchema } from '@/lib/wire/what-if';
import { editQuery, readWhatIf, type WhatIfParams, whatIfLink } from './edits';

/** The page's state in the URL; each change can be undone with the Back button. */
export function useWhatIfParams(): readonly [WhatIfParams, (edits: readonly WireEdit[]) => void] {
  const query = useSearchParams();
  const params = useMemo(() => readWhatIf(new URLSearchParams(query.toString())), [query]);
  const setEdits = useCallback((edits: readonly WireEdit[]) => {
    history.pushState(null, '', whatIfLink(edits));
  }, []);
  return [params, setEdits];
}

/** What the edits would change. Worked out over much, so it is asked again by hand and not with every change. */
export function useWhatIf(edits: readonly WireEdit[]) {
  const url = `/api/v1/what-if?${editQuery(edits)}`;
  return useQuery({
    queryKey: ['what if', url],
    queryFn: ({ signal }) => fetchJson(url, whatIfResponseSchema, signal),
    enabled: edits.length > 0,
    retry: false,
  });
}
