'use client';

import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { Card } from '@/lib/view/view';
import { FIRST_LIVE_STATE, type LiveState } from './live-client';
import { useLiveClient } from './live-provider';
import type { LiveView } from './live-view';
import type { ViewStore } from './view-store';

/** The stream's state, pause and sources. */
export function useLiveState(): LiveState {
  const client = useLiveClient();
  return useSyncExternalStore(client.subscribe, client.state, () => FIRST_LIVE_STATE);
}

/** Shows a view while mounted; gives its store. */
export function useViewStore(key: string): ViewStore {
  const client = useLiveClient();
  const store = client.store(key);
  useEffect(() => {
    client.show(key);
    return () => client.hide(key);
  }, [client, key]);
  return store;
}

/** The whole view of a store; null until the first snapshot. */
export function useView(store: ViewStore): LiveView | null {
  return useSyncExternalStore(store.subscribe, store.view, () => null);
}

/** One card of a store; renders only when that card changes. */
export function useCard(store: ViewStore, id: string): Card | undefined {
  const subscribe = useCallback((listener: () => void) => store.subscribeCard(id, listener), [store, id]);
  const read = useCallback(() => store.card(id), [store, id]);
  return useSyncExternalStore(subscribe, read, () => undefined);
}
