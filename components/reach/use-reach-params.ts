'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type ReachParams, reachLink, readReachParams } from './reach-params';

export type UpdateReach = (change: Partial<ReachParams>, how?: 'push' | 'replace') => void;

/** The page's state, read from and written to the URL; a new question can be undone with the Back button. */
export function useReachParams(): readonly [ReachParams, UpdateReach] {
  const query = useSearchParams();
  const params = useMemo(() => readReachParams(new URLSearchParams(query.toString())), [query]);
  const update = useCallback<UpdateReach>((change, how = 'push') => {
    // The address bar, not the last render, is the truth: two updates in one frame must both count.
    const link = reachLink({ ...readReachParams(new URLSearchParams(location.search)), ...change });
    if (how === 'push') history.pushState(null, '', link);
    else history.replaceState(null, '', link);
  }, []);
  return [params, update];
}
