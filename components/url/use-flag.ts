'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

/** Something that is on or off, kept in the query as `name=true`. */
export function useFlag(name: string): readonly [boolean, (on: boolean) => void] {
  const query = useSearchParams();
  const set = useCallback(
    (on: boolean) => {
      // As in `useMapParams`, the address bar is the truth.
      const next = new URLSearchParams(location.search);
      if (on) next.set(name, 'true');
      else next.delete(name);
      const text = next.toString();
      history.replaceState(null, '', `${location.pathname}${text === '' ? '' : `?${text}`}`);
    },
    [name],
  );
  return [query.get(name) === 'true', set];
}
