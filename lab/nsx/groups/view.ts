import { asObjects, asText } from '../json';
import type { StoredObject } from '../tree/tree';

const groupable = new Set(['Segment', 'SegmentPort', 'VpcSubnet', 'VpcSubnetPort', 'Group']);

/** The objects group evaluation sees: a copy of the tree that lags behind it. */
export class MembershipView {
  readonly #objects = new Map<string, StoredObject>();
  readonly #ports = new Map<string, Set<string>>();
  readonly #postings = new Map<string, Set<string>>();
  readonly #byType = new Map<string, Set<string>>();

  /** Takes over the present form of an object, or its absence. */
  apply(path: string, object: StoredObject | undefined): void {
    const before = this.#objects.get(path);
    if (before !== undefined) this.#drop(before);
    const type = asText(object?.body.resource_type) ?? '';
    if (object === undefined || !groupable.has(type)) return;
    this.#objects.set(path, object);
    add(this.#byType, type, path);
    for (const term of termsOf(object)) add(this.#postings, term, path);
    if (isPort(object) && object.parentPath !== undefined) add(this.#ports, object.parentPath, path);
  }

  get(path: string): StoredObject | undefined {
    return this.#objects.get(path);
  }

  /** Ports of a segment or VPC subnet. */
  portsOf(path: string): ReadonlySet<string> {
    return this.#ports.get(path) ?? new Set();
  }

  ofType(type: string): ReadonlySet<string> {
    return this.#byType.get(type) ?? new Set();
  }

  /** Objects of a type with a tag of the given scope or value (lower case, '' not considered). */
  tagged(type: string, scope: string, tag: string): ReadonlySet<string> {
    const key = tag !== '' ? `${type}\nt\n${tag}` : `${type}\ns\n${scope}`;
    return this.#postings.get(key) ?? new Set();
  }

  clear(): void {
    for (const map of [this.#objects, this.#ports, this.#postings, this.#byType]) map.clear();
  }

  #drop(before: StoredObject): void {
    this.#objects.delete(before.path);
    this.#byType.get(asText(before.body.resource_type) ?? '')?.delete(before.path);
    for (const term of termsOf(before)) {
      const posting = this.#postings.get(term);
      posting?.delete(before.path);
      if (posting?.size === 0) this.#postings.delete(term);
    }
    if (before.parentPath !== undefined) this.#ports.get(before.parentPath)?.delete(before.path);
  }
}

/** True for segment ports and VPC subnet ports. */
export function isPort(object: StoredObject): boolean {
  return object.body.resource_type === 'SegmentPort' || object.body.resource_type === 'VpcSubnetPort';
}

/** The tags of an object in lower case, as conditions compare them. */
export function lowerTags(object: StoredObject): { scope: string; tag: string }[] {
  return asObjects(object.body.tags).map((tag) => ({
    scope: (asText(tag.scope) ?? '').toLowerCase(),
    tag: (asText(tag.tag) ?? '').toLowerCase(),
  }));
}

function termsOf(object: StoredObject): Set<string> {
  const type = asText(object.body.resource_type) ?? '';
  return new Set(lowerTags(object).flatMap(({ scope, tag }) => [`${type}\ns\n${scope}`, `${type}\nt\n${tag}`]));
}

function add(index: Map<string, Set<string>>, key: string, value: string): void {
  const set = index.get(key) ?? new Set<string>();
  set.add(value);
  index.set(key, set);
}
