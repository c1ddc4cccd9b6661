import { firewallVersion, readyToReach } from '@/lib/dfw';
import type { GraphQueries } from '@/lib/model';
import type { Steps } from '@/lib/steps';
import { nextTurn, oneTurn } from '../turns';

/** So often it is begun again when the network changed on the way. */
const ATTEMPTS = 3;

/** What came of work in turns, and what to say of the moment that it is about. */
export interface OfOneMoment<T> {
  readonly result: T;
  /** Empty when nothing changed on the way; else a clause that says so. */
  readonly mixed: readonly string[];
}

/**
 * Works out an answer about the firewall in short turns, begun again when objects that it depends on changed on the way. Where
 * they keep changing, the last attempt stands, and says so.
 */
export async function ofOneMoment<T>(graph: GraphQueries, work: () => Steps<T>): Promise<OfOneMoment<T>>;
/** Null when `signal` says that nobody waits any more. */
export async function ofOneMoment<T>(
  graph: GraphQueries,
  work: () => Steps<T>,
  signal: AbortSignal,
): Promise<OfOneMoment<T> | null>;
export async function ofOneMoment<T>(
  graph: GraphQueries,
  work: () => Steps<T>,
  signal?: AbortSignal,
): Promise<OfOneMoment<T> | null> {
  const ready = readyToReach(graph);
  while (ready.next().done !== true) {
    if (signal?.aborted === true) return null;
    await nextTurn();
  }
  for (let left = ATTEMPTS - 1; ; left--) {
    const tried = await attempt(graph, { work, signal, isLast: left === 0 });
    if (tried !== 'changed') return tried;
  }
}

async function attempt<T>(
  graph: GraphQueries,
  {
    work,
    signal,
    isLast,
  }: { readonly work: () => Steps<T>; readonly signal: AbortSignal | undefined; readonly isLast: boolean },
): Promise<OfOneMoment<T> | 'changed' | null> {
  const version = firewallVersion(graph);
  const steps = work();
  for (;;) {
    const ended = oneTurn(steps);
    const changed = firewallVersion(graph) !== version;
    if (changed && !isLast) return 'changed';
    if (ended !== null) return { result: ended.result, mixed: changed ? [MIXED] : [] };
    if (signal?.aborted === true) return null;
    await nextTurn();
  }
}

const MIXED =
  'Ports, groups or rules changed while this was worked out, so parts of it may be about different moments: ask again for an answer about one';
