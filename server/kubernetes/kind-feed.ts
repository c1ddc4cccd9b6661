import type { KubernetesKind, ParseContext } from '@/lib/kinds/define';
import type { KindStatus, ObjectChange } from '@/lib/model';
import type { Failure } from '../transport/failure';
import { LinkedAbort } from '../transport/linked-abort';
import type { Room } from '../turns';
import { Collection } from './collection';
import type { Connection } from './connection';
import { allowedNamespaces, kindMessage, kindState, type ScopeStanding } from './kind-words';
import { ListWatch, NOT_YET } from './list-watch';
import type { Recovery } from './recovery';
import type { KubernetesTuning } from './tuning';

export interface KindFeedOptions {
  readonly kind: KubernetesKind;
  readonly context: ParseContext;
  readonly connection: Connection;
  readonly recovery: Recovery;
  readonly tuning: KubernetesTuning;
  /** Read only these namespaces (a namespaced kind then has a list-watch for each); null reads all at once. */
  readonly namespaces: readonly string[] | null;
  readonly emit: (changes: readonly ObjectChange[]) => void;
  readonly room: Room;
  readonly changed: () => void;
}

/** A list-watch over one namespace, or over all of them (null). */
interface Scope {
  readonly namespace: string | null;
  loop: ListWatch | null;
  stop: LinkedAbort | null;
}

/** While a kind is served: where, and what ends it. */
interface Run {
  readonly root: string;
  readonly signal: AbortSignal;
  readonly absent: () => void;
  readonly loops: Set<Promise<void>>;
}

/**
 * One kind of one cluster: a list-watch over all namespaces, or one per namespace. Where all at once is forbidden,
 * {@link KindFeed.narrow} reads the namespaces that are allowed, while all at once is still tried from time to time.
 */
export class KindFeed {
  readonly #options: KindFeedOptions;
  readonly #collection: Collection;
  readonly #scopes: Scope[];
  /** Namespaces that are read because all at once is forbidden. */
  #narrowed: Scope[] = [];
  #left: readonly string[] = [];
  #absent = false;
  #run: Run | null = null;

  constructor(options: KindFeedOptions) {
    this.#options = options;
    const { kind, context, emit, namespaces } = options;
    this.#collection = new Collection(kind, context, emit);
    const scopes = isInParts(kind) && namespaces !== null ? namespaces : [null];
    this.#scopes = scopes.map((namespace) => ({ namespace, loop: null, stop: null }));
  }

  get kind(): KubernetesKind {
    return this.#options.kind;
  }

  /** Where the kind is served, such as `/apis/apps/v1`; null when it is not, or not yet known. */
  get root(): string | null {
    return this.#run?.root ?? null;
  }

  /** Namespaces that objects of the kind are known in. */
  get namespaces(): readonly string[] {
    return this.#collection.namespaces();
  }

  /** Whether the kind may not be read in all namespaces at once, so that single ones are worth a try. */
  get wantsNarrowing(): boolean {
    const wide = this.#scopes.find((scope) => scope.namespace === null);
    return isInParts(this.kind) && wide?.loop?.state.forbiddenSince != null;
  }

