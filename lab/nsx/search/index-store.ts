import { asObjects, asText, type JsonObject } from '../json';
import { matches, mentions, valuesAt } from './evaluate';
import type { QueryNode } from './lucene';

/** An indexed object; `key` is its path, or type and id for inventory objects. */
export interface SearchDocument {
  readonly key: string;
  readonly body: JsonObject;
}

/** How many pages of one query may be served from a remembered hit list. */
const CACHED_QUERIES = 8;
/** So many changed documents are put right in a remembered list; after more of them it is made anew. */
const FEW_CHANGES = 2_000;
const indexedFields = ['resource_type', 'tags.scope', 'tags.tag', 'id', 'path', 'parent_path'] as const;

interface Order {
  readonly by: string | undefined;
  readonly ascending: boolean;
}

/** The hits of a query as they were, and the documents that have changed since. */
interface Remembered {
  readonly hits: readonly SearchDocument[];
  readonly order: Order;
  readonly changed: Set<string>;
}

function termsOf(body: JsonObject): string[] {
  const terms = new Set<string>();
  for (const field of ['resource_type', 'id', 'path', 'parent_path'] as const) {
    const value = asText(body[field]);
    if (value !== undefined) terms.add(`${field}\n${value.toLowerCase()}`);
  }
  for (const tag of asObjects(body.tags)) {
    terms.add(`tags.scope\n${(asText(tag.scope) ?? '').toLowerCase()}`);
    terms.add(`tags.tag\n${(asText(tag.tag) ?? '').toLowerCase()}`);
  }
  return [...terms];
}

/** An inverted index over type, tags and paths; everything else is tested on the candidates. */
export class SearchIndex {
  readonly #documents = new Map<string, SearchDocument>();
  readonly #postings = new Map<string, Set<string>>();
  readonly #terms = new Map<string, readonly string[]>();
  readonly #remembered = new Map<string, Remembered>();

  get size(): number {
    return this.#documents.size;
  }

  /** Adds or replaces; a replaced document keeps its place in the unsorted order. */
  upsert(document: SearchDocument): void {
    this.#changed(document.key);
    const terms = termsOf(document.body);
    const fresh = new Set(terms);
    for (const term of this.#terms.get(document.key) ?? []) if (!fresh.has(term)) this.#unpost(term, document.key);
    for (const term of terms) {
      const posting = this.#postings.get(term) ?? new Set<string>();
      posting.add(document.key);
      this.#postings.set(term, posting);
    }
    this.#terms.set(document.key, terms);
    this.#documents.set(document.key, document);
  }

  remove(key: string): void {
    this.#changed(key);
    for (const term of this.#terms.get(key) ?? []) this.#unpost(term, key);
    this.#terms.delete(key);
    this.#documents.delete(key);
  }

  clear(): void {
    this.#remembered.clear();
    this.#documents.clear();
    this.#postings.clear();
    this.#terms.clear();
  }

  /** All hits of a query in order. `decorate` adds members that live outside the index, such as `status`. */
  find(
    node: QueryNode,
    order: Order,
    cacheKey: string,
    decorate: (document: SearchDocument) => JsonObject,
  ): readonly SearchDocument[] {
    // What lives outside the index changes without its knowledge.
    if (mentions(node, 'status')) return this.#found(node, order, decorate);
    const known = this.#remembered.get(cacheKey);
    if (known?.changed.size === 0) return known.hits;
    const hits =
      known === undefined ? this.#found(node, order, ({ body }) => body) : this.#caughtUp(node, known, order.by);
    this.#remembered.delete(cacheKey);
    if (this.#remembered.size >= CACHED_QUERIES) this.#remembered.delete(this.#remembered.keys().next().value ?? '');
    this.#remembered.set(cacheKey, { hits, order, changed: new Set() });
    return hits;
  }

  #found(node: QueryNode, order: Order, decorate: (document: SearchDocument) => JsonObject): SearchDocument[] {
    const found: SearchDocument[] = [];
    for (const document of this.#candidates(node)) {
      if (matches(node, decorate(document))) found.push(document);
    }
    return order.by === undefined ? found : sorted(found, order.by, order.ascending);
  }

  /** A sorted list with the changed documents taken out, and put back where they belong now if they still match. */
  #caughtUp(node: QueryNode, { hits, order, changed }: Remembered, by: string | undefined): SearchDocument[] {
    if (by === undefined) return this.#found(node, order, ({ body }) => body);
    const anew: SearchDocument[] = [];
    for (const key of changed) {
      const document = this.#documents.get(key);
      if (document !== undefined && matches(node, document.body)) anew.push(document);
    }
    const unchanged = hits.filter(({ key }) => !changed.has(key));
    return merged(unchanged, sorted(anew, by, order.ascending), by, order.ascending);
  }

  /** A list that few changes are missing from is put right when it is asked for again; others are forgotten. */
  #changed(key: string): void {
    for (const [cacheKey, { order, changed }] of this.#remembered) {
      changed.add(key);
      if (order.by === undefined || changed.size > FEW_CHANGES) this.#remembered.delete(cacheKey);
    }
  }

