import { fail, type Outcome, succeed } from '../transport/failure';
import type { AskOptions, NsxClient, Query } from './client';
import { isPageTooLarge } from './errors';

export type NsxObject = Record<string, unknown>;

/** What a read of several pages gave. */
export interface Pages {
  /** What NSX says there is; null when it says nothing. */
  readonly count: number | null;
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
  /** Gets each page as it arrives (`results` as they came, addresses for example); false ends the reading early. */
  readonly visit: (objects: readonly NsxObject[], count: number | null, results: readonly unknown[]) => boolean;
}

const SEARCH = '/search/query';
const LEAST_PAGE = 25;
const MAX_PAGES = 10_000;

/** Reads a search. Its cursor is an offset and present even on the last page: the end is where the count is reached. */
export async function searchPages(client: NsxClient, options: PageOptions): Promise<Outcome<Pages>> {
  return await readPages(client, SEARCH, options, (page, tally, cursor) => {
    tally.countPage(page, true);
    const { count, next, results } = page;
    const reached = count !== null && (tally.read >= count || Number(next) >= count);
    return reached || results.length === 0 || next === cursor ? null : next;
  });
}

/** Reads a list. Its cursor is opaque; the end is where it is missing or begins with 0000. */
export async function listPages(client: NsxClient, path: string, options: PageOptions): Promise<Outcome<Pages>> {
  const seen = new Set<string>();
  return await readPages(client, path, options, (page, tally) => {
    // The schema promises the count on the first page only.
    tally.countPage(page, seen.size === 0);
    if (page.next === null || page.next.startsWith('0000')) return null;
    if (seen.has(page.next)) return 'repeats';
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

  finish(): Pages {
    const [count = null] = [...this.#counts].slice(-1);
    const unique = this.#paths.size + this.#pathless === this.read;
    return { count, consistent: unique && this.#counts.size <= 1 && (count === null || count === this.read) };
  }
}

async function readPages(
  client: NsxClient,
  path: string,
  options: PageOptions,
  nextCursor: (page: Page, tally: Tally, cursor: string | undefined) => string | 'repeats' | null,
): Promise<Outcome<Pages>> {
  const tally = new Tally();
  let cursor: string | undefined;
  let pageSize = options.pageSize;
  for (let pages = 0; pages < MAX_PAGES; ) {
    const page = await readPage(client, path, { ...options.query, cursor, page_size: pageSize }, options.ask);
    if (!page.ok) {
      if (!isPageTooLarge(page.failure) || pageSize <= LEAST_PAGE) return page;
      pageSize = Math.max(LEAST_PAGE, Math.floor(pageSize / 2));
      continue;
    }
    pages += 1;
    const next = nextCursor(page.value, tally, cursor);
    if (!options.visit(page.value.objects, page.value.count, page.value.results))
      return succeed({ count: page.value.count, consistent: false });
    if (next === 'repeats') return fail('garbled', 'the pages of the list repeat', { status: 200 });
    if (next === null) return succeed(tally.finish());
    cursor = next;
  }
  return fail('garbled', 'the pages do not end', { status: 200 });
}

interface Page {
  readonly results: readonly unknown[];
  readonly objects: readonly NsxObject[];
  readonly count: number | null;
  readonly next: string | null;
}

async function readPage(
  client: NsxClient,
  path: string,
  query: Query,
  ask: Omit<AskOptions, 'query'>,
): Promise<Outcome<Page>> {
  const answer = await client.policy(path, { ...ask, query });
  if (!answer.ok) return answer;
  const { results, result_count: count, cursor } = answer.value;
  if (results !== undefined && !Array.isArray(results))
    return fail('garbled', 'results is not a list', { status: 200 });
  if (results === undefined && count === undefined) return fail('garbled', 'the answer is not a list', { status: 200 });
  const all: readonly unknown[] = results ?? [];
  return succeed({
    results: all,
    objects: all.filter(isObject),
    count: typeof count === 'number' ? count : null,
    next: typeof cursor === 'string' && cursor !== '' ? cursor : null,
  });
}

function isObject(value: unknown): value is NsxObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
