'use client';

import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { type ComponentProps, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { Tooltip } from '@/components/ui/tooltip';
import { worstSource } from './source-words';
import { useLiveState } from '@/components/live/hooks';
import { isCurrent, PAGES } from './pages';

/** The room that the rail takes, also before it is there. */
export const RAIL_ROOM = 'shrink-0 border-line bg-surface max-lg:h-14 max-lg:border-t lg:w-14 lg:border-r';

/** The screens: a rail at the left, a bar at the bottom on narrow windows. */
export function Rail() {
  const path = usePathname();
  const query = useSearchParams();
  const { sources } = useLiveState();
  const troubled = worstSource(sources ?? []) !== null;
  return (
    <nav
      aria-label="Screens"
      className={cn(RAIL_ROOM, 'flex items-center justify-center gap-1 lg:flex-col lg:justify-start lg:py-2.5')}
    >
      <Compass />
      {PAGES.map(({ href, label, icon: Icon }) => {
        const current = isCurrent(href, path);
        return (
          <Tooltip key={href} text={label} side="right">
            <ReadyLink
              href={`${href}${scopeOf(query, href)}`}
              aria-current={current ? 'page' : undefined}
              className={cn(
                'relative flex items-center justify-center gap-2 rounded-lg text-muted transition-colors duration-150 hover:bg-raised hover:text-text max-lg:h-11 max-lg:flex-col max-lg:gap-0 max-lg:px-4 lg:size-10',
                current && 'bg-raised text-text',
              )}
            >
              <Icon size={18} strokeWidth={1.75} aria-hidden />
              <span className="text-2xs lg:sr-only">{label}</span>
              {href === '/sources' && troubled && (
                <span className="absolute top-1.5 right-1.5 size-2 rounded-full bg-warning ring-2 ring-surface">
                  <span className="sr-only">a source needs attention</span>
                </span>
              )}
            </ReadyLink>
          </Tooltip>
        );
      })}
    </nav>
  );
}

/** A link whose page is fetched once somebody points at it: fetching every page would hold up the first one. */
function ReadyLink({ onPointerEnter, onFocus, ...props }: ComponentProps<typeof Link>) {
  const [pointed, setPointed] = useState(false);
  return (
    <Link
      {...props}
      prefetch={pointed ? null : false}
      onPointerEnter={(event) => {
        onPointerEnter?.(event);
        setPointed(true);
      }}
      onFocus={(event) => {
        onFocus?.(event);
        setPointed(true);
      }}
    />
  );
}

/** Scope travels between the screens that have one. */
function scopeOf(query: URLSearchParams, href: string): string {
  if (href !== '/' && href !== '/pods') return '';
  const kept = new URLSearchParams();
  for (const name of ['cluster', 'namespace']) {
    const value = query.get(name);
    if (value !== null) kept.set(name, value);
  }
  const text = kept.toString();
  return text === '' ? '' : `?${text}`;
}

function Compass() {
  return (
    <span className="flex size-10 items-center justify-center text-nsx max-lg:hidden lg:mb-2" title="Portolan">
      <svg viewBox="0 0 24 24" width="22" height="22" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden>
        <circle cx="12" cy="12" r="9" />
        <path d="M15.6 8.4 13.4 13.4 8.4 15.6 10.6 10.6Z" strokeLinejoin="round" />
      </svg>
    </span>
  );
}
