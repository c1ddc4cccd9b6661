import { isInLower, lowerOf } from '../dfw/lower-case';
import type { Tag } from '../model';
import { Carriers } from './carriers';
import type { Entry } from './entry';

/**
 * Entries by tag, in lower case as groups match. Only scopes that somebody asked for are indexed: groups use a handful,
 * while labels bring thousands.
 */
export class TagIndex {
  private readonly entries = new Carriers();
  private readonly scopes = new Map<string, Map<string, Carriers>>();
  private anyScope: Map<string, Carriers> | null = null;

  add(entry: Entry, tags: readonly Tag[]): void {
    this.entries.add(entry);
    for (const tag of tags) this.put(tag, entry);
  }

  /** Exchanges the tags of an entry; those it keeps are left alone. */
  update(entry: Entry, before: readonly Tag[], now: readonly Tag[]): void {
    for (const tag of before) if (!holds(now, tag)) this.take(tag);
    for (const tag of now) if (!holds(before, tag)) this.put(tag, entry);
  }

  /** One that is no longer alive goes, with the tags it had. */
  remove(tags: readonly Tag[]): void {
    this.entries.leave(() => true);
    for (const tag of tags) this.take(tag);
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
    return this.entries.all();
  }

  /** Entries with the tag, and maybe some that had it; null stands for any scope or any value. */
  find(scope: string | null, value: string | null): Iterable<Entry> {
    if (scope === null) return value === null ? this.all() : (this.anyScopes().get(value)?.all() ?? []);
    const values = this.scope(scope);
    if (value !== null) return values.get(value)?.all() ?? [];
    return new Set([...values.values()].flatMap((carriers) => carriers.all()));
  }

  private put(tag: Tag, entry: Entry): void {
    const values = this.scopes.get(lowerOf(tag.scope));
    if (values === undefined && this.anyScope === null) return;
    const value = lowerOf(tag.tag);
    if (values !== undefined) put(values, value, entry);
    if (this.anyScope !== null) put(this.anyScope, value, entry);
  }

  private take(tag: Tag): void {
    const value = lowerOf(tag.tag);
    const scope = lowerOf(tag.scope);
    this.scopes
      .get(scope)
      ?.get(value)
      ?.leave((entry) => tagsOf(entry).some((has) => isInLower(has.scope, scope) && isInLower(has.tag, value)));
    this.anyScope?.get(value)?.leave((entry) => tagsOf(entry).some((has) => isInLower(has.tag, value)));
  }

  /** Indexes scopes that are not yet, together: each by itself would visit every entry. */
  index(scopes: Iterable<string>): void {
    const fresh = new Map<string, Map<string, Carriers>>();
    for (const scope of scopes) if (!this.scopes.has(scope)) fresh.set(scope, new Map());
    if (fresh.size === 0) return;
    for (const entry of this.entries.all()) {
      for (const tag of tagsOf(entry)) {
        const values = fresh.get(lowerOf(tag.scope));
        if (values !== undefined) put(values, lowerOf(tag.tag), entry);
      }
    }
    for (const [scope, values] of fresh) this.scopes.set(scope, values);
  }

  private scope(scope: string): Map<string, Carriers> {
    this.index([scope]);
    return this.scopes.get(scope) ?? NO_VALUES;
  }

  private anyScopes(): Map<string, Carriers> {
    if (this.anyScope !== null) return this.anyScope;
    const values = new Map<string, Carriers>();
    for (const entry of this.entries.all()) {
      for (const tag of tagsOf(entry)) put(values, lowerOf(tag.tag), entry);
    }
    this.anyScope = values;
    return values;
  }
}

const NO_TAGS: readonly Tag[] = [];
const NO_VALUES: Map<string, Carriers> = new Map();
const tagsOf = ({ record }: Entry): readonly Tag[] => record.node.tags ?? NO_TAGS;

function holds(tags: readonly Tag[], tag: Tag): boolean {
  return tags.some((other) => other === tag || (other.scope === tag.scope && other.tag === tag.tag));
}

function put(values: Map<string, Carriers>, value: string, entry: Entry): void {
  let carriers = values.get(value);
  if (carriers === undefined) {
    carriers = new Carriers();
    values.set(value, carriers);
  }
  carriers.add(entry);
}
