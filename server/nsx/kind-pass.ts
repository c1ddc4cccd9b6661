import type { NsxKind } from '@/lib/kinds/define';
import type { ObjectChange } from '@/lib/model';
import { fail, type Outcome, succeed } from '../transport/failure';
import type { NsxClient } from './client';
import type { Inventory } from './inventory';
import { listPages, type NsxObject, searchPages } from './paging';
import { byClusterTag, byTypes } from './query';

/** What a full pass over one kind needs. */
export interface PassContext {
  readonly client: NsxClient;
  readonly inventory: Inventory;
  readonly tagValues: readonly string[];
  readonly pageSize: number;
  readonly emit: (changes: readonly ObjectChange[]) => void;
  readonly signal: AbortSignal;
}

/** True when the pages fit together, so that what is missing from them was removed. */
export type PassResult = Outcome<{ readonly complete: boolean }>;

/** The search for all objects of a kind; null when there is nothing to look for. */
export function queryOf(kind: NsxKind, tagValues: readonly string[]): string | null {
  const { resourceTypes, scope } = kind.read;
  if (scope === 'any') return byTypes(resourceTypes);
  return tagValues.length === 0 ? null : byClusterTag(resourceTypes, tagValues);
}

/** Reads all objects of one kind by search. */
export async function passBySearch(kind: NsxKind, context: PassContext): Promise<PassResult> {
  const query = queryOf(kind, context.tagValues);
  if (query === null) return succeed({ complete: true });
  const pass = new Pass(kind, context);
  const read = (sort: { readonly sort_by?: string }) =>
    searchPages(context.client, {
      query: { query, ...sort },
      pageSize: context.pageSize,
      ask: { signal: context.signal },
      visit: (objects) => pass.take(objects),
    });
  // Pages of an unsorted search may overlap; where sorting by path is refused, the count tells whether they did.
  const sorted = await read({ sort_by: 'path' });
  const pages =
    !sorted.ok && sorted.failure.kind === 'rejected' && sorted.failure.code === null ? await read({}) : sorted;
  if (!pages.ok) return pages;
  return succeed({ complete: pages.value.consistent && pass.finish() });
}

/** Reads all objects of one kind by its lists: more requests, and no realization status, but they work without search. */
export async function passByLists(kind: NsxKind, context: PassContext): Promise<PassResult> {
  if (kind.read.lists.length === 0) return fail('rejected', 'search does not work, and there is no list of this kind');
  const pass = new Pass(kind, context);
  let consistent = true;
  for (const path of kind.read.lists.flatMap((list) => expandList(list, context.inventory))) {
    const pages = await listPages(context.client, path.at, {
      query: {},
      pageSize: context.pageSize,
      ask: { signal: context.signal },
      visit: (objects) => pass.take(objects),
    });
    if (pages.ok) consistent &&= pages.value.consistent;
    // A parent that is gone by now has no children any more.
    else if (pages.failure.kind !== 'not-found' || !path.expanded) return pages;
  }
  return succeed({ complete: consistent && pass.finish() });
}

/** The kinds whose objects' paths stand in for a placeholder of a list. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  '{domains}': 'domain',
  '{tier0s}': 'tier-0',
  '{tier1s}': 'tier-1',
  '{segments}': 'segment',
  '{pools}': 'ip-pool',
  '{policies}': 'security-policy',
};

interface ListPath {
  readonly at: string;
  readonly expanded: boolean;
}

/** One path for each known parent that a list's placeholder stands for. */
export function expandList(list: string, inventory: Pick<Inventory, 'pathsOf'>): readonly ListPath[] {
  const placeholder = /^\{[^}]*\}/.exec(list)?.[0];
  if (placeholder === undefined) return [{ at: list.startsWith('/') ? list : `/${list}`, expanded: false }];
  const parent = PLACEHOLDERS[placeholder];
  if (parent === undefined) throw new Error(`a list begins with the unknown placeholder ${placeholder}`);
  const rest = list.slice(placeholder.length);
  return inventory.pathsOf(parent).map((path) => ({ at: `${encodePath(path)}${rest}`, expanded: true }));
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

  take(objects: readonly NsxObject[]): true {
    const changes = objects.flatMap((object) => {
      const { resource_type: type, path } = object;
      if (typeof type === 'string' && !this.#kind.read.resourceTypes.includes(type)) return [];
      if (typeof path === 'string') this.#seen.add(path);
      return this.#context.inventory.take(object, { asked: this.#kind, always: true });
    });
    if (changes.length > 0) this.#context.emit(changes);
    return true;
  }

  finish(): true {
    const changes = this.#context.inventory.removeMissing(new Set([this.#kind]), this.#seen);
    if (changes.length > 0) this.#context.emit(changes);
    return true;
  }
}
