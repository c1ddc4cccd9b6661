import { createHash } from 'node:crypto';
import type { NsxKind, ParseContext, ParseResult } from '@/lib/kinds/define';
import { shareText } from '@/lib/kinds/reading';
import type { ObjectChange } from '@/lib/model';
import { unreadableRecord } from '../transport/unreadable';
import type { NsxObject } from './paging';
import { hasClusterTag } from './query';

/** What is kept of an object between two reads. */
interface Entry {
  readonly kind: NsxKind;
  /** The key of its record. */
  readonly key: string;
  /** With `modified`, changes whenever the object or its realization does; empty when that cannot be told. */
  readonly looks: string;
  readonly readable: boolean;
  /** A search hit that is not ours: counted, so that NSX's counts can be compared, and nothing else. */
  readonly foreign: boolean;
  /** Epoch milliseconds; 0 when NSX does not say. */
  readonly modified: number;
}

/** An object that was taken: what it is filed under here, null when it has no key, and what changed with it. */
export interface Taken {
  readonly key: string | null;
  readonly changes: readonly ObjectChange[];
}

const NOTHING: Taken = { key: null, changes: [] };

/** Everything known of one NSX Manager: parses what arrives and says what changed. Keeps no object. */
export class Inventory {
  readonly #kinds = new Map<string, NsxKind>();
  readonly #context: ParseContext;
  readonly #tagValues: ReadonlySet<string>;
  readonly #entries = new Map<string, Entry>();
  readonly #unsettled = new Set<string>();
  readonly #counts = new Map<NsxKind, { all: number; own: number; unreadable: number }>();
  readonly #changedAt = new Map<NsxKind, number>();
  /** Null once the newest object has gone, until somebody asks. */
  #latest: number | null = 0;

