'use client';

import { useDeferredValue, useState } from 'react';
import { useList } from '@/components/data/queries';
import type { ObjectList } from '@/lib/wire/page';

/** Lines that are asked for at once when all are wanted. */
export const MOST_LINES = 500;

/** A list that came with its page, and more of it once somebody looks for something or wants all. */
export function useLongList(id: string, start: ObjectList, usual: number) {
  const [find, setFind] = useState('');
  const [all, setAll] = useState(false);
  const wanted = useDeferredValue(find.trim());
  const asked = wanted !== '' || (all && start.count > start.rows.length);
  const query = useList(id, start.id, { find: wanted, count: MOST_LINES }, asked);
  const list = asked && query.data !== undefined ? query.data.list : start;
  const rows = all || asked ? list.rows : list.rows.slice(0, usual);
  return {
    find,
    setFind,
    all,
    setAll,
    rows,
    found: asked && query.data !== undefined ? list.found : start.count,
    error: asked ? query.error : null,
    searched: wanted,
  };
}
