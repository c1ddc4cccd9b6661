'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { fetchJson } from '@/components/data/fetch-json';
import type { LiveView } from '@/components/live/live-view';
import { trafficQuery } from '@/components/reach/reach-params';
import type { MapParams } from '@/components/url/map-params';
import type { Card } from '@/lib/view/view';
import type { ReachOutcome } from '@/lib/wire/firewall';
import { reachPeersResponseSchema } from '@/lib/wire/reach-matrix';
import { endOfCard } from './card-actions';
import { batches, type Markable, markable } from './reach-cards';

const NO_CARDS: Markable = { nodes: new Map(), folded: 0, beyond: 0 };
const NO_MARKS: ReadonlyMap<string, ReachOutcome> = new Map();
/** Marks follow the rules in this rhythm; a change of what is drawn is asked about at once. */
const AGAIN_MS = 10_000;

/** What is marked on the map, and how it stands with asking. */
export interface ReachState {
  /** The card that it is about; null when nothing is marked. */
  readonly about: Card | null;
  readonly marks: ReadonlyMap<string, ReachOutcome>;
  readonly cards: Markable;
  readonly isPending: boolean;
  readonly error: Error | null;
}

/** Asks of each card that is drawn whether it may reach the selected one, or be reached from it. */
export function useReachMarks(view: LiveView | null, params: MapParams, selected: string | undefined): ReachState {
  const { reach } = params;
  const card = reach === null || selected === undefined ? undefined : view?.cards.get(selected);
  const end = card === undefined ? null : endOfCard(card);
  const side = reach?.side ?? 'to';
  const cards = useMemo(
    () => (view === null || end === null ? NO_CARDS : markable(view.cards.values(), selected, side)),
    [view, end, selected, side],
  );
  const ids = useMemo(() => [...new Set(cards.nodes.values())].sort(), [cards]);
  const traffic = reach === null ? '' : trafficQuery(reach).toString();
  const { data, isPending, error } = useQuery({
    queryKey: ['reach marks', end, side, traffic, ids],
    queryFn: async ({ signal }) => {
      const found = new Map<string, ReachOutcome>();
      for (const batch of batches(ids)) {
        const query = new URLSearchParams(traffic);
        query.set(side, end ?? '');
        for (const id of batch) query.append('node', id);
        const answer = await fetchJson(`/api/v1/reachability/peers?${query}`, reachPeersResponseSchema, signal);
        for (const { node, outcome } of answer.peers) found.set(node, outcome);
      }
      return found;
    },
    enabled: end !== null && reach !== null && ids.length > 0,
    refetchInterval: AGAIN_MS,
    retry: false,
  });
  const marks = useMemo(() => {
    if (data === undefined || end === null) return NO_MARKS;
    const found = [...cards.nodes].flatMap(([id, node]) => {
      const outcome = data.get(node);
      return outcome === undefined ? [] : [[id, outcome] as const];
    });
    return new Map(found);
  }, [data, cards, end]);
  return { about: end === null ? null : (card ?? null), marks, cards, isPending: isPending && ids.length > 0, error };
}
