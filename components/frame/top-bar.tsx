'use client';

import { CircleHelp, Search } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Crumbs } from './crumbs';
import { useShell } from './shell-context';
import { LivePill } from './live-pill';
import { ThemeMenu } from './theme-menu';

/** Where we are, search, the stream's state, and the theme. */
export function TopBar() {
  const shell = useShell();
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-line border-b bg-surface px-4">
      <div className="flex min-w-0 flex-1 items-center text-sm">
        <div data-tour="scope" className="flex min-w-0 items-center gap-1">
          <Crumbs />
        </div>
      </div>
      <button
        type="button"
        onClick={shell.openSearch}
        aria-label="Search"
        aria-keyshortcuts="Control+K /"
        data-tour="search"
        className="flex h-8 items-center gap-2 rounded-md border border-line bg-canvas px-2.5 text-muted text-sm transition-colors duration-150 hover:border-strong md:w-56 lg:w-72 xl:w-80"
      >
        <Search size={14} aria-hidden className="shrink-0" />
        <span className="hidden truncate md:inline">Find a name, address, tag, path…</span>
        <kbd className="ml-auto hidden rounded border border-line bg-surface px-1.5 font-sans text-2xs xl:inline">
          Ctrl K
        </kbd>
      </button>
      <LivePill />
      <Button
        look="icon"
        aria-label="Help: marks, keys and gestures"
        title="Help (?)"
        data-tour="help"
        onClick={shell.openHelp}
        className="max-md:hidden"
      >
        <CircleHelp size={15} aria-hidden />
      </Button>
      <ThemeMenu />
    </header>
  );
}
