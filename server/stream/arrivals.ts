import type { Steps } from '@/lib/steps';
import { nextTurn, oneTurn } from '../turns';

/** A client's hold on the stream. */
export interface Subscription {
  /** The client has taken something: it may have caught up. */
  readonly drained: () => void;
  readonly close: () => void;
}

/** A client to come: what must be done before, and what to do then, or when there is no then. */
export interface Arrival {
  readonly steps: Steps<void>;
  readonly join: () => Subscription;
  readonly refuse: () => void;
}

/** Clients whose views are still being made. That is done in turns, so that nobody else waits for it. */
export class Arrivals {
  readonly #coming = new Set<Arrival>();

  get size(): number {
    return this.#coming.size;
  }

  /** Joins at once where one turn will do. */
  add(arrival: Arrival): Subscription {
    if (oneTurn(arrival.steps) !== null) return arrival.join();
    let joined: Subscription | null = null;
    const goOn = (): void => {
      if (!this.#coming.has(arrival)) return;
      if (oneTurn(arrival.steps) === null) {
        void nextTurn().then(goOn);
        return;
      }
      this.#coming.delete(arrival);
      joined = arrival.join();
    };
    this.#coming.add(arrival);
    void nextTurn().then(goOn);
    return {
      drained: () => joined?.drained(),
      close: () => {
        this.#coming.delete(arrival);
        joined?.close();
      },
    };
  }

  stop(): void {
    for (const { refuse } of this.#coming) refuse();
    this.#coming.clear();
  }
}
