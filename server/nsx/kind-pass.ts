import type { NsxKind } from '@/lib/kinds/define';
import type { ObjectChange } from '@/lib/model';
import type { Steps } from '@/lib/steps';
import { fail, type Outcome, succeed } from '../transport/failure';
import { afterOthers, type Room } from '../turns';
import type { NsxClient, Query } from './client';
import type { Inventory } from './inventory';
import { listPages, type NsxObject, type Pages, searchPages } from './paging';
import { byClusterTag, byTypes } from './query';
import { readTree } from './tree';
import type { WindowReader } from './windows';

/** What a full pass over one kind needs. */
export interface PassContext {
  readonly client: NsxClient;
  readonly inventory: Inventory;
  readonly tagValues: readonly string[];
  readonly pageSize: number;
  readonly emit: (changes: readonly ObjectChange[]) => void;
  /** Awaited before each page is taken in. */
  readonly room: Room;
  readonly windows: WindowReader;
  /** Results that one search gives at most. */
  readonly window: number;
  readonly signal: AbortSignal;
}

/** How many NSX counts, and how many different objects came, when that is not the same. */
export interface Miscount {
  readonly counted: number;
  readonly read: number;
}

export interface Passed {
  /** The pages fit together, so that what is missing from them was removed. */
  readonly complete: boolean;
  readonly miscount: Miscount | null;
}
export type PassResult = Outcome<Passed>;

/**
 * Whether a count that does not fit is to be believed no longer: NSX has said the same often enough, and each time gave its
 * results to the end.
 */
export type KnownMiscount = (miscount: Miscount) => boolean;

/** The search for all objects of a kind; null when there is nothing to look for. */
export function queryOf(kind: NsxKind, tagValues: readonly string[]): string | null {
  const { resourceTypes, scope } = kind.read;
  if (scope === 'any') return byTypes(resourceTypes);
  return tagValues.length === 0 ? null : byClusterTag(resourceTypes, tagValues);
}

/** Reads all objects of one kind by search. */
export async function passBySearch(kind: NsxKind, context: PassContext, known: KnownMiscount): Promise<PassResult> {
  const query = queryOf(kind, context.tagValues);
  if (query === null) return succeed({ complete: true, miscount: null });
  const pass = new Pass(kind, context);
  const { pageSize, window, signal } = context;
  const take = (objects: readonly NsxObject[]) => pass.take(objects);
  const sorted = await context.windows.read({ query, pageSize, window, ask: { signal }, visit: take });
  if (sorted.ok || sorted.failure.kind !== 'rejected' || sorted.failure.code !== null) {
    return sorted.ok ? succeed(pass.finish(sorted.value, known)) : sorted;
  }
  // Pages of an unsorted search may overlap; where sorting by path is refused, the count tells whether they did.
  const options = { query: { query }, pageSize, window, ask: { signal }, visit: take };
  const pages = await searchPages(context.client, options);
  return pages.ok ? succeed(pass.finish(pages.value, known)) : pages;
}

/**
 * Reads all objects of one kind by its lists: more requests, and no realization status, but they work without search. `known`
 * is null when the parents that the lists lie under are not known yet, so that the pass cannot be complete.
 */
export async function passByLists(
  kind: NsxKind,
  context: PassContext,
  known: KnownMiscount | null,
): Promise<PassResult> {
  if (kind.read.lists.length === 0) return fail('rejected', 'search does not work, and there is no list of this kind');
  const pass = new Pass(kind, context);
  const { alone = false, optional = false } = kind.read;
  const all: Pages[] = [];
  let absent: PassResult | null = null;
  for (const path of kind.read.lists.flatMap((list) => expandList(list, context.inventory))) {
    const read = (query: Query) =>
      listPages(context.client, path.at, {
        query: { ...kind.read.listQuery, ...query },
        api: kind.read.api,
        orObject: true,
        pageSize: context.pageSize,
        ask: { signal: context.signal },
        visit: (objects) => pass.take(alone ? objects.map((object) => pathed(object, path.at)) : objects),
      });
    // The order of some lists is not stable by itself; where they cannot sort, the count tells.
    const sorted = await read({ sort_by: 'id' });
    const pages = !sorted.ok && sorted.failure.kind === 'rejected' ? await read({}) : sorted;
    if (pages.ok) all.push(pages.value);
    else if (pages.failure.kind !== 'not-found') return pages;
    // A parent that is gone by now has no children any more; of what not every release has, one list may be there alone.
    else if (!path.expanded) absent ??= pages;
  }
  if (absent !== null && !(optional && all.length > 0)) return absent;
  return succeed(known === null ? { complete: false, miscount: null } : pass.finish(together(all), known));
}

