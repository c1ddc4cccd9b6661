'use client';

import { type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { LiveProvider } from '@/components/live/live-provider';
import { Palette } from '@/components/search/palette';
import { TooltipProvider } from '@/components/ui/tooltip';
import { HelpDialog } from './help-dialog';
import { OutdatedDialog } from './outdated-dialog';
import { Rail } from './rail';
import { type ShellActions, ShellContext } from './shell-context';
import { isTyping } from './shortcuts';
import { SourceBanners } from './source-banners';
import { TopBar } from './top-bar';

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
          <div className="flex h-dvh flex-col-reverse lg:flex-row">
            <a
              href="#content"
              className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-surface focus:p-2"
            >
              Skip to the content
            </a>
            <Suspense>
              <Rail />
            </Suspense>
            <div className="flex min-h-0 min-w-0 flex-1 flex-col">
              <Suspense fallback={<div className="h-12 border-line border-b bg-surface" />}>
                <TopBar />
              </Suspense>
              <SourceBanners />
              <main id="content" className="relative min-h-0 flex-1">
                <Suspense>{children}</Suspense>
              </main>
            </div>
          </div>
          <Suspense>
            <Palette open={dialog === 'search'} onOpenChange={close} />
          </Suspense>
          <HelpDialog open={dialog === 'help'} onOpenChange={close} />
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
