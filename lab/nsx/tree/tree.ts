import { asText, isObject, type Json, type JsonObject } from '../json';
import { matchPath, type Placement } from './patterns';

/** One object of the Policy tree. `body` is never mutated: a write makes a new one. */
export interface StoredObject {
  readonly path: string;
  readonly id: string;
  readonly placement: Placement;
  readonly parentPath: string | undefined;
  readonly body: JsonObject;
  /** Marked for delete: gone from reads and lists, still known to search until purged. */
  readonly marked: boolean;
}

/** A committed change; `after` undefined means purged. */
export interface TreeChange {
  readonly before: StoredObject | undefined;
  readonly after: StoredObject | undefined;
}

const notReferences = new Set([
  'path',
  'parent_path',
  'relative_path',
  'remote_path',
  'tags',
  'description',
  'display_name',
]);

function collectPaths(value: Json, into: Set<string>): void {
  if (typeof value === 'string') {
    if ((value.startsWith('/infra/') || value.startsWith('/orgs/')) && matchPath(value)?.kind === 'object')
      into.add(value);
  } else if (Array.isArray(value)) {
    for (const entry of value) collectPaths(entry, into);
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) if (!notReferences.has(key)) collectPaths(member, into);
  }
}

/** Paths of other objects that a body points at. */
export function referencedPaths(body: JsonObject): ReadonlySet<string> {
  const found = new Set<string>();
  collectPaths(body, found);
  return found;
}

/** The objects by path, with child, type and reference indexes kept current. */
export class Tree {
  readonly #objects = new Map<string, StoredObject>();
  readonly #collections = new Map<string, Map<string, StoredObject>>();
  readonly #children = new Map<string, Set<string>>();
  readonly #byType = new Map<string, Set<string>>();
  readonly #referrers = new Map<string, Set<string>>();
  readonly #references = new Map<string, ReadonlySet<string>>();
  readonly #listeners: ((change: TreeChange) => void)[] = [];

  get size(): number {
    return this.#objects.size;
  }

  /** Calls back after every put and remove, in order of registration. */
  onChange(listener: (change: TreeChange) => void): void {
    this.#listeners.push(listener);
  }

  /** The live object at a path; marked ones do not count. */
  live(path: string): StoredObject | undefined {
    const found = this.#objects.get(path);
    return found?.marked === false ? found : undefined;
  }

  /** The object at a path, marked for delete or not. */
  any(path: string): StoredObject | undefined {
    return this.#objects.get(path);
  }

  all(): IterableIterator<StoredObject> {
    return this.#objects.values();
  }

  /** Objects directly in a collection such as `/infra/segments`, marked ones included. */
  collection(path: string): StoredObject[] {
    return [...(this.#collections.get(path)?.values() ?? [])];
  }

  /** Live direct children of an object, of every type. */
  children(path: string): StoredObject[] {
    const found: StoredObject[] = [];
    for (const child of this.#children.get(path) ?? []) {
      const object = this.live(child);
      if (object !== undefined) found.push(object);
    }
    return found;
  }

  /** Live objects of a concrete resource type. */
  *ofType(resourceType: string): IterableIterator<StoredObject> {
    for (const path of this.#byType.get(resourceType) ?? []) {
      const object = this.live(path);
      if (object !== undefined) yield object;
    }
  }

  /** How many objects of a concrete resource type are live or marked. */
  countOfType(resourceType: string): number {
    return this.#byType.get(resourceType)?.size ?? 0;
  }

  /** Live objects whose body points at the path. */
  referrers(path: string): StoredObject[] {
    const found: StoredObject[] = [];
    for (const source of this.#referrers.get(path) ?? []) {
      const object = this.live(source);
      if (object !== undefined) found.push(object);
    }
    return found;
  }

  /** Stores a body at its path; the path must match the catalogue. */
  put(path: string, body: JsonObject): StoredObject {
    const match = matchPath(path);
    if (match?.kind !== 'object') throw new Error(`no resource type lives at ${path}`);
    const before = this.#objects.get(path);
    const after: StoredObject = {
      path,
      id: path.slice(path.lastIndexOf('/') + 1),
      placement: match.placement,
      parentPath: match.parentPath,
      body,
      marked: body.marked_for_delete === true,
    };
    if (before !== undefined) this.#unlink(before);
    this.#objects.set(path, after);
    this.#link(after);
    this.#emit({ before, after });
    return after;
  }

  /** Forgets an object for good. */
  remove(path: string): void {
    const before = this.#objects.get(path);
    if (before === undefined) return;
    this.#unlink(before);
    this.#objects.delete(path);
    this.#emit({ before, after: undefined });
  }

  #emit(change: TreeChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #link(object: StoredObject): void {
    if (object.placement.type.singleton !== true) {
      const name = object.path.slice(0, object.path.lastIndexOf('/'));
      const members = this.#collections.get(name) ?? new Map<string, StoredObject>();
      members.set(object.id, object);
      this.#collections.set(name, members);
    }
    if (object.parentPath !== undefined) addTo(this.#children, object.parentPath, object.path);
    addTo(this.#byType, asText(object.body.resource_type) ?? '', object.path);
    const references = referencedPaths(object.body);
    this.#references.set(object.path, references);
    for (const target of references) addTo(this.#referrers, target, object.path);
  }

  #unlink(object: StoredObject): void {
    this.#collections.get(object.path.slice(0, object.path.lastIndexOf('/')))?.delete(object.id);
    if (object.parentPath !== undefined) dropFrom(this.#children, object.parentPath, object.path);
    dropFrom(this.#byType, asText(object.body.resource_type) ?? '', object.path);
    for (const target of this.#references.get(object.path) ?? []) dropFrom(this.#referrers, target, object.path);
    this.#references.delete(object.path);
  }
}

function addTo(index: Map<string, Set<string>>, key: string, value: string): void {
  const set = index.get(key) ?? new Set<string>();
  set.add(value);
  index.set(key, set);
}

function dropFrom(index: Map<string, Set<string>>, key: string, value: string): void {
  const set = index.get(key);
  set?.delete(value);
  if (set?.size === 0) index.delete(key);
}
