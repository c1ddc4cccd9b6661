import { isSlowed } from '@/components/frame/source-words';
import { kindsTitle } from '@/components/marks/kind-icon';
import type { Networks } from '@/lib/view/view';
import type { KindState, KindStatus, SourceState, SourceStatus } from '@/lib/model/source-status';
import { networksIn } from './kind-rows';

/** `2 of 5 sources are not read, 1 is read in part.` */
export function headline(sources: readonly SourceStatus[]): string {
  const all = sources.length;
  const count = (...states: readonly SourceState[]): number =>
    sources.filter(({ state }) => states.includes(state)).length;
  const said = [
    part(count('failed', 'stale'), 'not read now'),
    part(count('starting'), 'being read for the first time'),
    part(count('partial'), 'read in part'),
  ].filter((words) => words !== null);
  if (said.length === 0) return all === 1 ? 'The source is live.' : `All ${all} sources are live.`;
  return `Of ${all} ${all === 1 ? 'source' : 'sources'}, ${said.join(', ')}.`;
}

function part(count: number, how: string): string | null {
  return count === 0 ? null : `${count} ${count === 1 ? 'is' : 'are'} ${how}`;
}

const KIND_WORDS: readonly (readonly [KindState, string])[] = [
  ['failed', 'failed'],
  ['forbidden', 'forbidden'],
  ['stale', 'stale'],
];

/** What deserves a look at a source, in few words each; empty when nothing does. */
export function attention(source: SourceStatus): readonly string[] {
  const { kinds, health, warnings, requests, state, reason } = source;
  const wholly = state === 'failed' || state === 'stale' || state === 'starting';
  const kindWords = wholly
    ? [reason ?? ''].filter((words) => words !== '')
    : KIND_WORDS.flatMap(([kindState, word]) => {
        const count = kinds.filter((kind) => kind.state === kindState).length;
        return count === 0 ? [] : [`${plural(count, 'kind')} ${word}`];
      });
  const remarked = wholly ? 0 : kinds.filter((kind) => kind.state === 'live' && kind.message !== null).length;
  const unreadable = kinds.reduce((sum, kind) => sum + kind.unreadable, 0);
  const down = health?.endpoints.filter((endpoint) => endpoint.state === 'down').length ?? 0;
  return [
    ...kindWords,
    ...(remarked > 0 ? [`remarks on ${plural(remarked, 'kind')}`] : []),
    ...(unreadable > 0 ? [`${plural(unreadable, 'object')} unreadable`] : []),
    ...(down > 0 ? [`${down} of ${plural(health?.endpoints.length ?? 0, 'address', 'addresses')} down`] : []),
    ...(isSlowed(requests) ? ['slowed down by NSX'] : []),
    ...(warnings.length > 0 ? [plural(warnings.length, 'warning')] : []),
  ];
}

/** How much of a source is known: `17 kinds, 1,204 objects`. */
export function extent({ kinds }: SourceStatus): string {
  const read = kinds.filter(({ lastListAt }) => lastListAt !== null);
  const objects = read.reduce((sum, { count }) => sum + count, 0);
  return `${plural(read.length, 'kind')}, ${plural(objects, 'object')}`;
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** Which kinds of a source that is read in part are missing, by name. What each hides is said at the kind. */
export function missingKinds(source: SourceStatus): string | null {
  const { kinds } = source;
  const networks = networksIn(kinds);
  const unread = kinds.filter(
    ({ state, message }) =>
      state === 'forbidden' || state === 'failed' || state === 'stale' || (state === 'absent' && message !== null),
  );
  const partly = kinds.filter(
    ({ state, message, namespaces }) => (state === 'live' || state === 'listing') && message !== null && namespaces,
  );
  const said = [
    ...(unread.length > 0 ? [`Not read now: ${names(unread, networks)}.`] : []),
    ...(partly.length > 0 ? [`Read in some namespaces only: ${names(partly, networks)}.`] : []),
  ];
  return said.length === 0 ? source.reason : `${said.join(' ')} What that hides stands at each kind below.`;
}

const names = (kinds: readonly KindStatus[], networks: Networks): string =>
  kinds.map(({ kind }) => kindsTitle(kind, networks)).join(', ');
