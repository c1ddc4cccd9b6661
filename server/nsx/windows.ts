import { type Outcome, succeed } from '../transport/failure';
import type { NsxClient } from './client';
import { type NsxObject, type PageOptions, type Pages, searchPages } from './paging';
import { after, startsWith } from './query';

export interface WindowOptions extends Omit<PageOptions, 'query' | 'window' | 'visit'> {
  readonly query: string;
  /** Results that one query gives at most. */
  readonly window: number;
  readonly visit: (objects: readonly NsxObject[]) => unknown;
}

/** Deepest split: ids that share more than that many characters beyond what all share are left together. */
const MAX_DEPTH = 12;

/**
 * Reads searches with more hits than one query gives. First by continuing after the last path, which costs no request more
 * than the pages; where that does not bring everything, by splitting the ids into prefixes, and a rest that has none of them.
 * Either way the whole counts as read only when as many different objects came as NSX counts.
 */
export class WindowReader {
  readonly #client: NsxClient;
  /** False once continuing after a path has proven not to work here. */
  #continues = true;

  constructor(client: NsxClient) {
    this.#client = client;
  }

  /** Forgets what was proven: the server may be another one by now. */
  reset(): void {
    this.#continues = true;
  }

  async read(options: WindowOptions): Promise<Outcome<Pages>> {
    const seen = new Seen(options);
    const first = await this.#search(options.query, seen);
    if (!first.ok) return first;
    const { count } = first.value;
    if (first.value.ended || count === null || count < options.window) return first;
    if (this.#continues) {
      const rest = await this.#continueAfter(seen, count);
      if (!rest.ok || rest.value.consistent) return rest;
      const again = await this.#search(options.query, seen, 1);
      if (!again.ok) return again;
      // When the count has moved meanwhile, nothing is proven either way.
      if (again.value.count !== count) return succeed({ ...rest.value, ended: false });
      this.#continues = false;
    }
    return await this.#split(seen, count);
  }

  /** Goes on behind the last path again and again, as long as that brings something new. */
  async #continueAfter(seen: Seen, count: number): Promise<Outcome<Pages>> {
    for (;;) {
      const before = seen.size;
      const page = await this.#search(`(${seen.options.query}) AND ${after('path', seen.last)}`, seen);
      if (!page.ok) return page.failure.kind === 'rejected' ? succeed(seen.judge(count, false)) : page;
      if (page.value.ended || seen.size === before) return succeed(seen.judge(count, page.value.ended));
    }
  }

  async #split(seen: Seen, count: number): Promise<Outcome<Pages>> {
    let whole = true;
    const readCell = async (query: string, prefix: string, depth: number): Promise<Outcome<null>> => {
      const cell = await this.#search(query, seen);
      if (!cell.ok) return cell;
      if (cell.value.ended) return succeed(null);
      const starts = depth < MAX_DEPTH ? seen.startsAfter(prefix) : [];
      if (starts.length === 0) {
        whole = false;
        return succeed(null);
      }
      for (const start of starts) {
        const outcome = await readCell(`(${seen.options.query}) AND ${startsWith('id', start)}`, start, depth + 1);
        if (!outcome.ok) return outcome;
      }
      const others = starts.map((start) => startsWith('id', start)).join(' OR ');
      // What was not met in the sample has none of the prefixes: it must not get lost.
      return await readCell(`${query} AND NOT (${others})`, prefix, MAX_DEPTH);
    };
    const outcome = await readCell(`(${seen.options.query})`, '', 0);
    if (!outcome.ok && outcome.failure.kind !== 'rejected') return outcome;
    return succeed(seen.judge(count, outcome.ok && whole));
  }

  async #search(query: string, seen: Seen, pageSize?: number): Promise<Outcome<Pages>> {
    const { window, ask } = seen.options;
    return await searchPages(this.#client, {
      query: { query, sort_by: 'path' },
      pageSize: pageSize ?? seen.options.pageSize,
      window,
      ask,
      visit: async (objects) => {
        await seen.take(objects);
        return pageSize === undefined;
      },
    });
  }
}

/** What came of one search, whatever the queries that brought it. */
class Seen {
  readonly options: WindowOptions;
  last = '';
  readonly #paths = new Set<string>();
  readonly #ids = new Set<string>();

  constructor(options: WindowOptions) {
    this.options = options;
  }

  get size(): number {
    return this.#paths.size;
  }

  async take(objects: readonly NsxObject[]): Promise<void> {
    for (const { path } of objects) {
      if (typeof path !== 'string') continue;
      this.#paths.add(path);
      // Terms are compared without regard to case.
      this.#ids.add(path.slice(path.lastIndexOf('/') + 1).toLowerCase());
      this.last = path;
    }
    await this.options.visit(objects);
  }

  /** The ways in which the known ids that begin with `prefix` go on, beyond what they all share. */
  startsAfter(prefix: string): readonly string[] {
    let ids = [...this.#ids].filter((id) => id.startsWith(prefix) && !/\s/.test(id));
    let length = prefix.length;
    for (;;) {
      length += 1;
      ids = ids.filter((id) => id.length >= length);
      const starts = [...new Set(ids.map((id) => id.slice(0, length)))].sort();
      if (starts.length !== 1) return starts;
    }
  }

  /** `ended`: every part was read to its end. A count that stops at the window is a lower bound. */
  judge(count: number, ended: boolean): Pages {
    const isCapped = count === this.options.window && this.size >= count;
    return { count, read: this.size, ended, consistent: ended && (count === this.size || isCapped) };
  }
}
