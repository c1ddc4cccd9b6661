import type { GraphNode, ObjectChange, ObjectRecord, RelationTarget, SourceId } from '../model';
import { nodeId, sameButCluster, sameNode, samePlain } from '../model';
import { Entry } from './entry';
import { EntryTable } from './entry-table';
import { type Bag, bagItems, bagWith, bagWithout, type Slot, type SlotTable, SourceIndex } from './slots';

/** What a change of one object sets in motion. */
export interface StoreEvents {
  /** The statements of the entry must be looked up again. */
  resolve(entry: Entry): void;
  /** The entry appeared, or its record changed from `before`. */
  changed(entry: Entry, before: ObjectRecord | null): void;
  removed(entry: Entry): void;
}

/** All objects, indexed by what they answer to, with those who asked for it. */
export class Store {
  readonly entries = new EntryTable();
  readonly kinds = new Map<string, Set<Entry>>();
  private readonly sources = new Map<SourceId, SourceIndex<Entry>>();
  constructor(private readonly events: StoreEvents) {}

  source(source: SourceId): SourceIndex<Entry> {
    const known = this.sources.get(source);
    if (known !== undefined) return known;
    const index = new SourceIndex<Entry>();
    this.sources.set(source, index);
    return index;
  }

  apply(change: ObjectChange): void {
    if (change.type === 'upsert') this.put(change.record);
    else this.drop(this.entries.get(nodeId(change.source, change.kind, change.key)));
  }

  /** The slot that a target of this source stands for. */
  slot(source: SourceId, target: RelationTarget): Slot<Entry> {
    const index = this.source(source);
    if (target.by === 'key') return index.keys.at(target.key);
    return index.namesIn(target.kind, target.namespace).at(target.name);
  }

  /** The object with that key, if it is there. */
  entryAt(source: SourceId, key: string): Entry | null {
    for (const entry of bagItems(this.source(source).keys.answering(key))) return entry;
    return null;
  }

  /** The Kubernetes objects of that name. */
  namedEntries(source: SourceId, target: Omit<RelationTarget & { by: 'name' }, 'by'>): readonly Entry[] {
    return [...bagItems(this.source(source).named(target.kind, target.namespace, target.name))];
  }

  private put(record: ObjectRecord): void {
    const entry = this.entries.get(record.node.id);
    if (entry === undefined) this.add(new Entry(record));
    else this.update(entry, record);
  }

  private add(entry: Entry): void {
    const { record } = entry;
    const { node } = record;
    this.entries.add(entry);
    const ofKind = this.kinds.get(node.kind);
    if (ofKind === undefined) this.kinds.set(node.kind, new Set([entry]));
    else ofKind.add(entry);
    const { keys } = this.source(node.source);
    this.wake(keys.answer(node.key, entry));
    for (const key of record.keys) this.wake(keys.answer(key, entry));
    if (node.plane === 'kubernetes') this.wake(this.namesIn(node).answer(node.name, entry));
    this.events.resolve(entry);
    this.events.changed(entry, null);
  }

  private update(entry: Entry, record: ObjectRecord): void {
    const before = entry.record;
    shareIdentity(before.node, record.node);
    if (sameRecord(before, record)) return;
    entry.record = record;
    const renamed = before.node.name !== record.node.name || before.node.namespace !== record.node.namespace;
    if (renamed && record.node.plane === 'kubernetes') this.rename(entry, before.node);
    const statesTheSame = record.statesAs?.(before) === true;
    if (!statesTheSame && !samePlain(before.keys, record.keys)) this.rekey(entry, before);
    if (before.tagValue !== record.tagValue || !(statesTheSame || sameRelations(before, record)))
      this.events.resolve(entry);
    this.events.changed(entry, before);
  }

  private drop(entry: Entry | undefined): void {
    if (entry === undefined) return;
    const { node } = entry.record;
    entry.alive = false;
    const { keys } = this.source(node.source);
    for (const key of keysOf(entry.record)) this.wake(keys.fallSilent(key, entry));
    if (node.plane === 'kubernetes') this.wake(this.namesIn(node).fallSilent(node.name, entry));
    this.entries.delete(node.id);
    const ofKind = this.kinds.get(node.kind);
    ofKind?.delete(entry);
    if (ofKind?.size === 0) this.kinds.delete(node.kind);
    this.events.removed(entry);
  }

  /** New answers before old ones go: a table left empty on the way would no longer be part of the index. */
  private rename(entry: Entry, before: GraphNode): void {
    const { node } = entry.record;
    this.wake(this.namesIn(node).answer(node.name, entry));
    this.wake(this.namesIn(before).fallSilent(before.name, entry));
    this.wakeOwn(node);
  }

  private rekey(entry: Entry, before: ObjectRecord): void {
    const { keys } = this.source(before.node.source);
    const [old, now] = [keysOf(before), keysOf(entry.record)];
    for (const key of now) if (!old.has(key)) this.wake(keys.answer(key, entry));
    for (const key of old) if (!now.has(key)) this.wake(keys.fallSilent(key, entry));
    this.wakeOwn(before.node);
  }

  /** Its names and other keys may confirm a claim that its own key met. */
  private wakeOwn({ source, key }: GraphNode): void {
    this.wake(this.source(source).keys.watchers(key));
  }

  private namesIn({ source, kind, namespace }: GraphNode): SlotTable<Entry> {
    return this.source(source).namesIn(kind, namespace);
  }

  private wake(watchers: Bag<Entry>): void {
    for (const watcher of bagItems(watchers)) this.events.resolve(watcher);
  }
}

/**
 * The same object has the same id and key: the new record takes over the strings that the indexes hold already. That keeps one
 * of each, and spares the comparison from reading what lies far off in a large graph.
 */
function shareIdentity(before: GraphNode, now: GraphNode): void {
  const node = now as { id: GraphNode['id']; key: string }; // records are ours once they are in
  node.id = before.id;
  node.key = before.key;
}

const keysOf = ({ node, keys }: ObjectRecord): ReadonlySet<string> => new Set([node.key, ...keys]);

/** The cluster of NSX objects is the topology's own addition. */
function sameRecord(before: ObjectRecord, now: ObjectRecord): boolean {
  const sameLooks = before.node.plane === 'nsx' ? sameButCluster : sameNode;
  return (
    sameLooks(before.node, now.node) &&
    before.tagValue === now.tagValue &&
    samePlain(before.detail, now.detail) &&
    (now.statesAs?.(before) === true || (samePlain(before.keys, now.keys) && sameRelations(before, now)))
  );
}

/** Those it states of itself, and those it claims. */
function sameRelations(before: ObjectRecord, now: ObjectRecord): boolean {
  return samePlain(before.relations, now.relations) && samePlain(before.claims, now.claims);
}

/** Notes that the entry asked for the slot. */
export function watch(entry: Entry, slot: Slot<Entry>): void {
  slot.watchers = bagWith(slot.watchers, entry);
  entry.watching.push(slot);
}

/** Forgets all that the entry asked for. */
export function unwatchAll(entry: Entry): void {
  for (const slot of entry.watching) {
    slot.watchers = bagWithout(slot.watchers, entry);
    slot.table.prune(slot);
  }
  entry.watching = [];
}
