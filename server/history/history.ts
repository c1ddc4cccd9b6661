import { seenChanges } from '@/lib/details';
import type { NodeId } from '@/lib/model';
import type { ChangeStory } from '@/lib/topology';
import type { SeenChange } from '@/lib/wire';

export interface HistoryLimits {
  /** Most changes kept of one object. */
  readonly perObject: number;
  /** Most changes kept in all. */
  readonly total: number;
  /** A change of more objects than this at once is a first read or a new mapping, and not kept. */
  readonly atOnce: number;
}

const LIMITS: HistoryLimits = { perObject: 50, total: 20_000, atOnce: 500 };

interface Kept {
  changes: SeenChange[];
  dropped: boolean;
}

/** What was remembered of one object, newest first. */
export interface Remembered {
  readonly changes: readonly SeenChange[];
  readonly dropped: boolean;
}

/** The latest changes of the objects that changed latest, in bounded memory. Those that have not changed longest are forgotten. */
export class History {
  readonly #limits: HistoryLimits;
  /** In the order of the last change. */
  readonly #kept = new Map<NodeId, Kept>();
  #total = 0;
  #forgotten = false;
  #skippedAt: number | null = null;

  constructor(limits: Partial<HistoryLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** When a change of too many objects was not kept; null when there was none. */
  get skippedAt(): number | null {
    return this.#skippedAt;
  }

  record(story: ChangeStory, at: number): void {
    if (story.nodes.length > this.#limits.atOnce) {
      this.#skippedAt = at;
      return;
    }
    for (const [id, change] of seenChanges(story, at)) this.#keep(id, change);
    while (this.#total > this.#limits.total) this.#forgetOldest();
  }

  /** Null when nothing of such an object is remembered. */
  of(id: NodeId): Remembered | null {
    const kept = this.#kept.get(id);
    return kept === undefined ? null : { changes: [...kept.changes].reverse(), dropped: kept.dropped };
  }

  /** Whether objects were forgotten altogether. */
  get forgotten(): boolean {
    return this.#forgotten;
  }

  #keep(id: NodeId, change: SeenChange): void {
    const kept = this.#kept.get(id) ?? { changes: [], dropped: this.#forgotten };
    this.#kept.delete(id);
    this.#kept.set(id, kept);
    kept.changes.push(change);
    this.#total++;
    if (kept.changes.length <= this.#limits.perObject) return;
    kept.changes.shift();
    kept.dropped = true;
    this.#total--;
  }

  #forgetOldest(): void {
    for (const [id, { changes }] of this.#kept) {
      this.#kept.delete(id);
      this.#total -= changes.length;
      this.#forgotten = true;
      return;
    }
  }
}
