'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { type MapParams, othersIn, readMapParams, writeMapParams } from './map-params';

/** Changes the page's state; `push` where the Back button should undo it (scope), replace otherwise. */
export type UpdateMap = (change: Partial<MapParams>, how?: 'push' | 'replace') => void;

/** The map page's state, read from and written to the URL. */
export function useMapParams(): readonly [MapParams, UpdateMap] {
  const query = useSearchParams();
  const params = useMemo(() => readMapParams(new URLSearchParams(query.toString())), [query]);
  const update = useCallback<UpdateMap>((change, how = 'replace') => {
    // The address bar, not the last render, is the truth: two updates in one frame must both count.
    const now = new URLSearchParams(location.search);
    const query = writeMapParams({ ...readMapParams(now), ...change });
    for (const [name, value] of othersIn(now)) query.append(name, value);
    const next = query.toString();
    const url = `${location.pathname}${next === '' ? '' : `?${next}`}`;
    if (how === 'push') history.pushState(null, '', url);
    else history.replaceState(null, '', url);
  }, []);
  return [params, update];
}