  #unpost(term: string, key: string): void {
    const posting = this.#postings.get(term);
    posting?.delete(key);
    if (posting?.size === 0) this.#postings.delete(term);
  }

  *#candidates(node: QueryNode): Iterable<SearchDocument> {
    const keys = this.#plan(node);
    if (keys === undefined) {
      yield* this.#documents.values();
      return;
    }
    for (const key of keys) {
      const document = this.#documents.get(key);
      if (document !== undefined) yield document;
    }
  }

  /** A set of keys that surely holds every hit; undefined when only a full scan does. */
  #plan(node: QueryNode): ReadonlySet<string> | undefined {
    if (node.kind === 'term') {
      if (node.test.kind !== 'equals' || !indexedFields.some((field) => field === node.field)) return undefined;
      return this.#postings.get(`${node.field}\n${node.test.text}`) ?? new Set();
    }
    if (node.kind === 'and') {
      let best: ReadonlySet<string> | undefined;
      for (const part of node.parts) {
        const keys = this.#plan(part);
        if (keys !== undefined && (best === undefined || keys.size < best.size)) best = keys;
      }
      return best;
    }
    if (node.kind !== 'or') return undefined;
    const union = new Set<string>();
    for (const part of node.parts) {
      const keys = this.#plan(part);
      if (keys === undefined) return undefined;
      for (const key of keys) union.add(key);
    }
    return union;
  }
}

interface Keyed {
  readonly hit: SearchDocument;
  readonly value: Value;
}

function keyedBy(by: string): (hit: SearchDocument) => Keyed {
  const path = by.split('.');
  return (hit) => ({ hit, value: valuesAt(hit.body, path)[0] });
}

/** Total: documents of one value are in the order of their keys. */
function comparing(ascending: boolean): (left: Keyed, right: Keyed) => number {
  const sign = ascending ? 1 : -1;
  return (left, right) => sign * (compareValues(left.value, right.value) || (left.hit.key < right.hit.key ? -1 : 1));
}

function sorted(hits: readonly SearchDocument[], by: string, ascending: boolean): SearchDocument[] {
  const keyed = hits.map(keyedBy(by)).sort(comparing(ascending));
  return keyed.map(({ hit }) => hit);
}

/** Two lists in one order, as one; the second is short. */
function merged(
  long: readonly SearchDocument[],
  short: readonly SearchDocument[],
  by: string,
  ascending: boolean,
): SearchDocument[] {
  const [keyed, compare] = [keyedBy(by), comparing(ascending)];
  const all: SearchDocument[][] = [];
  let from = 0;
  for (const hit of short) {
    const mine = keyed(hit);
    let [low, high] = [from, long.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = long[middle];
      if (other !== undefined && compare(keyed(other), mine) < 0) low = middle + 1;
      else high = middle;
    }
    all.push(long.slice(from, low), [hit]);
    from = low;
  }
  all.push(long.slice(from));
  return all.flat();
}

type Value = string | number | boolean | undefined;

function compareValues(left: Value, right: Value): number {
  if (left === right) return 0;
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [String(left).toLowerCase(), String(right).toLowerCase()];
  return a < b ? -1 : a > b ? 1 : 0;
}
