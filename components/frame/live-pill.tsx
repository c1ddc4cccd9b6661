'use client';

import { Pause, Play, RotateCw } from 'lucide-react';
import { useLiveState } from '@/components/live/hooks';
import type { LiveState } from '@/components/live/live-client';
import { useLiveClient } from '@/components/live/live-provider';
import { cn } from '@/components/ui/cn';
import { useNow } from '@/components/ui/relative-time';
import { absoluteTime, agoWords, durationWords, inViewersZone } from '@/components/ui/time';
import type { SourceStatus } from '@/lib/model/source-status';
import { isSlowed, oldestNsxRead, SOURCE_LOOKS, sourceTitle, unreadSources, worstSource } from './source-words';

interface Pill {
  readonly dot: string;
  readonly words: string;
  readonly title: string;
  readonly action: 'pause' | 'resume' | 'retry' | null;
}

/** How old a successful NSX read may be and still be worth naming beside "Live". */
const WORTH_NAMING_MS = 120_000;

/** What the pill says of the stream at a moment. */
export function pillOf({ status, paused, waiting, sources }: LiveState, now: number): Pill {
  if (status.state === 'reconnecting') {
    const left = status.retryAt === null ? null : Math.max(0, Math.ceil((status.retryAt - now) / 1_000));
    const words = left === null ? 'Reconnecting…' : `Reconnecting in ${left} s`;
    const title = `No live data since ${absoluteTime(status.since)}: ${status.reason}. Click tries again now.`;
    return { dot: 'bg-warning', words, title, action: 'retry' };
  }
  if (status.state === 'outdated')
    return { dot: 'bg-warning', words: 'Reload needed', title: 'The server was updated', action: null };
  if (status.state === 'connecting')
    return { dot: 'bg-faint', words: 'Connecting…', title: 'Waiting for the first data', action: null };
  if (paused) {
    return {
      dot: 'bg-muted',
      words: `Paused, ${waiting} waiting`,
      title: 'Click shows what is waiting and goes live',
      action: 'resume',
    };
  }
  return sourcesPill(sources ?? [], now);
}

/** What the pill says while the stream flows: as live as the sources are. */
function sourcesPill(sources: readonly SourceStatus[], now: number): Pill {
  const unread = unreadSources(sources);
  const worst = worstSource(unread);
  if (worst !== null) {
    const more = unread.length > 1 ? ` and ${unread.length - 1} more` : '';
    const words = `${SOURCE_LOOKS[worst.state].word}: ${worst.name}${more}, ${durationWords(Math.max(0, now - worst.since))}`;
    const title = `${sourceTitle(worst)}: ${inViewersZone(worst.reason ?? 'not read')} Since ${absoluteTime(worst.since)}. Click pauses the page.`;
    return { dot: 'bg-warning', words, title, action: 'pause' };
  }
  const starting = sources.filter(({ state }) => state === 'starting');
  if (starting.length > 0) {
    const title = `Being read for the first time: ${starting.map(sourceTitle).join(', ')}. Click pauses the page.`;
    return { dot: 'bg-faint', words: `Starting: ${starting[0]?.name}`, title, action: 'pause' };
  }
  const partly = sources.filter(({ state }) => state === 'partial');
  const nsx = oldestNsxRead(sources);
  const named = nsx !== null && now - nsx < WORTH_NAMING_MS ? ` · NSX ${agoWords(nsx, now)}` : '';
  if (partly.length > 0) {
    const title = `Partly read: ${partly.map(sourceTitle).join(', ')}. The sources page says what is missing. Click pauses the page.`;
    return { dot: 'bg-warning', words: `Live, partly${named}`, title, action: 'pause' };
  }
  const slowed = sources.filter(({ requests }) => isSlowed(requests));
  if (slowed.length > 0) {
    const title = `Slowed down by ${slowed.map(sourceTitle).join(', ')} (429, too many requests): changes there show late. Click pauses the page.`;
    return { dot: 'bg-warning', words: `Live, slowed${named}`, title, action: 'pause' };
  }
  const title = 'Changes show as they happen. Click pauses the page.';
  return { dot: 'bg-ok-dot', words: `Live${named}`, title, action: 'pause' };
}

/** The state of the stream; a click pauses, resumes or tries again, whichever helps. */
export function LivePill() {
  const client = useLiveClient();
  const state = useLiveState();
  const now = useNow();
  const pill = pillOf(state, now);
  const act = { pause: () => client.pause(), resume: () => client.resume(), retry: () => client.retry() };
  const Icon = pill.action === 'resume' ? Play : pill.action === 'retry' ? RotateCw : Pause;
  return (
    <button
      type="button"
      disabled={pill.action === null}
      onClick={() => pill.action !== null && act[pill.action]()}
      title={pill.title}
      data-tour="live"
      className="group flex h-8 shrink-0 items-center gap-2 rounded-full border border-line bg-surface px-3 text-sm transition-colors duration-150 enabled:hover:border-strong enabled:hover:bg-raised"
    >
      <span className={cn('size-2 rounded-full', pill.dot)} aria-hidden />
      <span className="whitespace-nowrap">{pill.words}</span>
      {pill.action !== null && <Icon size={12} aria-hidden className="text-muted" />}
      <span className="sr-only">{pill.action === null ? '' : `, ${pill.action}`}</span>
    </button>
  );
}
