import type { KubernetesKind, ParseContext } from '@/lib/kinds/define';
import type { KindState, KindStatus, ObjectChange } from '@/lib/model';
import type { Failure } from '../transport/failure';
import { LinkedAbort } from '../transport/linked-abort';
import { Collection } from './collection';
import type { Connection } from './connection';
import { ListWatch } from './list-watch';
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
  readonly changed: () => void;
}

interface Scope {
  readonly namespace: string | null;
  readonly collection: Collection;
  loop: ListWatch | null;
}

/** One kind of one cluster: a list-watch over all namespaces, or one per namespace. */
export class KindFeed {
  readonly #options: KindFeedOptions;
  readonly #scopes: readonly Scope[];
  #absent = false;
  #root: string | null = null;

  constructor(options: KindFeedOptions) {
    this.#options = options;
    const { kind, context, emit, namespaces } = options;
    const scopes = kind.resource.namespaced && namespaces !== null ? namespaces : [null];
    this.#scopes = scopes.map((namespace) => ({
      namespace,
      collection: new Collection(kind, context, emit),
      loop: null,
    }));
  }

  get kind(): KubernetesKind {
    return this.#options.kind;
  }

  /** Where the kind is served, such as `/apis/apps/v1`; null when it is not, or not yet known. */
  get root(): string | null {
    return this.#root;
  }

  /** Reads the kind under `root` until the signal aborts or the server says that it does not serve it. */
  async run(root: string, signal: AbortSignal): Promise<'stopped' | 'absent'> {
    this.#root = root;
    this.#absent = false;
    const stop = new LinkedAbort(signal);
    const loops = this.#scopes.map(async (scope) => {
      scope.loop = this.#loop(root, scope);
      const end = await scope.loop.run(stop.signal);
      if (end === 'absent') stop.abort();
      return end;
    });
    const ends = await Promise.all(loops);
    stop.release();
    if (!ends.includes('absent')) return 'stopped';
    this.setAbsent();
    return 'absent';
  }

  /** The server does not serve the kind: whatever was known of it is gone. */
  setAbsent(): void {
    this.#root = null;
    if (this.#absent) return;
    this.#absent = true;
    for (const scope of this.#scopes) scope.collection.clear();
    this.#options.changed();
  }

  /** The worst scope's failure, for the state of the source. */
  get failure(): Failure | null {
    return this.#scopes.map((scope) => scope.loop?.state.failure ?? null).find((failure) => failure !== null) ?? null;
  }

  get retryAt(): number | null {
    return least(this.#scopes.map((scope) => scope.loop?.state.retryAt ?? null));
  }

  get lastSuccessAt(): number | null {
    return greatest(this.#scopes.map((scope) => scope.loop?.state.lastSuccessAt ?? null));
  }

  status(): KindStatus {
    const states = this.#scopes.map((scope) => scope.loop?.state);
    const state = this.#absent ? 'absent' : worst(states.map((each) => each?.state ?? 'listing'));
    return {
      kind: this.kind.name,
      state,
      count: this.#scopes.reduce((sum, scope) => sum + scope.collection.count, 0),
      unreadable: this.#scopes.reduce((sum, scope) => sum + scope.collection.unreadable, 0),
      lastListAt: least(states.map((each) => each?.lastListAt ?? null)),
      lastChangeAt: greatest(states.map((each) => each?.lastChangeAt ?? null)),
      // Events come as they happen; only a connection that died unnoticed ages the picture, until the watchdog sees it.
      stalenessBoundMs: state === 'absent' ? null : this.#options.tuning.idleMs,
      message: this.#message(state),
    };
  }

  #loop(root: string, scope: Scope): ListWatch {
    const { connection, recovery, tuning, changed, kind } = this.#options;
    const middle = scope.namespace === null ? '' : `/namespaces/${encodeURIComponent(scope.namespace)}`;
    return new ListWatch({
      connection,
      path: `${root}${middle}/${kind.resource.plural}`,
      query: kind.resource.fieldSelector === undefined ? {} : { fieldSelector: kind.resource.fieldSelector },
      collection: scope.collection,
      recovery,
      tuning,
      changed,
    });
  }

  #message(state: KindState): string | null {
    const { kind } = this;
    if (state === 'absent')
      return kind.resource.optional
        ? null
        : `The API server does not serve ${kind.presentation.plural}. Hidden: ${kind.hides}.`;
    const failure = this.failure;
    if (failure !== null) {
      const stillThere = state === 'stale' ? 'What was read before is still shown.' : `Hidden: ${kind.hides}.`;
      return `${sentence(failure.message)} ${stillThere}`;
    }
    const garbled = this.#scopes.reduce((sum, scope) => sum + (scope.loop?.state.garbledLines ?? 0), 0);
    return garbled > 0 ? `${garbled} lines of the watch could not be read; each time the list was read again.` : null;
  }
}

const ORDER: readonly KindState[] = ['absent', 'live', 'listing', 'stale', 'failed', 'forbidden'];

function worst(states: readonly KindState[]): KindState {
  return states.reduce((a, b) => (ORDER.indexOf(b) > ORDER.indexOf(a) ? b : a), 'absent');
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

/** The earliest of the times that are known. */
export function least(times: readonly (number | null)[]): number | null {
  return times.reduce((a, b) => (a === null ? b : b === null ? a : Math.min(a, b)), null);
}

/** The latest of the times that are known. */
export function greatest(times: readonly (number | null)[]): number | null {
  return times.reduce((a, b) => (a === null ? b : b === null ? a : Math.max(a, b)), null);
}
