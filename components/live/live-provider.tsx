'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { LiveClient } from './live-client';

const LiveContext = createContext<LiveClient | null>(null);
/** First part of the key of every query whose answer follows the graph. */
export const LIVE_QUERY = 'live';

/** Gives the page its end of the stream and its query cache; a pulse of the stream makes live queries ask again. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [queries] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 5_000, retry: 1, refetchOnWindowFocus: false } } }),
  );
  const [client] = useState(() => new LiveClient());
  useEffect(() => client.open(), [client]);
  useEffect(() => client.onPulse(() => void queries.invalidateQueries({ queryKey: [LIVE_QUERY] })), [client, queries]);
  return (
    <LiveContext value={client}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </LiveContext>
  );
}

/** The page's live client; throws outside a {@link LiveProvider}. */
export function useLiveClient(): LiveClient {
  const client = use(LiveContext);
  if (client === null) throw new Error('useLiveClient needs a LiveProvider above it');
  return client;
}
