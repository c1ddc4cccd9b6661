'use client';

import { useCallback, useState } from 'react';
import { fetchJson } from '@/components/data/fetch-json';
import { type RuleHitsResponse, ruleHitsResponseSchema } from '@/lib/wire/rules';

/** What NSX counted for a rule, or why that is not known. */
export type RuleHit = RuleHitsResponse['rows'][number];

/** Rules asked about at once: their ids are long, and an address has an end. */
const AT_ONCE = 40;
const READ_MS = 60_000;

interface Hits {
  readonly byId: ReadonlyMap<string, RuleHit>;
  /** When the last of them were read; null before. */
  readonly at: string | null;
  readonly state: 'idle' | 'busy';
  readonly failure: string | null;
}

/** Hit counts of rules, read when asked for. */
export function useHits() {
  const [hits, setHits] = useState<Hits>({ byId: new Map(), at: null, state: 'idle', failure: null });
  const read = useCallback(async (ids: readonly string[]) => {
    setHits((now) => ({ ...now, state: 'busy', failure: null }));
    try {
      for (let from = 0; from < ids.length; from += AT_ONCE) {
        const query = new URLSearchParams(ids.slice(from, from + AT_ONCE).map((id) => ['rule', id]));
        const url = `/api/v1/rules/hits?${query}`;
        const answer = await fetchJson(url, ruleHitsResponseSchema, AbortSignal.timeout(READ_MS));
        setHits((now) => ({
          ...now,
          byId: new Map([...now.byId, ...answer.rows.map((row) => [row.id, row] as const)]),
          at: answer.at,
        }));
      }
      setHits((now) => ({ ...now, state: 'idle' }));
    } catch (error) {
      setHits((now) => ({ ...now, state: 'idle', failure: error instanceof Error ? error.message : String(error) }));
    }
  }, []);
  return { ...hits, read };
}
