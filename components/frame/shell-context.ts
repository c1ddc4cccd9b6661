'use client';

import { createContext, use } from 'react';

/** What any part of a screen may ask of the frame. */
export interface ShellActions {
  readonly openSearch: () => void;
  readonly openHelp: () => void;
  /** Says something to people who use a screen reader. */
  readonly announce: (words: string) => void;
}

export const ShellContext = createContext<ShellActions>({
  openSearch: () => undefined,
  openHelp: () => undefined,
  announce: () => undefined,
});

/** The frame's actions. */
export function useShell(): ShellActions {
  return use(ShellContext);
}
