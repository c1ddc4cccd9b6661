/** What the data plane counted at a rule. */
export interface RuleHits {
  readonly hits: number;
  readonly packets: number;
  readonly bytes: number;
}

/** An echo request of the usual size with its headers. */
const PACKET = 98;

/** Hits of rules by flows that were really sent, by rule path. */
export class HitCounters {
  readonly #hits = new Map<string, RuleHits>();

  /** Counts one flow at each of these rules. */
  count(rules: readonly string[]): void {
    for (const rule of rules) {
      const { hits, packets, bytes } = this.of(rule);
      this.#hits.set(rule, { hits: hits + 1, packets: packets + 1, bytes: bytes + PACKET });
    }
  }

  of(rule: string): RuleHits {
    return this.#hits.get(rule) ?? { hits: 0, packets: 0, bytes: 0 };
  }

  clear(): void {
    this.#hits.clear();
  }
}
