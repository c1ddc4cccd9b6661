import type { Tag } from '../model';
import type { MemberSet } from './member-set';

const ANY = '\u0000any';

type ByTag = Map<string, Map<string, Set<MemberSet>>>;

/** Criteria by where their members can be found. */
export class AnchorIndex {
  private readonly onPort: ByTag = new Map();
  private readonly onSegment: ByTag = new Map();
  private readonly paths = new Map<string, Set<MemberSet>>();
  private readonly broad = new Set<MemberSet>();

  add(set: MemberSet): void {
    for (const anchor of set.anchors) {
      if (anchor.type === 'broad') this.broad.add(set);
      else if (anchor.type === 'path') setAt(this.paths, anchor.path).add(set);
      else
        setAt(
          valuesAt(anchor.on === 'port' ? this.onPort : this.onSegment, anchor.scope ?? ANY),
          anchor.value ?? ANY,
        ).add(set);
    }
  }

  remove(set: MemberSet): void {
    for (const anchor of set.anchors) {
      if (anchor.type === 'broad') this.broad.delete(set);
      else if (anchor.type === 'path') drop(this.paths, anchor.path, set);
      else {
        const values = (anchor.on === 'port' ? this.onPort : this.onSegment).get(anchor.scope ?? ANY);
        if (values !== undefined) drop(values, anchor.value ?? ANY, set);
      }
    }
  }

  /** Criteria that a port may meet, by what it and its segment carry. */
  candidates(
    port: { readonly path: string; readonly tags: readonly Tag[] },
    segment: { readonly path: string; readonly tags: readonly Tag[] } | null,
  ): Set<MemberSet> {
    const found = new Set(this.broad);
    collect(this.onPort, port.tags, found);
    addAll(found, this.paths.get(port.path));
    if (segment === null) return found;
    collect(this.onSegment, segment.tags, found);
    addAll(found, this.paths.get(segment.path));
    return found;
  }
}

function collect(anchors: ByTag, tags: readonly Tag[], into: Set<MemberSet>): void {
  if (anchors.size === 0) return;
  const anyScope = anchors.get(ANY);
  for (const tag of tags) {
    const values = anchors.get(tag.scope.toLowerCase());
    if (values === undefined && anyScope === undefined) continue;
    const value = tag.tag.toLowerCase();
    addAll(into, values?.get(value));
    addAll(into, values?.get(ANY));
    addAll(into, anyScope?.get(value));
  }
}

function valuesAt(map: ByTag, scope: string): Map<string, Set<MemberSet>> {
  const known = map.get(scope);
  if (known !== undefined) return known;
  const made = new Map<string, Set<MemberSet>>();
  map.set(scope, made);
  return made;
}

/** The set at a key, made when there is none. */
export function setAt<T>(map: Map<string, Set<T>>, key: string): Set<T> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Set<T>();
  map.set(key, made);
  return made;
}

/** Takes the item out of the set at a key; empty sets go. */
export function drop<T>(map: Map<string, Set<T>>, key: string, item: T): void {
  const known = map.get(key);
  known?.delete(item);
  if (known?.size === 0) map.delete(key);
}

export function addAll<T>(into: Set<T>, items: Iterable<T> | undefined): void {
  for (const item of items ?? []) into.add(item);
}
