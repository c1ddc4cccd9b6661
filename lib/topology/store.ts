import type { ObjectChange, ObjectRecord, RelationTarget, SourceId } from '../model';
import { nodeId, samePlain } from '../model';
import { Entry } from './entry';
import { bagItems, bagWith, bagWithout, type Slot, SourceIndex } from './slots';

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
  readonly entries = new Map<string, Entry>();
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
    return index.byName(target.kind, target.namespace, target.name);
  }

  /** The object with that key, if it is there. */
  entryAt(source: SourceId, key: string): Entry | null {
    for (const entry of bagItems(this.source(source).keys.slots.get(key)?.answering ?? null)) return entry;
    return null;
  }

  /** The Kubernetes objects of that name. */
  namedEntries(source: SourceId, target: Omit<RelationTarget & { by: 'name' }, 'by'>): readonly Entry[] {
    return [...bagItems(this.source(source).peekName(target.kind, target.namespace, target.name)?.answering ?? null)];
  }

  private put(record: ObjectRecord): void {
    const entry = this.entries.get(record.node.id);
    if (entry === undefined) this.add(record);
    else this.update(entry, record);
  }

  private add(record: ObjectRecord): void {
    const entry = new Entry(record);
    const { node } = record;
    this.entries.set(node.id, entry);
    const ofKind = this.kinds.get(node.kind);
    if (ofKind === undefined) this.kinds.set(node.kind, new Set([entry]));
    else ofKind.add(entry);
    for (const slot of this.slotsOf(record)) this.answer(slot, entry);
    this.events.resolve(entry);
    this.events.changed(entry, null);
  }

  private update(entry: Entry, record: ObjectRecord): void {
    const before = entry.record;
    if (sameRecord(before, record)) return;
    entry.record = record;
    const sameName = before.node.name === record.node.name && before.node.namespace === record.node.namespace;
    if (!samePlain(before.keys, record.keys) || (!sameName && record.node.plane === 'kubernetes')) {
      const old = new Set(this.slotsOf(before));
      const now = new Set(this.slotsOf(record));
      for (const slot of old) if (!now.has(slot)) this.fallSilent(slot, entry);
      for (const slot of now) if (!old.has(slot)) this.answer(slot, entry);
      // Its other keys may confirm a claim that its own key met.
      this.wake(this.slot(record.node.source, { by: 'key', key: record.node.key }));
    }
    const sameStatements =
      samePlain(before.relations, record.relations) &&
      samePlain(before.claims, record.claims) &&
      before.tagValue === record.tagValue;
    if (!sameStatements) this.events.resolve(entry);
    this.events.changed(entry, before);
  }

  private drop(entry: Entry | undefined): void {
    if (entry === undefined) return;
    const { node } = entry.record;
    entry.alive = false;
    for (const slot of this.slotsOf(entry.record)) this.fallSilent(slot, entry);
    this.entries.delete(node.id);
    const ofKind = this.kinds.get(node.kind);
    ofKind?.delete(entry);
    if (ofKind?.size === 0) this.kinds.delete(node.kind);
    this.events.removed(entry);
  }

  private slotsOf(record: ObjectRecord): readonly Slot<Entry>[] {
    const { node } = record;
    const index = this.source(node.source);
    const slots = [index.keys.at(node.key)];
    for (const key of record.keys) slots.push(index.keys.at(key));
    if (node.plane === 'kubernetes') slots.push(index.byName(node.kind, node.namespace, node.name));
    return slots;
  }

  private answer(slot: Slot<Entry>, entry: Entry): void {
    slot.answering = bagWith(slot.answering, entry);
    this.wake(slot);
  }

  private fallSilent(slot: Slot<Entry>, entry: Entry): void {
    slot.answering = bagWithout(slot.answering, entry);
    this.wake(slot);
    slot.table.prune(slot);
  }

  private wake(slot: Slot<Entry>): void {
    for (const watcher of bagItems(slot.watchers)) this.events.resolve(watcher);
  }
}

/** The cluster of NSX objects is the topology's own addition. */
function sameRecord(before: ObjectRecord, now: ObjectRecord): boolean {
  const { cluster, plane } = before.node;
  const node = plane === 'kubernetes' || now.node.cluster === cluster ? now.node : { ...now.node, cluster };
  return (
    samePlain(before.node, node) &&
    samePlain(before.relations, now.relations) &&
    samePlain(before.keys, now.keys) &&
    samePlain(before.claims, now.claims) &&
    before.tagValue === now.tagValue &&
    samePlain(before.detail, now.detail)
  );
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
