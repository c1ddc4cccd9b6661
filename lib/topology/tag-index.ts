import { isInLower, lowerOf } from '../dfw/lower-case';
import type { Tag } from '../model';
import type { Entry } from './entry';

/**
 * Entries by tag, in lower case as groups match. Only scopes that somebody asked for are indexed: groups use a handful,
 * while labels bring thousands.
 */
export class TagIndex {
  private readonly entries = new Set<Entry>();
  private readonly scopes = new Map<string, Map<string, Set<Entry>>>();
  private anyScope: Map<string, Set<Entry>> | null = null;

  add(entry: Entry, tags: readonly Tag[]): void {
    this.entries.add(entry);
    for (const tag of tags) this.put(tag, entry);
  }

  /** Exchanges the tags of an entry; those it keeps are left alone, as their sets may be large. */
  update(entry: Entry, before: readonly Tag[], now: readonly Tag[]): void {
    for (const tag of before) if (!holds(now, tag)) this.take(tag, entry);
    // Two tags may be one in lower case: adding what is still carried puts it back, and costs nothing where it never left.
    for (const tag of now) this.put(tag, entry);
  }

  remove(entry: Entry, tags: readonly Tag[]): void {
    this.entries.delete(entry);
    for (const tag of tags) this.take(tag, entry);
  }

  get size(): number {
    return this.entries.size;
  }

  /** How many entries carry the tag; for any scope, or any value, an upper bound that needs no index. */
  count(scope: string | null, value: string | null): number {
    if (scope === null || value === null) return this.entries.size;
    return this.scope(scope).get(value)?.size ?? 0;
  }

  all(): Iterable<Entry> {
    return this.entries;
  }

  /** Entries with the tag; null stands for any scope or any value. */
  find(scope: string | null, value: string | null): Iterable<Entry> {
    if (scope === null) return value === null ? this.entries : (this.anyScopes().get(value) ?? []);
    const values = this.scope(scope);
    if (value !== null) return values.get(value) ?? [];
    return new Set([...values.values()].flatMap((entries) => [...entries]));
  }

  private put(tag: Tag, entry: Entry): void {
    const values = this.scopes.get(lowerOf(tag.scope));
    if (values === undefined && this.anyScope === null) return;
    const value = lowerOf(tag.tag);
    if (values !== undefined) put(values, value, entry);
    if (this.anyScope !== null) put(this.anyScope, value, entry);
  }

  private take(tag: Tag, entry: Entry): void {
    const value = lowerOf(tag.tag);
    this.scopes.get(lowerOf(tag.scope))?.get(value)?.delete(entry);
    this.anyScope?.get(value)?.delete(entry);
  }

  private scope(scope: string): Map<string, Set<Entry>> {
    const known = this.scopes.get(scope);
    if (known !== undefined) return known;
    const values = new Map<string, Set<Entry>>();
    for (const entry of this.entries) {
      for (const tag of entry.record.node.tags ?? []) {
        if (isInLower(tag.scope, scope)) put(values, lowerOf(tag.tag), entry);
      }
    }
    this.scopes.set(scope, values);
    return values;
  }

  private anyScopes(): Map<string, Set<Entry>> {
    if (this.anyScope !== null) return this.anyScope;
    const values = new Map<string, Set<Entry>>();
    for (const entry of this.entries) {
      for (const tag of entry.record.node.tags ?? []) put(values, lowerOf(tag.tag), entry);
    }
    this.anyScope = values;
    return values;
  }
}

function holds(tags: readonly Tag[], tag: Tag): boolean {
  return tags.some((other) => other === tag || (other.scope === tag.scope && other.tag === tag.tag));
}

function put(values: Map<string, Set<Entry>>, value: string, entry: Entry): void {
  const entries = values.get(value);
  if (entries === undefined) values.set(value, new Set([entry]));
  else entries.add(entry);
}
