import type { NsxKind } from '@/lib/kinds/define';
import type { Failure } from '../transport/failure';
import { isSearchBroken } from './errors';
import {
  ancestorsOf,
  expandList,
  type KnownMiscount,
  parentsOf,
  passByLists,
  passBySearch,
  passByTree,
  type PassContext,
  type PassResult,
} from './kind-pass';
import type { KindProgress } from './kind-state';
import { MOST_LISTS } from './schedule';

/** Failures that concern the whole manager, not the one question. */
export const DOWN: ReadonlySet<Failure['kind']> = new Set([
  'unreachable',
  'timeout',
  'tls',
  'unauthorized',
  'credentials',
  'throttled',
  'aborted',
]);

/** Reads whole kinds: by search, and where that is broken by lists, or as a tree where the lists would be too many. */
export class KindReader {
  readonly #progress: readonly KindProgress[];
  readonly #kinds: readonly NsxKind[];
  readonly #pass: PassContext;
  readonly #searchRetryMs: number;

  constructor(progress: readonly KindProgress[], pass: PassContext, searchRetryMs: number) {
    this.#progress = progress;
    this.#kinds = progress.map(({ kind }) => kind);
    this.#pass = pass;
    this.#searchRetryMs = searchRetryMs;
  }

  /** Reads one kind and notes how it went; gives a failure back only when it concerns the whole manager. */
  async read(progress: KindProgress): Promise<Failure | null> {
    const result = await this.#read(progress);
    if (!result.ok && DOWN.has(result.failure.kind)) return result.failure;
    const now = Date.now();
    progress.failure = result.ok ? null : result.failure;
    progress.failures = result.ok ? 0 : progress.failures + 1;
    progress.miscount = result.ok ? result.value.miscount : null;
    progress.incomplete = result.ok && !result.value.complete ? progress.incomplete + 1 : 0;
    if (result.ok) progress.lastPassAt = now;
    if (result.ok && result.value.complete) progress.lastCompleteAt = now;
    return null;
  }

  async #read(progress: KindProgress): Promise<PassResult> {
    const { kind } = progress;
    const known: KnownMiscount = ({ counted, read }) => progress.repetition.again(`${counted} ${read}`);
    if (progress.searchOffUntil > Date.now()) return await this.#otherwise(kind, known);
    const searched = await passBySearch(kind, this.#pass, known);
    if (searched.ok) {
      progress.searchProblem = null;
      progress.searchFailures = 0;
      return searched;
    }
    if (!isSearchBroken(searched.failure)) return searched;
    progress.searchProblem = searched.failure.message;
    progress.searchFailures += 1;
    progress.searchOffUntil = Date.now() + this.#searchRetryMs * Math.min(1, 2 ** (progress.searchFailures - 5));
    const other = await this.#otherwise(kind, known);
    return other.ok || DOWN.has(other.failure.kind) || kind.read.lists.length > 0 ? other : searched;
  }

  async #otherwise(kind: NsxKind, known: KnownMiscount): Promise<PassResult> {
    const lists = kind.read.lists.flatMap((list) => expandList(list, this.#pass.inventory)).length;
    const hasTree = kind.read.api !== 'manager' && kind.read.alone !== true;
    if (hasTree && (lists > MOST_LISTS || kind.read.lists.length === 0)) {
      const parents = ancestorsOf(kind, this.#kinds).flatMap((parent) => parent.read.resourceTypes);
      const tree = await passByTree(kind, this.#pass, parents);
      if (tree.ok || kind.read.lists.length === 0) return tree;
    }
    // Without its parents a kind looks empty: then nothing must count as gone.
    const near = parentsOf(kind, this.#kinds);
    const blind = this.#progress.some((parent) => near.includes(parent.kind) && !isKnown(parent));
    return await passByLists(kind, this.#pass, blind ? null : known);
  }
}

/** Read at least once, or known not to be there at all. */
const isKnown = ({ lastPassAt, failure }: KindProgress): boolean =>
  lastPassAt !== null || failure?.kind === 'not-found';
