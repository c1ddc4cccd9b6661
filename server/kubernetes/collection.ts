import type { KubernetesKind, ParseContext } from '@/lib/kinds/define';
import type { ObjectChange } from '@/lib/model';
import type { Steps } from '@/lib/steps';
import { unreadableRecord } from '../transport/unreadable';

/** What is known of an object between two events: enough to skip it when a relist brings it unchanged, and to remove it. */
interface Known {
  readonly version: string;
  readonly readable: boolean;
  readonly namespace: string | null;
}

/** A list under way: what it does not bring by `end` is gone, within the namespace it is about. Always `close` it. */
export interface ListSession {
  /** One object a step: what a step brings is told at once, so that what a watch tells between two of them comes after it. */
  readonly addPage: (items: readonly unknown[]) => Steps<void>;
  readonly end: () => void;
  readonly close: () => void;
}

/** The objects of one kind: parses what arrives and says what changed. Keeps no object. */
export class Collection {
  readonly #kind: KubernetesKind;
  readonly #context: ParseContext;
  readonly #emit: (changes: readonly ObjectChange[]) => void;
  readonly #known = new Map<string, Known>();
  /** How many of those are not readable: the status of the source is asked for all the time. */
  #unreadable = 0;
  /** Objects that do not even tell who they are, by the namespace that was listed. */
  readonly #nameless = new Map<string | null, number>();
  /** Keys that the lists under way have brought, so that what a watch brings meanwhile counts as seen too. */
  readonly #sessions = new Set<Set<string>>();

  constructor(kind: KubernetesKind, context: ParseContext, emit: (changes: readonly ObjectChange[]) => void) {
    this.#kind = kind;
    this.#context = context;
    this.#emit = emit;
  }

  get count(): number {
    return this.#known.size;
  }

  get unreadable(): number {
    let count = this.#unreadable;
    for (const nameless of this.#nameless.values()) count += nameless;
    return count;
  }

  /** Starts a list of one namespace, or of all (null). Lists of several namespaces may run side by side. */
  beginList(namespace: string | null): ListSession {
    const seen = new Set<string>();
    this.#sessions.add(seen);
    if (namespace === null) this.#nameless.clear();
    this.#nameless.set(namespace, 0);
    return {
      addPage: (items) => this.#addPage(items, namespace),
      end: () => {
        const covered = (known: Known): boolean => namespace === null || known.namespace === namespace;
        this.#removeWhere((key, known) => covered(known) && !seen.has(key));
      },
      close: () => void this.#sessions.delete(seen),
    };
  }

  /** Namespaces that objects are known in. */
  namespaces(): readonly string[] {
    return [...new Set([...this.#known.values()].flatMap(({ namespace }) => namespace ?? []))];
  }

  /** How many objects are known outside these namespaces. */
  countOutside(namespaces: ReadonlySet<string>): number {
    let count = 0;
    for (const { namespace } of this.#known.values()) if (namespace === null || !namespaces.has(namespace)) count += 1;
    return count;
  }

  /** Removes what lies in a namespace that does not exist any more. */
  keepWithin(existing: ReadonlySet<string>): void {
    this.#removeWhere((_, { namespace }) => namespace !== null && !existing.has(namespace));
  }

  put(object: unknown): void {
    this.#emitAll(this.#take(object, null));
  }

  drop(object: unknown): void {
    const key = metadataText(object, 'uid');
    if (key !== null && this.#known.has(key)) this.#emitAll([this.#remove(key)]);
  }

  /** The kind is gone from the server, and every object with it. */
  clear(): void {
    this.#nameless.clear();
    this.#removeWhere(() => true);
  }

  *#addPage(items: readonly unknown[], namespace: string | null): Steps<void> {
    for (const item of items) {
      this.#emitAll(this.#take(item, namespace));
      yield;
    }
  }

  #removeWhere(gone: (key: string, known: Known) => boolean): void {
    const keys = [...this.#known].filter(([key, known]) => gone(key, known)).map(([key]) => key);
    this.#emitAll(keys.map((key) => this.#remove(key)));
  }

  #see(key: string): void {
    for (const seen of this.#sessions) seen.add(key);
  }

  /** `listed` is the namespace whose list brings the object. */
  #take(object: unknown, listed: string | null): readonly ObjectChange[] {
    const uid = metadataText(object, 'uid');
    const version = metadataText(object, 'resourceVersion') ?? '';
    if (uid !== null) this.#see(uid);
    if (uid !== null && version !== '' && this.#known.get(uid)?.version === version) return [];
    const parsed = this.#kind.parse(object, this.#context);
    if (parsed.ok) {
      this.#see(parsed.record.node.key);
      const { key, name, namespace } = parsed.record.node;
      this.#keep(key, { version, readable: true, namespace: this.#home(namespace, name) });
      return [{ type: 'upsert', record: parsed.record }];
    }
    const key = parsed.key ?? uid;
    if (key === null) {
      this.#nameless.set(listed, (this.#nameless.get(listed) ?? 0) + 1);
      return [];
    }
    const namespace = metadataText(object, 'namespace');
    this.#see(key);
    const name = parsed.name ?? metadataText(object, 'name');
    this.#keep(key, { version, readable: false, namespace: this.#home(namespace, name) });
    return [
      {
        type: 'upsert',
        record: unreadableRecord(this.#kind, this.#context, { key, name, namespace, problem: parsed.problem }),
      },
    ];
  }

  /** The namespace that a read must cover to bring the object; a Namespace is its own. */
  #home(namespace: string | null, name: string | null): string | null {
    return this.#kind.isRegion === true ? name : namespace;
  }

  #keep(key: string, known: Known | null): void {
    if (this.#known.get(key)?.readable === false) this.#unreadable -= 1;
    if (known === null) this.#known.delete(key);
    else this.#known.set(key, known);
    if (known?.readable === false) this.#unreadable += 1;
  }

  #remove(key: string): ObjectChange {
    this.#keep(key, null);
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
