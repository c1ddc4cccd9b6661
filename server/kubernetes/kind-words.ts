import type { KubernetesKind } from '@/lib/kinds/define';
import type { KindState } from '@/lib/model';
import type { ListWatchState } from './list-watch';

/** How the list-watch of one namespace (null: of all) stands. */
export interface ScopeStanding {
  readonly namespace: string | null;
  readonly state: ListWatchState;
}

/** What there is to say about one kind. */
export interface KindStanding {
  readonly kind: KubernetesKind;
  readonly state: KindState;
  readonly read: readonly ScopeStanding[];
  /** Single namespaces are read because all at once is forbidden. */
  readonly narrowed: boolean;
  /** Namespaces that may be read but are too many. */
  readonly left: readonly string[];
  /** Objects that are still shown although their namespace is not read any more. */
  readonly outside: number;
}

const ORDER: readonly KindState[] = ['absent', 'live', 'listing', 'stale', 'failed', 'forbidden'];

/** The worst of the scopes; forbidden ones only count where nothing else is read, because the message names them. */
export function kindState(read: readonly ScopeStanding[]): KindState {
  const states = read.map(({ state }) => state.state);
  const allowed = states.filter((state) => state !== 'forbidden');
  return (allowed.length > 0 ? allowed : states).reduce(
    (a, b) => (ORDER.indexOf(b) > ORDER.indexOf(a) ? b : a),
    'absent',
  );
}

/** The single namespaces that are read and not refused, sorted. */
export function allowedNamespaces(read: readonly ScopeStanding[]): readonly string[] {
  return read.flatMap(({ namespace, state }) => (state.state === 'forbidden' ? [] : (namespace ?? []))).sort();
}

/** What is wrong with a kind and what that hides; null when all is well. */
export function kindMessage(standing: KindStanding): string | null {
  const { kind, state } = standing;
  if (state === 'absent') {
    if (kind.resource.optional) return null;
    return `The API server does not serve ${kind.presentation.plural}. Hidden: ${kind.hides}.`;
  }
  const parts = [
    narrowedWords(standing),
    forbiddenPart(standing),
    unwatchedWords(standing),
    troubleWords(standing),
    garbledWords(standing),
  ];
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? null : said.join(' ');
}

function narrowedWords({ kind, narrowed, read, left, outside }: KindStanding): string | null {
  const names = allowedNamespaces(read);
  if (!narrowed || names.length === 0) return null;
  const more = left.length === 0 ? '' : ` ${left.length} more may be read but are too many: ${listed(left)}.`;
  const old =
    outside === 0 ? '' : ` ${outside} ${kind.presentation.plural} of other namespaces are shown as last read, and age.`;
  return `May not be read in all namespaces, only in ${listed(names)}. Hidden elsewhere: ${kind.hides}.${more}${old}`;
}

/** Namespaces that were asked for by name and may not be read, while others may. */
function forbiddenPart({ kind, state, narrowed, read }: KindStanding): string | null {
  if (state === 'forbidden' || narrowed) return null;
  const names = read.flatMap((scope) => (scope.state.state === 'forbidden' ? (scope.namespace ?? []) : []));
  return names.length === 0 ? null : `Forbidden in ${listed(names)}. Hidden there: ${kind.hides}.`;
}

/** What is listed from time to time because it may not be watched. */
function unwatchedWords({ read }: KindStanding): string | null {
  const [longest] = read.flatMap(({ state }) => state.relistMs ?? []).sort((a, b) => b - a);
  if (longest === undefined) return null;
  const every = Math.max(1, Math.round(longest / 1_000));
  return `May be read but not watched, so it is read anew every ${every} s: changes show late.`;
}

function troubleWords({ kind, state, read }: KindStanding): string | null {
  const wanted = state === 'forbidden' ? ['forbidden'] : ['stale', 'failed', 'listing', 'live'];
  const scope = read.find((each) => each.state.failure !== null && wanted.includes(each.state.state));
  const failure = scope?.state.failure ?? null;
  if (failure === null) return null;
  const words = sentence(failure.message);
  if (state !== 'stale') return `${words} Hidden: ${kind.hides}.`;
  const since = scope?.state.forbiddenSince ?? null;
  if (failure.kind !== 'forbidden' || since === null) return `${words} What was read before is still shown.`;
  const time = new Date(since).toISOString().replace(/\.\d+Z$/, 'Z');
  return `${words} It has been so since ${time}. What was read before is still shown, and ages: ${kind.hides}.`;
}

function garbledWords({ read }: KindStanding): string | null {
  const garbled = read.reduce((sum, { state }) => sum + state.garbledLines, 0);
  return garbled > 0 ? `${garbled} lines of the watch could not be read; each time the list was read again.` : null;
}

const SHOWN = 8;

/** A few names in full, the rest as a number. */
function listed(names: readonly string[]): string {
  if (names.length <= SHOWN) return names.join(', ');
  return `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
