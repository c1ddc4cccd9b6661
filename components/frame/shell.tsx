'use client';

import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { LiveProvider } from '@/components/live/live-provider';
import { Palette } from '@/components/search/palette';
import { InBrowser } from '@/components/ui/in-browser';
import { TooltipProvider } from '@/components/ui/tooltip';
import { HelpDialog } from './help-dialog';
import { OutdatedDialog } from './outdated-dialog';
import { Rail, RAIL_ROOM } from './rail';
import { type ShellActions, ShellContext } from './shell-context';
import { isTyping } from './shortcuts';
import { SourceBanners } from './source-banners';
import { TopBar } from './top-bar';
import { startTour } from './tour';

/** The frame around every screen, and the keys that work on all of them. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [dialog, setDialog] = useState<'search' | 'help' | null>(null);
  const [spoken, setSpoken] = useState('');
  const actions = useMemo<ShellActions>(
    () => ({ openSearch: () => setDialog('search'), openHelp: () => setDialog('help'), announce: setSpoken }),
    [],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const wanted = dialogFor(event);
      if (wanted === null) return;
      event.preventDefault();
      setDialog(wanted);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  const close = (open: boolean) => setDialog((current) => (open ? current : null));
  return (
    <LiveProvider>
      <TooltipProvider delayDuration={400}>
        <ShellContext value={actions}>
          <div data-frame className="flex h-dvh flex-col-reverse lg:flex-row">
            <a
              href="#content"
              className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-2"
            >
              Skip to the content
            </a>
            <InBrowser fallback={<div className={RAIL_ROOM} />}>
              <Rail />
            </InBrowser>
            <div className="flex min-h-0 min-w-0 flex-1 flex-col">
              <TopBar />
              <SourceBanners />
              <main id="content" className="relative min-h-0 flex-1">
                <InBrowser>{children}</InBrowser>
              </main>
            </div>
          </div>
          <Palette open={dialog === 'search'} onOpenChange={close} />
          <HelpDialog open={dialog === 'help'} onOpenChange={close} onTour={() => void startTour()} />
          <OutdatedDialog />
          <div aria-live="polite" className="sr-only">
            {spoken}
          </div>
        </ShellContext>
      </TooltipProvider>
    </LiveProvider>
  );
}

function dialogFor(event: KeyboardEvent): 'search' | 'help' | null {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') return 'search';
  if (isTyping(event)) return null;
  return event.key === '/' ? 'search' : event.key === '?' ? 'help' : null;
}
