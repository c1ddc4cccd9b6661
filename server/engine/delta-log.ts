import type { GraphDelta } from '@/lib/model';

/** The latest deltas, numbered without gaps; bounded by how many objects they hold. */
export class DeltaLog {
  readonly #limit: number;
  #deltas: GraphDelta[] = [];
  #held = 0;
  #last = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  append(delta: GraphDelta): void {
    this.#last = delta.seq;
    this.#deltas.push(delta);
    this.#held += sizeOf(delta);
    while (this.#held > this.#limit) {
      const oldest = this.#deltas.shift();
      this.#held -= oldest === undefined ? 0 : sizeOf(oldest);
    }
  }

  /** The deltas that lead from `seq` to the present; null when the log does not reach back that far. */
  since(seq: number): readonly GraphDelta[] | null {
    if (seq >= this.#last) return seq === this.#last ? [] : null;
    const from = this.#deltas.findIndex((delta) => delta.seq > seq);
    return this.#deltas[from]?.seq === seq + 1 ? this.#deltas.slice(from) : null;
  }
}

function sizeOf({ nodes, edges, criteria, memberships }: GraphDelta): number {
  const of = (part: { readonly put: object; readonly remove: readonly string[] }): number =>
    Object.keys(part.put).length + part.remove.length;
  return 1 + of(nodes) + of(edges) + of(criteria) + of(memberships);
}