  constructor(kinds: readonly NsxKind[], context: ParseContext, tagValues: ReadonlySet<string>) {
    for (const kind of kinds) {
      this.#counts.set(kind, { all: 0, own: 0, unreadable: 0 });
      for (const type of kind.read.resourceTypes) if (!this.#kinds.has(type)) this.#kinds.set(type, kind);
    }
    this.#context = context;
    this.#tagValues = tagValues;
  }

  /** The newest modification time of what is known, in epoch milliseconds; 0 when none was told. */
  get latest(): number {
    if (this.#latest === null) {
      this.#latest = 0;
      for (const { modified } of this.#entries.values()) this.#latest = Math.max(this.#latest, modified);
    }
    return this.#latest;
  }

  /** Paths of objects that are not settled yet. */
  get unsettled(): ReadonlySet<string> {
    return this.#unsettled;
  }

  /** How many hits of a kind search should count, those of others included. */
  searchable(kind: NsxKind): number {
    return this.#counts.get(kind)?.all ?? 0;
  }

  count(kind: NsxKind): number {
    return this.#counts.get(kind)?.own ?? 0;
  }

  unreadable(kind: NsxKind): number {
    return this.#counts.get(kind)?.unreadable ?? 0;
  }

  /** When something of a kind last came, went or looked different; null when it never did. */
  changedAt(kind: NsxKind): number | null {
    return this.#changedAt.get(kind) ?? null;
  }

  /** How many objects are known, those of others included. */
  get size(): number {
    return this.#entries.size;
  }

  kindOf(path: string): NsxKind | null {
    return this.#entries.get(path)?.kind ?? null;
  }

  /** Paths of our objects of one kind: a visit to all objects. */
  pathsOf(kindName: string): readonly string[] {
    const paths: string[] = [];
    for (const [path, { kind, foreign }] of this.#entries) if (kind.name === kindName && !foreign) paths.push(path);
    return paths;
  }

  /** How many paths {@link pathsOf} gives, without a visit. */
  countOf(kindName: string): number {
    for (const [kind, { own }] of this.#counts) if (kind.name === kindName) return own;
    return 0;
  }

  /**
   * Takes one object; `asked` is the kind it was listed as, for lists that leave the type out. Unless `always`, an object that
   * looks the same as before is not parsed again.
   */
  take(object: NsxObject, options: { readonly asked?: NsxKind; readonly always: boolean }): Taken {
    const { asked } = options;
    if (asked !== undefined && isUnpathed(asked)) return this.#takeUnpathed(object, asked);
    const kind = typeof object.resource_type === 'string' ? this.#kinds.get(object.resource_type) : asked;
    const { path } = object;
    if (kind === undefined || typeof path !== 'string' || path === '') return NOTHING;
    const modified = typeof object._last_modified_time === 'number' ? object._last_modified_time : 0;
    const looks = looksOf(object);
    const before = this.#entries.get(path);
    const same = before !== undefined && before.looks === looks && before.modified === modified;
    if (!options.always && same && looks !== '') return { key: path, changes: [] };
    const foreign = kind.read.scope === 'cluster' && !hasClusterTag(object, this.#tagValues);
    if (foreign) {
      const gone = before !== undefined && !before.foreign ? this.remove(path) : [];
      this.#put(path, { kind, key: path, looks, readable: true, foreign: true, modified }, false);
      return { key: path, changes: gone };
    }
    const parsed = kind.parse(object, this.#context);
    const entry = { kind, key: path, looks, readable: parsed.ok, foreign: false, modified };
    this.#put(path, entry, isUnsettled(object));
    return { key: path, changes: [this.#changeOf(kind, path, parsed)] };
  }

  /** Objects of the Manager API, and a few others, have no path: their kind says what their key is. */
  #takeUnpathed(object: NsxObject, kind: NsxKind): Taken {
    const parsed = kind.parse(object, this.#context);
    const key = parsed.ok ? parsed.record.node.key : (parsed.key ?? kind.read.identify?.(object) ?? null);
    if (key === null) return NOTHING;
    const readable = parsed.ok;
    const looks = fingerprint(JSON.stringify(object));
    // Keys of two kinds may be the same; policy paths are not.
    const at = `${kind.name} ${key}`;
    this.#put(at, { kind, key, looks, readable, foreign: false, modified: 0 }, false);
    return { key: at, changes: [this.#changeOf(kind, key, parsed)] };
  }

  #changeOf(kind: NsxKind, key: string, parsed: ParseResult): ObjectChange {
    if (parsed.ok) return { type: 'upsert', record: parsed.record };
    const bad = { key, name: parsed.name, namespace: null, problem: parsed.problem };
    return { type: 'upsert', record: unreadableRecord(kind, this.#context, bad) };
  }

  remove(path: string): readonly ObjectChange[] {
    const entry = this.#entries.get(path);
    if (entry === undefined) return [];
    this.#tally(entry, -1);
    this.#entries.delete(path);
    if (!entry.foreign) this.#changedAt.set(entry.kind, Date.now());
    this.#unsettled.delete(path);
    if (entry.modified === this.#latest) this.#latest = null;
    if (entry.foreign) return [];
    return [{ type: 'remove', source: this.#context.source, kind: entry.kind.name, key: entry.key }];
  }

  /** Removes what a complete read of some kinds did not bring. */
  removeMissing(kinds: ReadonlySet<NsxKind>, seen: ReadonlySet<string>): readonly ObjectChange[] {
    // Mostly nothing is missing, which is told without a visit to every object.
    let left = 0;
    for (const kind of kinds) left += this.searchable(kind);
    for (const path of seen) {
      const entry = this.#entries.get(path);
      if (entry !== undefined && kinds.has(entry.kind)) left -= 1;
    }
    if (left === 0) return [];
    const missing: string[] = [];
    for (const [path, entry] of this.#entries) if (kinds.has(entry.kind) && !seen.has(path)) missing.push(path);
    return missing.flatMap((path) => this.remove(path));
  }

  /** `unsettled`: still on its way, being realized or being deleted. */
  #put(path: string, entry: Entry, unsettled: boolean): void {
    const before = this.#entries.get(path);
    if (before !== undefined) this.#tally(before, -1);
    const changed = before === undefined || before.looks !== entry.looks || before.modified !== entry.modified;
    if (!entry.foreign && changed) this.#changedAt.set(entry.kind, Date.now());
    this.#entries.set(path, entry);
    if (this.#latest !== null) this.#latest = Math.max(this.#latest, entry.modified);
    this.#tally(entry, 1);
    if (unsettled) this.#unsettled.add(path);
    else this.#unsettled.delete(path);
  }

  #tally(entry: Entry, by: 1 | -1): void {
    const counts = this.#counts.get(entry.kind);
    if (counts === undefined) return;
    counts.all += by;
    if (!entry.foreign) counts.own += by;
    if (!entry.readable) counts.unreadable += by;
  }
}

const isUnpathed = ({ read }: NsxKind): boolean => read.api === 'manager' || read.identify !== undefined;

/** A short stand-in for a text: the same for the same, mostly another for another. */
function fingerprint(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}

/** Realization status of a search hit; empty where the answer holds none. */
function statusOf(object: NsxObject): string {
  const { status } = object;
  if (typeof status !== 'object' || status === null || !('consolidated_status' in status)) return '';
  const consolidated = status.consolidated_status;
  if (typeof consolidated !== 'object' || consolidated === null || !('consolidated_status' in consolidated)) return '';
  return typeof consolidated.consolidated_status === 'string' ? consolidated.consolidated_status : '';
}

/** Empty when the object does not tell when it was changed, so that it is always parsed. Most objects look one of few ways. */
function looksOf(object: NsxObject): string {
  if (typeof object._last_modified_time !== 'number') return '';
  return shareText(`${String(object._revision)}/${statusOf(object)}/${String(object.marked_for_delete)}`);
}

function isUnsettled(object: NsxObject): boolean {
  const status = statusOf(object);
  return object.marked_for_delete === true || (status !== '' && status !== 'SUCCESS');
}