/** Reads all objects of one kind in one answer, nested as the tree is: for kinds whose lists are too many. */
export async function passByTree(kind: NsxKind, context: PassContext, parents: readonly string[]): Promise<PassResult> {
  const types = [...new Set([...kind.read.resourceTypes, ...parents])];
  const read = await readTree(context.client, '/infra', types, context.signal);
  if (!read.ok) return read;
  // What lies in projects hangs under another root.
  const inProjects = ['project', kind.name].some((name) =>
    context.inventory.pathsOf(name).some((path) => path.startsWith('/orgs/')),
  );
  const more = inProjects
    ? await readTree(context.client, '/org-root', ['Org', 'Project', 'Vpc', ...types], context.signal)
    : succeed([]);
  if (!more.ok) return more;
  const wanted = [...read.value, ...more.value].filter(({ resource_type: type }) =>
    kind.read.resourceTypes.some((one) => one === type),
  );
  // Nothing at all, where something was known, is more likely a tree that was not opened.
  if (wanted.length === 0 && context.inventory.count(kind) > 0) return succeed({ complete: false, miscount: null });
  const pass = new Pass(kind, context);
  await pass.take(wanted);
  const whole: Pages = { count: null, read: wanted.length, ended: true, consistent: true };
  return succeed(pass.finish(whole, () => false));
}

/** Some of those that are alone at their URL leave out that this is their path. */
const pathed = (object: NsxObject, at: string): NsxObject =>
  typeof object.path === 'string' && object.path !== '' ? object : { ...object, path: decodeURIComponent(at) };

function together(all: readonly Pages[]): Pages {
  const counts = all.flatMap(({ count }) => count ?? []);
  return {
    count: counts.length < all.length ? null : counts.reduce((sum, count) => sum + count, 0),
    read: all.reduce((sum, { read }) => sum + read, 0),
    ended: all.every(({ ended }) => ended),
    consistent: all.every(({ consistent }) => consistent),
  };
}

/** The kind whose objects' paths stand in for a placeholder, where it is not the placeholder without its plural's s. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  tier0s: 'tier-0',
  tier1s: 'tier-1',
  pools: 'ip-pool',
  policies: 'security-policy',
};

function placeholderOf(list: string): { readonly kind: string; readonly length: number } | null {
  const word = /^\{([^}]*)\}/.exec(list)?.[1];
  if (word === undefined) return null;
  const named = /^kind:(.+)$/.exec(word)?.[1];
  return { kind: named ?? PLACEHOLDERS[word] ?? word.replace(/s$/, ''), length: word.length + 2 };
}

/** The kinds whose objects' paths the lists of a kind begin with. */
export function parentsOf(kind: NsxKind, kinds: readonly NsxKind[]): readonly NsxKind[] {
  const names = kind.read.lists.flatMap((list) => placeholderOf(list)?.kind ?? []);
  return kinds.filter((other) => other !== kind && names.includes(other.name));
}

/** The parents of a kind, theirs, and so on. */
export function ancestorsOf(kind: NsxKind, kinds: readonly NsxKind[]): readonly NsxKind[] {
  const found = new Set<NsxKind>();
  const queue = [kind];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const parents = parentsOf(at, kinds).filter((parent) => !found.has(parent));
    for (const parent of parents) found.add(parent);
    queue.push(...parents);
  }
  return [...found];
}

interface ListPath {
  readonly at: string;
  readonly expanded: boolean;
}

/** One path for each known parent that a list's placeholder stands for. */
export function expandList(list: string, inventory: Pick<Inventory, 'pathsOf'>): readonly ListPath[] {
  const placeholder = placeholderOf(list);
  if (placeholder === null) return [{ at: list.startsWith('/') ? list : `/${list}`, expanded: false }];
  const rest = list.slice(placeholder.length);
  return inventory.pathsOf(placeholder.kind).map((path) => ({ at: `${encodePath(path)}${rest}`, expanded: true }));
}

/** How many paths {@link expandList} gives: asked for far more often than they are read. */
export function listsBehind(list: string, inventory: Pick<Inventory, 'countOf'>): number {
  const placeholder = placeholderOf(list);
  return placeholder === null ? 1 : inventory.countOf(placeholder.kind);
}

/** A policy path as part of a URL: ids may hold colons and brackets. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** One reading of one kind: takes the objects in, and removes what did not come. */
class Pass {
  readonly #kind: NsxKind;
  readonly #context: PassContext;
  readonly #seen = new Set<string>();

  constructor(kind: NsxKind, context: PassContext) {
    this.#kind = kind;
    this.#context = context;
  }

  async take(objects: readonly NsxObject[]): Promise<true> {
    await afterOthers(() => this.#takeEach(objects), this.#context.room);
    return true;
  }

  *#takeEach(objects: readonly NsxObject[]): Steps<void> {
    for (const object of objects) {
      const { resource_type: type } = object;
      if (typeof type === 'string' && !this.#kind.read.resourceTypes.includes(type)) continue;
      const { key, changes } = this.#context.inventory.take(object, { asked: this.#kind, always: true });
      if (key !== null) this.#seen.add(key);
      if (changes.length > 0) this.#context.emit(changes);
      yield;
    }
  }

  finish({ count, read, ended, consistent }: Pages, known: KnownMiscount): Passed {
    const miscount = count === null || count === read ? null : { counted: count, read };
    const complete = consistent || (ended && miscount !== null && known(miscount));
    if (!complete) return { complete, miscount };
    const changes = this.#context.inventory.removeMissing(new Set([this.#kind]), this.#seen);
    if (changes.length > 0) this.#context.emit(changes);
    return { complete, miscount };
  }
}
