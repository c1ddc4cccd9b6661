import { fail, type Outcome, succeed } from '../transport/failure';
import type { AskOptions, NsxApi, NsxClient, Query } from './client';
import { isPageTooLarge } from './errors';

export type NsxObject = Record<string, unknown>;

/** What a read of several pages gave. */
export interface Pages {
  /** What NSX says there is; null when it says nothing. */
  readonly count: number | null;
  /** How many results came. */
  readonly read: number;
  /** Read to the end, and nothing came twice. */
  readonly ended: boolean;
  /**
   * The pages were read to their end and fit together: nothing came twice, the count did not move and was reached. Only
   * then does an object that did not come count as gone.
   */
  readonly consistent: boolean;
}

export interface PageOptions {
  readonly query: Query;
  readonly pageSize: number;
  readonly ask: Omit<AskOptions, 'query'>;
  /** Which API a list is of; searches are of the Policy API. */
  readonly api?: NsxApi | undefined;
  /** An answer without `results` is the one object that there is. */
  readonly orObject?: boolean;
  /** Results that one query gives at most: a search goes no further, and is then not read to its end. */
  readonly window?: number;
  /**
   * Gets each page as it arrives (`results` as they came, addresses for example), the next one once it is done with that; false
   * ends the reading early.
   */
  readonly visit: (
    objects: readonly NsxObject[],
    count: number | null,
    results: readonly unknown[],
  ) => boolean | Promise<boolean>;
}

/** Where the reading goes on: with a cursor, or not. */
const END = Symbol('end');
const CUT = Symbol('cut');
const REPEATS = Symbol('repeats');
type Next = string | typeof END | typeof CUT | typeof REPEATS;

const SEARCH = '/search/query';
const LEAST_PAGE = 25;
const MAX_PAGES = 10_000;

/**
 * Reads a search. Its cursor is an offset and present even on the last page. The end is where the count is reached and the
 * page is not full: a count that is too low must not hide what lies behind it.
 */
export async function searchPages(client: NsxClient, options: PageOptions): Promise<Outcome<Pages>> {
  const { window = Number.POSITIVE_INFINITY } = options;
  return await readPages(client, SEARCH, options, (page, tally, cursor) => {
    tally.countPage(page, true);
    const { count, next, results } = page;
    if (results.length === 0) return END;
    const reached = count !== null && (tally.read >= count || Number(next) >= count);
    if (reached && results.length < page.size) return END;
    if (next === null || next === cursor) return reached || count === null ? END : CUT;
    return Number(next) + page.size > window ? CUT : next;
  });
}

/** Reads a list. Its cursor is opaque; the end is where it is missing or begins with 0000. */
export async function listPages(client: NsxClient, path: string, options: PageOptions): Promise<Outcome<Pages>> {
  const seen = new Set<string>();
  return await readPages(client, path, options, (page, tally) => {
    // The schema promises the count on the first page only.
    tally.countPage(page, seen.size === 0);
    if (page.next === null || page.next.startsWith('0000')) return END;
    if (seen.has(page.next)) return REPEATS;
    seen.add(page.next);
    return page.next;
  });
}

/** Counts what came, to say in the end whether the pages fit together. */
class Tally {
  read = 0;
  readonly #paths = new Set<string>();
  readonly #counts = new Set<number>();
  #pathless = 0;

  countPage(page: Page, useCount: boolean): void {
    if (useCount && page.count !== null) this.#counts.add(page.count);
    this.read += page.results.length;
    for (const { path } of page.objects) if (typeof path === 'string') this.#paths.add(path);
    this.#pathless += page.results.length - page.objects.filter(({ path }) => typeof path === 'string').length;
  }

  finish(ended: boolean): Pages {
    const [count = null] = [...this.#counts].slice(-1);
    const unique = this.#paths.size + this.#pathless === this.read;
    const fits = this.#counts.size <= 1 && (count === null || count === this.read);
    return { count, read: this.read, ended: ended && unique, consistent: ended && unique && fits };
  }
}

async function readPages(
  client: NsxClient,
  path: string,
  options: PageOptions,
  nextCursor: (page: Page, tally: Tally, cursor: string | undefined) => Next,
): Promise<Outcome<Pages>> {
  const tally = new Tally();
  let cursor: string | undefined;
  let pageSize = options.pageSize;
  for (let pages = 0; pages < MAX_PAGES; ) {
    const page = await readPage(client, path, { ...options.query, cursor, page_size: pageSize }, options);
    if (!page.ok) {
      if (!isPageTooLarge(page.failure) || pageSize <= LEAST_PAGE) return page;
      pageSize = Math.max(LEAST_PAGE, Math.floor(pageSize / 2));
      continue;
    }
    pages += 1;
    const next = nextCursor(page.value, tally, cursor);
    if (!(await options.visit(page.value.objects, page.value.count, page.value.results)))
      return succeed({ ...tally.finish(false), count: page.value.count });
    if (next === REPEATS) return fail('garbled', 'the pages of the list repeat', { status: 200 });
    if (next === END || next === CUT) return succeed(tally.finish(next === END));
    cursor = next;
  }
  return fail('garbled', 'the pages do not end', { status: 200 });
}

interface Page {
  readonly results: readonly unknown[];
  readonly objects: readonly NsxObject[];
  readonly count: number | null;
  readonly next: string | null;
  /** How many results were asked for. */
  readonly size: number;
}

async function readPage(
  client: NsxClient,
  path: string,
  query: Query & { readonly page_size: number },
  { ask, api = 'policy', orObject = false }: PageOptions,
): Promise<Outcome<Page>> {
  const answer = await client.api(api, path, { ...ask, query });
  if (!answer.ok) return answer;
  const { results, result_count: count, cursor } = answer.value;
  if (results !== undefined && !Array.isArray(results))
    return fail('garbled', 'results is not a list', { status: 200 });
  if (results === undefined && count === undefined && orObject && Object.keys(answer.value).length > 0) {
    return succeed({
      results: [answer.value],
      objects: [answer.value],
      count: null,
      next: null,
      size: query.page_size,
    });
  }
  if (results === undefined && count === undefined) return fail('garbled', 'the answer is not a list', { status: 200 });
  const all: readonly unknown[] = results ?? [];
  return succeed({
    results: all,
    objects: all.filter(isObject),
    count: typeof count === 'number' ? count : null,
    size: query.page_size,
    next: typeof cursor === 'string' && cursor !== '' ? cursor : null,
  });
}

function isObject(value: unknown): value is NsxObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