  /** Reads the kind under `root` until the signal aborts or the server says that it does not serve it. */
  async run(root: string, signal: AbortSignal): Promise<'stopped' | 'absent'> {
    const stop = new LinkedAbort(signal);
    let absent = false;
    const run: Run = {
      root,
      signal: stop.signal,
      absent: () => {
        absent = true;
        stop.abort();
      },
      loops: new Set(),
    };
    this.#run = run;
    this.#absent = false;
    for (const scope of this.#scopes) this.#start(scope, run);
    while (run.loops.size > 0) await Promise.all(run.loops);
    stop.release();
    this.#narrowed = [];
    this.#left = [];
    if (!absent) return 'stopped';
    this.setAbsent();
    return 'absent';
  }

  /** The server does not serve the kind: whatever was known of it is gone. */
  setAbsent(): void {
    this.#run = null;
    if (this.#absent) return;
    this.#absent = true;
    this.#collection.clear();
    this.#options.changed();
  }

  /**
   * Reads these namespaces beside the attempt to read all at once; none ends that. `existing` are the namespaces that there
   * are (null when that is not known): objects in others are gone. `left` are allowed too, but too many.
   */
  narrow(namespaces: readonly string[], left: readonly string[], existing: ReadonlySet<string> | null): void {
    const run = this.#run;
    if (run === null || run.signal.aborted) return;
    const wanted = new Set(namespaces);
    for (const scope of this.#narrowed) if (!wanted.has(scope.namespace ?? '')) scope.stop?.abort();
    this.#narrowed = this.#narrowed.filter((scope) => wanted.has(scope.namespace ?? ''));
    const running = new Set(this.#narrowed.map((scope) => scope.namespace));
    for (const namespace of wanted) {
      if (running.has(namespace)) continue;
      const scope: Scope = { namespace, loop: null, stop: null };
      this.#narrowed.push(scope);
      this.#start(scope, run);
    }
    this.#left = left;
    if (existing !== null) this.#collection.keepWithin(existing);
    this.#options.changed();
  }

  /** The failure to tell first, for the state of the source. */
  get failure(): Failure | null {
    return this.#read().find(({ state }) => state.failure !== null)?.state.failure ?? null;
  }

  /** Whether part of the kind, or all of it, is known not to be readable for this account. */
  get partlyForbidden(): boolean {
    return this.#narrowed.length > 0 || this.#standing(this.#scopes).some(({ state }) => state.forbiddenSince !== null);
  }

  get retryAt(): number | null {
    return least(this.#read().map(({ state }) => state.retryAt));
  }

  get lastSuccessAt(): number | null {
    return greatest(this.#read().map(({ state }) => state.lastSuccessAt));
  }

  status(): KindStatus {
    const read = this.#read();
    const state = this.#absent ? 'absent' : kindState(read);
    const namespaces = this.#namespaces(read);
    const outside = this.#narrowed.length === 0 ? 0 : this.#collection.countOutside(new Set(namespaces ?? []));
    const { kind, tuning } = { kind: this.kind, tuning: this.#options.tuning };
    return {
      kind: kind.name,
      state,
      count: this.#collection.count,
      unreadable: this.#collection.unreadable,
      lastListAt: least(read.map((each) => each.state.lastListAt)),
      lastChangeAt: greatest(read.map((each) => each.state.lastChangeAt)),
      stalenessBoundMs: state === 'absent' ? null : boundOf(read, tuning),
      message: kindMessage({ kind, state, read, narrowed: this.#narrowed.length > 0, left: this.#left, outside }),
      namespaces,
    };
  }

  /** Null when all are read, or would be if they might be. */
  #namespaces(read: readonly ScopeStanding[]): readonly string[] | null {
    return read.every(({ namespace }) => namespace === null) ? null : allowedNamespaces(read);
  }

  /** The scopes that count: single namespaces stand in for all at once while that is forbidden. */
  #read(): readonly ScopeStanding[] {
    return this.#standing(this.#narrowed.length > 0 ? this.#narrowed : this.#scopes);
  }

  #standing(scopes: readonly Scope[]): readonly ScopeStanding[] {
    return scopes.map(({ namespace, loop }) => ({ namespace, state: loop?.state ?? NOT_YET }));
  }

  #start(scope: Scope, run: Run): void {
    const stop = new LinkedAbort(run.signal);
    scope.stop = stop;
    scope.loop = this.#loop(run.root, scope);
    const loop = scope.loop.run(stop.signal).then((end) => {
      stop.release();
      run.loops.delete(loop);
      if (end === 'absent') run.absent();
    });
    run.loops.add(loop);
  }

  #loop(root: string, scope: Scope): ListWatch {
    const { connection, recovery, tuning, kind } = this.#options;
    const { namespaced } = kind.resource;
    const within = scope.namespace !== null && namespaced;
    const middle = within ? `/namespaces/${encodeURIComponent(scope.namespace)}` : '';
    return new ListWatch({
      connection,
      path: `${root}${middle}/${kind.resource.plural}`,
      query: kind.resource.fieldSelector === undefined ? {} : { fieldSelector: kind.resource.fieldSelector },
      name: namespaced ? null : scope.namespace,
      collection: this.#collection,
      namespace: scope.namespace,
      room: this.#options.room,
      recovery,
      tuning,
      changed: () => this.#scopeChanged(scope),
    });
  }

  /** Once all at once may be read (again), single namespaces need not be. */
  #scopeChanged(scope: Scope): void {
    if (scope.namespace === null && scope.loop?.state.state === 'live' && this.#narrowed.length > 0) {
      for (const each of this.#narrowed) each.stop?.abort();
      this.#narrowed = [];
      this.#left = [];
    }
    this.#options.changed();
  }
}

/** Whether single namespaces may be readable where all at once are not: their objects, and they themselves. */
const isInParts = (kind: KubernetesKind): boolean => kind.resource.namespaced || kind.isRegion === true;

/**
 * Events come as they happen; only a connection that died unnoticed ages the picture, until the watchdog sees it. What may
 * not be watched is as old as the last list.
 */
function boundOf(read: readonly ScopeStanding[], { idleMs, answerMs }: KubernetesTuning): number {
  const allowed = read.filter(({ state }) => state.state !== 'forbidden');
  const bounds = allowed.map(({ state }) => (state.relistMs === null ? idleMs : state.relistMs + answerMs));
  return bounds.length === 0 ? idleMs : Math.round(Math.max(...bounds));
}

/** The earliest of the times that are known. */
function least(times: readonly (number | null)[]): number | null {
  return times.reduce((a, b) => (a === null ? b : b === null ? a : Math.min(a, b)), null);
}

/** The latest of the times that are known. */
function greatest(times: readonly (number | null)[]): number | null {
  return times.reduce((a, b) => (a === null ? b : b === null ? a : Math.max(a, b)), null);
}
