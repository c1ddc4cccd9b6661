'use client';

import { useCallback, useState } from 'react';
import { fetchJson } from '@/components/data/fetch-json';
import { type GroupEffectiveResponse, groupEffectiveResponseSchema } from '@/lib/wire/groups';

/** What NSX counts in a group beside what we do, or why that is not known. */
export type Effective = GroupEffectiveResponse['rows'][number];

/** Groups asked about at once: answers come in while others are still asked for. */
const AT_ONCE = 4;
const READ_MS = 120_000;

interface Compared {
  readonly byId: ReadonlyMap<string, Effective>;
  /** Those that are being asked for. */
  readonly asking: ReadonlySet<string>;
  /** When NSX was asked for the last of them (ISO 8601); null before. */
  readonly at: string | null;
  readonly failure: string | null;
}

/** How NSX's own members of groups compare with ours, asked for when somebody wants to know. */
export function useEffective() {
  const [compared, setCompared] = useState<Compared>({ byId: new Map(), asking: new Set(), at: null, failure: null });
  const read = useCallback(async (ids: readonly string[]) => {
    setCompared((now) => ({ ...now, asking: new Set(ids), failure: null }));
    try {
      for (let from = 0; from < ids.length; from += AT_ONCE) {
        const query = new URLSearchParams(ids.slice(from, from + AT_ONCE).map((id) => ['group', id]));
        const url = `/api/v1/groups/effective?${query}`;
        const { rows } = await fetchJson(url, groupEffectiveResponseSchema, AbortSignal.timeout(READ_MS));
        setCompared((now) => ({
          ...now,
          byId: new Map([...now.byId, ...rows.map((row) => [row.id, row] as const)]),
          asking: new Set(ids.slice(from + AT_ONCE)),
          at: rows.at(-1)?.at ?? now.at,
        }));
      }
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      setCompared((now) => ({ ...now, asking: new Set(), failure }));
    }
  }, []);
  return { ...compared, read };
}
