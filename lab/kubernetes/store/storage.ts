import { Bucket, keyOf } from './bucket';
import type { KubeObject, StoreEvent } from './contract';
import { Journal, type JournalEntry } from './journal';

/** A change as kept for watches that resume. */
export interface HistoryEntry {
  version: number;
  bucket: string;
  event: StoreEvent;
}

type Listener = (event: StoreEvent, version: number) => void;

/** A listener that fails must not undo a write that has happened, nor keep the others from hearing of it. */
function tell(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    process.stderr.write(
      `listener failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  }
}

/** What etcd is to a real API server: objects, one rising version, a window of history, subscribers. */
export class Storage {
  private readonly buckets = new Map<string, Bucket>();
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly observers = new Set<(bucket: string, event: StoreEvent) => void>();
  private readonly pending: HistoryEntry[] = [];
  private dispatching = false;
  private history: HistoryEntry[] = [];
  private readonly journal: Journal | undefined;
  private version = 1;
  /** Changes at or below this version are forgotten; watches from before it fail with 410. */
  private compacted = 1;
  private objects = 0;

  constructor(private readonly options: { watchHistory: number; dataDir?: string }) {
    if (options.dataDir === undefined) return;
    this.journal = new Journal(options.dataDir);
    for (const entry of this.journal.replay()) this.restore(entry);
    this.compacted = this.version;
  }

  get currentVersion(): number {
    return this.version;
  }

  get compactedVersion(): number {
    return this.compacted;
  }

  get objectCount(): number {
    return this.objects;
  }

  bucket(key: string): Bucket {
    let bucket = this.buckets.get(key);
    if (!bucket) {
      bucket = new Bucket();
      this.buckets.set(key, bucket);
    }
    return bucket;
  }

  /** Every bucket that ever held something. */
  bucketKeys(): string[] {
    return [...this.buckets.keys()];
  }

  /** Stores an object under the next version, which it carries from then on. Returns it. */
  put(key: string, object: KubeObject): KubeObject {
    const previous = this.bucket(key).get(object.metadata.namespace ?? '', object.metadata.name);
    this.version += 1;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.version) } };
    this.journal?.append({ put: stored, bucket: key, version: this.version });
    this.place(key, stored, previous === undefined);
    this.publish(key, previous ? { type: 'MODIFIED', object: stored, previous } : { type: 'ADDED', object: stored });
    return stored;
  }

  /** Removes an object; the last state handed to watchers carries the version of the removal. */
  remove(key: string, object: KubeObject): KubeObject {
    const { namespace = '', name } = object.metadata;
    this.version += 1;
    this.journal?.append({ removed: { namespace, name }, bucket: key, version: this.version });
    this.displace(key, object);
    const last = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.version) } };
    this.publish(key, { type: 'DELETED', object: last, previous: object });
    return last;
  }

  /** Calls back for each change of one bucket, in order, also when changes are made from within a listener. */
  subscribe(key: string, listener: Listener): () => void {
    const listeners = this.listeners.get(key) ?? new Set();
    this.listeners.set(key, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }

  /** Calls back for each change of every bucket, before the subscribers of that bucket. */
  observe(observer: (bucket: string, event: StoreEvent) => void): void {
    this.observers.add(observer);
  }

  /** The kept changes of a bucket after a version, oldest first. */
  since(key: string, version: number): HistoryEntry[] {
    let low = 0;
    let high = this.history.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.history[middle]?.version ?? 0) <= version) low = middle + 1;
      else high = middle;
    }
    return this.history.slice(low).filter((entry) => entry.bucket === key);
  }

  /** The objects of a bucket as they stood at a version, undefined if that is forgotten. */
  snapshot(key: string, namespace: string | undefined, version: number): readonly KubeObject[] | undefined {
    const bucket = this.bucket(key);
    if (bucket.changedAt <= version) return bucket.list(namespace);
    if (version < this.compacted) return undefined;
    const past = new Map(bucket.list(namespace).map((object) => [keyOf(object), object]));
    for (const { event } of this.since(key, version).reverse()) {
      if (namespace && event.object.metadata.namespace !== namespace) continue;
      if (event.previous) past.set(keyOf(event.previous), event.previous);
      else past.delete(keyOf(event.object));
    }
    return [...past.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
  }

  /** Forgets the history, as etcd's compaction does. */
  compact(): void {
    this.history = [];
    this.compacted = this.version;
  }

  close(): void {
    this.listeners.clear();
    this.journal?.close();
  }

  private restore(entry: JournalEntry): void {
    this.version = Math.max(this.version, entry.version);
    if ('put' in entry) {
      const { namespace = '', name } = entry.put.metadata;
      this.place(entry.bucket, entry.put, this.bucket(entry.bucket).get(namespace, name) === undefined);
      return;
    }
    const object = this.bucket(entry.bucket).get(entry.removed.namespace, entry.removed.name);
    if (object) this.displace(entry.bucket, object);
  }

  private place(key: string, object: KubeObject, isNew: boolean): void {
    const bucket = this.bucket(key);
    bucket.put(object);
    bucket.changedAt = this.version;
    if (isNew) this.objects += 1;
  }

  private displace(key: string, object: KubeObject): void {
    const bucket = this.bucket(key);
    bucket.remove(object);
    bucket.changedAt = this.version;
    this.objects -= 1;
  }

  private publish(bucket: string, event: StoreEvent): void {
    const entry = { version: this.version, bucket, event };
    this.history.push(entry);
    if (this.history.length > this.options.watchHistory * 1.25) this.trim();
    if (this.journal?.isWasteful(this.objects)) this.journal.rewrite(this.living());
    this.pending.push(entry);
    if (this.dispatching) return;
    this.dispatching = true;
    try {
      for (let next = this.pending.shift(); next; next = this.pending.shift()) {
        const { bucket: key, event: change, version } = next;
        for (const observer of this.observers) tell(() => observer(key, change));
        for (const listener of this.listeners.get(key) ?? []) tell(() => listener(change, version));
      }
    } finally {
      this.dispatching = false;
    }
  }

  private trim(): void {
    const dropped = this.history.splice(0, this.history.length - this.options.watchHistory);
    this.compacted = dropped.at(-1)?.version ?? this.compacted;
  }

  private *living(): Iterable<JournalEntry> {
    for (const [key, bucket] of this.buckets) {
      for (const put of bucket.list()) yield { put, bucket: key, version: Number(put.metadata.resourceVersion) };
    }
    // The version itself must survive, also when its last change was a removal.
    yield { removed: { namespace: '', name: '' }, bucket: '', version: this.version };
  }
}
