import type { GraphDelta } from '@/lib/model';

/** The latest deltas, numbered without gaps; bounded by how many objects they hold. */
export class DeltaLog {
  readonly #limit: number;
  #deltas: GraphDelta[] = [];
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  append(delta: GraphDelta): void {
    this.#deltas.push(delta);
    this.#held += sizeOf(delta);
    while (this.#held > this.#limit && this.#deltas.length > 1) {
      const oldest = this.#deltas.shift();
      this.#held -= oldest === undefined ? 0 : sizeOf(oldest);
    }
  }

  /** The deltas that lead from `seq` to the present; null when the log does not reach back that far. */
  since(seq: number): readonly GraphDelta[] | null {
    const last = this.#deltas.at(-1)?.seq ?? 0;
    if (seq >= last) return seq === last ? [] : null;
    const from = this.#deltas.findIndex((delta) => delta.seq > seq);
    return this.#deltas[from]?.seq === seq + 1 ? this.#deltas.slice(from) : null;
  }
}

function sizeOf({ nodes, edges }: GraphDelta): number {
  const of = (part: { readonly put: object; readonly remove: readonly string[] }): number =>
    Object.keys(part.put).length + part.remove.length;
  return 1 + of(nodes) + of(edges);
}
