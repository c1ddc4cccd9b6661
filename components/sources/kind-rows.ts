import type { KindState, KindStatus } from '@/lib/model/source-status';
import { kindsTitle } from '@/components/marks/kind-icon';

/** A remark that several kinds share, made once; `number` is how their rows refer to it. */
export interface SharedRemark {
  readonly number: number;
  readonly text: string;
  readonly count: number;
}

export interface KindRow {
  /** `Segments`; `Segments and subnets` where there are VPCs. */
  readonly title: string;
  readonly status: KindStatus;
  /** The shared remark that holds for this kind. */
  readonly refersTo: SharedRemark | null;
  /** What is said of this kind alone. */
  readonly remarks: readonly string[];
}

/** Kinds of which nothing is known but that they are in one state: named together in one row. */
export interface FoldedKinds {
  readonly state: KindState;
  readonly titles: readonly string[];
}

export interface KindRows {
  readonly shared: readonly SharedRemark[];
  readonly rows: readonly KindRow[];
  readonly folded: readonly FoldedKinds[];
}

/** Kinds that are listed for the first time stay where they will be when they are live. */
const RANKS: Readonly<Record<KindState, number>> = {
  failed: 0,
  forbidden: 1,
  stale: 2,
  listing: 4,
  live: 4,
  absent: 5,
};
const REMARKED = 3;
/** More kinds than this with one and the same remark, and it is made once for all of them. */
const ENOUGH = 3;

/** How the kinds of a source are told: in an order that counts and times never change. */
export function arrangeKinds(kinds: readonly KindStatus[]): KindRows {
  const shared = sharedRemarks(kinds);
  const networks = networksIn(kinds);
  const rows = kinds
    .filter((kind) => !isMute(kind))
    .sort((a, b) => rankOf(a, shared) - rankOf(b, shared) || kindsTitle(a.kind).localeCompare(kindsTitle(b.kind)))
    .map((status) => {
      const refersTo = shared.find(({ text }) => text === status.message) ?? null;
      return {
        title: kindsTitle(status.kind, networks),
        status,
        refersTo,
        remarks: remarksOn(status, refersTo !== null),
      };
    });
  return { shared, rows, folded: foldedKinds(kinds.filter(isMute)) };
}

/** What the networks of a source are called: a manager with VPCs usually has segments too, those of cluster nodes. */
export const networksIn = (kinds: readonly KindStatus[]): 'tier-1' | 'both' =>
  kinds.some(({ kind, count }) => kind === 'vpc' && count > 0) ? 'both' : 'tier-1';

/** What needs a look comes first: a state that hides something, then a remark of the kind's own. */
function rankOf(kind: KindStatus, shared: readonly SharedRemark[]): number {
  const { state, message, unreadable } = kind;
  const hasOwn = unreadable > 0 || (message !== null && !shared.some(({ text }) => text === message));
  return hasOwn ? Math.min(REMARKED, RANKS[state]) : RANKS[state];
}

/** Never read, and without a word why: the source as a whole says it, or need not have the kind. */
const isMute = ({ state, message, lastListAt }: KindStatus): boolean =>
  message === null && lastListAt === null && (state === 'absent' || state === 'failed');

function foldedKinds(kinds: readonly KindStatus[]): readonly FoldedKinds[] {
  const states = [...new Set(kinds.map(({ state }) => state))].sort((a, b) => RANKS[a] - RANKS[b]);
  return states.map((state) => ({
    state,
    titles: kinds
      .filter((kind) => kind.state === state)
      .map(({ kind }) => kindsTitle(kind))
      .sort((a, b) => a.localeCompare(b)),
  }));
}

function sharedRemarks(kinds: readonly KindStatus[]): readonly SharedRemark[] {
  const counts = new Map<string, number>();
  for (const { message } of kinds) if (message !== null) counts.set(message, (counts.get(message) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > ENOUGH)
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .map(([text, count], index) => ({ number: index + 1, text, count }));
}

function remarksOn(status: KindStatus, said: boolean): readonly string[] {
  const { message, unreadable, namespaces } = status;
  const own = message !== null && !said ? [message] : [];
  const scope = message === null && namespaces ? [`Read in ${namespaces.join(', ')} only, as the settings say.`] : [];
  return [...own, ...scope, ...(unreadable > 0 ? [unreadableWords(unreadable)] : [])];
}

function unreadableWords(count: number): string {
  return count === 1
    ? '1 object could not be understood: it is shown by its name, with the problem as an issue on it. Its facts and links are hidden.'
    : `${count.toLocaleString('en')} objects could not be understood: they are shown by their names, with the problem as an issue on each. Their facts and links are hidden.`;
}
