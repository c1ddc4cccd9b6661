import type { KubernetesKind, ParseContext } from '@/lib/kinds/define';
import type { ObjectChange } from '@/lib/model';
import { unreadableRecord } from '../transport/unreadable';

/** What is known of an object between two events: enough to skip it when a relist brings it unchanged, and to remove it. */
interface Known {
  readonly version: string;
  readonly readable: boolean;
}

/** The objects of one kind in one scope: parses what arrives and says what changed. Keeps no object. */
export class Collection {
  readonly #kind: KubernetesKind;
  readonly #context: ParseContext;
  readonly #emit: (changes: readonly ObjectChange[]) => void;
  readonly #known = new Map<string, Known>();
  /** Objects that do not even tell who they are. */
  #nameless = 0;
  #seen: Set<string> | null = null;

  constructor(kind: KubernetesKind, context: ParseContext, emit: (changes: readonly ObjectChange[]) => void) {
    this.#kind = kind;
    this.#context = context;
    this.#emit = emit;
  }

  get count(): number {
    return this.#known.size;
  }

  get unreadable(): number {
    let count = this.#nameless;
    for (const known of this.#known.values()) if (!known.readable) count += 1;
    return count;
  }

  /** Starts a new list: what it does not bring by {@link endList} is gone. */
  beginList(): void {
    this.#seen = new Set();
    this.#nameless = 0;
  }

  addPage(items: readonly unknown[]): void {
    this.#emitAll(items.flatMap((item) => this.#take(item)));
  }

  endList(): void {
    const seen = this.#seen;
    if (seen === null) return;
    this.#seen = null;
    this.#emitAll([...this.#known.keys()].filter((key) => !seen.has(key)).map((key) => this.#remove(key)));
  }

  put(object: unknown): void {
    this.#emitAll(this.#take(object));
  }

  drop(object: unknown): void {
    const key = metadataText(object, 'uid');
    if (key !== null && this.#known.has(key)) this.#emitAll([this.#remove(key)]);
  }

  /** The kind is gone from the server, and every object with it. */
  clear(): void {
    this.#emitAll([...this.#known.keys()].map((key) => this.#remove(key)));
  }

  #take(object: unknown): readonly ObjectChange[] {
    const uid = metadataText(object, 'uid');
    const version = metadataText(object, 'resourceVersion') ?? '';
    if (uid !== null) this.#seen?.add(uid);
    if (uid !== null && version !== '' && this.#known.get(uid)?.version === version) return [];
    const parsed = this.#kind.parse(object, this.#context);
    if (parsed.ok) {
      this.#seen?.add(parsed.record.node.key);
      this.#known.set(parsed.record.node.key, { version, readable: true });
      return [{ type: 'upsert', record: parsed.record }];
    }
    const key = parsed.key ?? uid;
    if (key === null) {
      this.#nameless += 1;
      return [];
    }
    this.#known.set(key, { version, readable: false });
    const namespace = metadataText(object, 'namespace');
    const name = parsed.name ?? metadataText(object, 'name');
    return [
      {
        type: 'upsert',
        record: unreadableRecord(this.#kind, this.#context, { key, name, namespace, problem: parsed.problem }),
      },
    ];
  }

  #remove(key: string): ObjectChange {
    this.#known.delete(key);
    return { type: 'remove', source: this.#context.source, kind: this.#kind.name, key };
  }

  #emitAll(changes: readonly ObjectChange[]): void {
    if (changes.length > 0) this.#emit(changes);
  }
}

/** A text of an object's metadata; null when it has none. */
export function metadataText(object: unknown, field: string): string | null {
  if (typeof object !== 'object' || object === null || !('metadata' in object)) return null;
  const metadata = object.metadata;
  if (typeof metadata !== 'object' || metadata === null) return null;
  const text: unknown = Reflect.get(metadata, field);
  return typeof text === 'string' && text !== '' ? text : null;
}
