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
const indexedFields = ['resource_type', 'tags.scope', 'tags.tag', 'id', 'path', 'parent_path'] as const;

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
  readonly #remembered = new Map<string, readonly SearchDocument[]>();

  get size(): number {
    return this.#documents.size;
  }

  /** Adds or replaces; a replaced document keeps its place in the unsorted order. */
  upsert(document: SearchDocument): void {
    this.#remembered.clear();
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
    this.#remembered.clear();
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
    order: { readonly by: string | undefined; readonly ascending: boolean },
    cacheKey: string,
    decorate: (document: SearchDocument) => JsonObject,
  ): readonly SearchDocument[] {
    const known = this.#remembered.get(cacheKey);
    if (known !== undefined) return known;
    const volatile = mentions(node, 'status');
    const found: SearchDocument[] = [];
    for (const document of this.#candidates(node)) {
      if (matches(node, volatile ? decorate(document) : document.body)) found.push(document);
    }
    const hits = order.by === undefined ? found : sorted(found, order.by, order.ascending);
    if (!volatile) this.#remember(cacheKey, hits);
    return hits;
  }

  #remember(cacheKey: string, hits: readonly SearchDocument[]): void {
    if (this.#remembered.size >= CACHED_QUERIES) this.#remembered.delete(this.#remembered.keys().next().value ?? '');
    this.#remembered.set(cacheKey, hits);
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

function sorted(hits: readonly SearchDocument[], by: string, ascending: boolean): SearchDocument[] {
  const path = by.split('.');
  const keyed = hits.map((hit) => ({ hit, value: valuesAt(hit.body, path)[0] }));
  keyed.sort((left, right) => compareValues(left.value, right.value) || (left.hit.key < right.hit.key ? -1 : 1));
  if (!ascending) keyed.reverse();
  return keyed.map(({ hit }) => hit);
}

function compareValues(
  left: string | number | boolean | undefined,
  right: string | number | boolean | undefined,
): number {
  if (left === right) return 0;
  if (left === undefined) return 1;
  if (right === undefined) return -1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [String(left).toLowerCase(), String(right).toLowerCase()];
  return a < b ? -1 : a > b ? 1 : 0;
}
