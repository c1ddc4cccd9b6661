'use client';

import { type ReactNode, Suspense, useSyncExternalStore } from 'react';
import { nothingToHear } from './remembered';

/**
 * What only the browser renders; `fallback` holds its place in the server's document and in the first render here.
 *
 * A Suspense boundary that the server filled would be taken over later than the frame around it, when the stream has
 * already brought data that the server did not have, or somebody has gone to another page: React then finds another
 * document than it renders and throws it away.
 */
export function InBrowser({
  children,
  fallback = null,
}: {
  readonly children: ReactNode;
  readonly fallback?: ReactNode;
}) {
  const isBrowser = useSyncExternalStore(
    nothingToHear,
    () => true,
    () => false,
  );
  return isBrowser ? <Suspense fallback={fallback}>{children}</Suspense> : fallback;
}
