import type { Anchor } from '../dfw/anchors';
import type { PortSubject } from '../dfw/evaluate';
import { lowerOf } from '../dfw/lower-case';
import type { Tag } from '../model';
import type { Entry } from './entry';
import type { MemberSet } from './member-set';
import type { TagIndex } from './tag-index';
import type { WantedTags } from './wanted-tags';

const ANY = '\u0000any';

type ByTag = Map<string, Map<string, Set<MemberSet<Entry>>>>;

/** Criteria by where their members can be found. */
export class AnchorIndex {
  /** Anchors on ports for any scope or any value; those for one tag are on the tag. */
  private readonly onPort: ByTag = new Map();
  private readonly onSegment: ByTag = new Map();
  private readonly paths = new Map<string, Set<MemberSet<Entry>>>();
  private readonly broad = new Set<MemberSet<Entry>>();

  constructor(private readonly wanted: WantedTags<MemberSet<Entry>>) {}

  add(set: MemberSet<Entry>): void {
    for (const anchor of set.anchors) {
      if (isOneTagOfPort(anchor)) this.wanted.anchor(set, anchor, set.needs);
      else if (anchor.type === 'broad') this.broad.add(set);
      else if (anchor.type === 'path') setAt(this.paths, anchor.path).add(set);
      else
        setAt(
          valuesAt(anchor.on === 'port' ? this.onPort : this.onSegment, anchor.scope ?? ANY),
          anchor.value ?? ANY,
        ).add(set);
    }
  }

  remove(set: MemberSet<Entry>): void {
    for (const anchor of set.anchors) {
      if (isOneTagOfPort(anchor)) this.wanted.unanchor(set, anchor.scope, anchor.value);
      else if (anchor.type === 'broad') this.broad.delete(set);
      else if (anchor.type === 'path') drop(this.paths, anchor.path, set);
      else {
        const values = (anchor.on === 'port' ? this.onPort : this.onSegment).get(anchor.scope ?? ANY);
        if (values !== undefined) drop(values, anchor.value ?? ANY, set);
      }
    }
  }

  /** Criteria that a port may meet, by what it and its segment carry. */
  collect(port: PortSubject, into: Candidates): void {
    into.addAll(this.broad);
    this.wanted.read(port.tags, into);
    collect(this.onPort, port.tags, into);
    into.addAll(this.paths.get(port.path));
    if (this.onSegment.size === 0 && this.paths.size === 0) return;
    const { segment } = port;
    if (segment === null) return;
    collect(this.onSegment, segment.tags, into);
    into.addAll(this.paths.get(segment.path));
  }
}

/** Ports that an anchor leads to, roughly. */
export function costOf(anchor: Anchor, of: { readonly ports: TagIndex; readonly segments: TagIndex }): number {
  if (anchor.type === 'broad') return of.ports.size;
  if (anchor.type === 'path') return 1;
  if (anchor.on === 'port') return of.ports.count(anchor.scope, anchor.value);
  const portsEach = of.ports.size / Math.max(1, of.segments.size);
  return of.segments.count(anchor.scope, anchor.value) * portsEach;
}

type TagAnchor = Extract<Anchor, { type: 'tag' }>;

function isOneTagOfPort(anchor: Anchor): anchor is TagAnchor & { readonly scope: string; readonly value: string } {
  return anchor.type === 'tag' && anchor.on === 'port' && anchor.scope !== null && anchor.value !== null;
}

/** Criteria to test one port against, each once: a number on them tells, which costs less than a Set for every port. */
export class Candidates {
  /** Filled up to `count`, and never emptied: room is made once. */
  private readonly found: MemberSet<Entry>[] = [];
  private count = 0;
  private round = 0;

  begin(): void {
    this.round++;
    this.count = 0;
  }

  /** Null after the last one, as long as none is added. */
  at(index: number): MemberSet<Entry> | null {
    return index < this.count ? (this.found[index] ?? null) : null;
  }

  add(set: MemberSet<Entry>): void {
    if (set.round === this.round) return;
    set.round = this.round;
    this.found[this.count] = set;
    this.count++;
  }

  addAll(sets: Iterable<MemberSet<Entry>> | undefined): void {
    if (sets !== undefined) for (const set of sets) this.add(set);
  }
}

function collect(anchors: ByTag, tags: readonly Tag[], into: Candidates): void {
  if (anchors.size === 0) return;
  const anyScope = anchors.get(ANY);
  for (const tag of tags) {
    const values = anchors.get(lowerOf(tag.scope));
    if (values === undefined && anyScope === undefined) continue;
    const value = lowerOf(tag.tag);
    into.addAll(values?.get(value));
    into.addAll(values?.get(ANY));
    into.addAll(anyScope?.get(value));
  }
}

function valuesAt(map: ByTag, scope: string): Map<string, Set<MemberSet<Entry>>> {
  const known = map.get(scope);
  if (known !== undefined) return known;
  const made = new Map<string, Set<MemberSet<Entry>>>();
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
