'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { CircleHelp, Search } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { useShell } from './shell-context';
import { LivePill } from './live-pill';
import { PAGES } from './pages';
import { ScopePicker } from './scope-picker';
import { ThemeMenu } from './theme-menu';

/** Where we are, search, the stream's state, and the theme. */
export function TopBar() {
  const shell = useShell();
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-line border-b bg-surface px-4">
      <div className="flex min-w-0 flex-1 items-center gap-1 text-sm">
        <Crumbs />
      </div>
      <button
        type="button"
        onClick={shell.openSearch}
        aria-label="Search"
        aria-keyshortcuts="Control+K /"
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
        onClick={shell.openHelp}
        className="max-md:hidden"
      >
        <CircleHelp size={15} aria-hidden />
      </Button>
      <ThemeMenu />
    </header>
  );
}

function Crumbs() {
  const path = usePathname();
  if (path === '/' || path === '/pods') return <ScopePicker />;
  const page = PAGES.find((entry) => entry.href !== '/' && path.startsWith(entry.href));
  const parts = path.split('/').slice(2).map(decodeSafely);
  if (page === undefined) return <Link href="/">Portolan</Link>;
  if (page.href === '/pods' && parts.length === 3) return <PodCrumbs parts={parts} />;
  if (parts.length === 0) return <span className="px-1.5 font-medium">{page.label}</span>;
  return (
    <>
      <Link href={page.href} className="rounded px-1.5 text-muted hover:text-text">
        {page.label}
      </Link>
      <span aria-hidden className="text-faint">
        /
      </span>
      <span className="truncate px-1.5 font-medium">{parts[0]?.split('~1').at(-1)}</span>
    </>
  );
}

function PodCrumbs({ parts }: { readonly parts: readonly string[] }) {
  const [cluster = '', namespace = '', name = ''] = parts;
  const query = new URLSearchParams({ cluster });
  const scoped = new URLSearchParams({ cluster, namespace });
  const link = 'rounded px-1.5 text-muted hover:text-text max-md:hidden';
  return (
    <>
      <Link href={`/pods?${query}`} className={link}>
        {cluster}
      </Link>
      <span aria-hidden className="text-faint max-md:hidden">
        /
      </span>
      <Link href={`/pods?${scoped}`} className={link}>
        {namespace}
      </Link>
      <span aria-hidden className="text-faint max-md:hidden">
        /
      </span>
      <span className="truncate px-1.5 font-medium" title={name}>
        {name}
      </span>
    </>
  );
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
