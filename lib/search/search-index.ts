import type { GraphNode, GraphQueries, NodeId } from '../model';
import { eachValue } from './fields';
import { IdTable } from './id-table';
import { fold, markNumber, markText, passes, SIGNATURE_WORDS } from './signature';

const START = 1024;
/** How many objects are taken in between two looks at the time. */
const STRIDE = 64;
const NOTHING = new Int32Array();

/** Which objects are to be visited. */
interface Visit {
  readonly from: number;
  readonly wanted: readonly (readonly Int32Array[])[];
  readonly always: ReadonlySet<string> | null;
}

/**
 * What lets a search pass over most objects without looking into them: per object one signature of all its texts, kept
 * beside the graph. The texts themselves are read from the graph.
 */
export class SearchIndex {
  readonly #graph: GraphQueries;
  #rows = new Int32Array(START * SIGNATURE_WORDS);
  readonly #nodes: (GraphNode | undefined)[] = [];
  /** 1 where some text of the object has upper case letters: most have none and need no folding. */
  #upper = new Uint8Array(START);
  readonly #free: number[] = [];
  readonly #slots = new IdTable((slot) => this.#nodes[slot]?.id);
  #touched = new Set<NodeId>();

  constructor(graph: GraphQueries) {
    this.#graph = graph;
    for (const { id } of graph.nodes()) this.#touched.add(id);
    graph.observe((ids) => {
      for (const id of ids) this.#touched.add(id);
    });
  }

  /** Objects that changed and are not taken in yet. */
  get waiting(): number {
    return this.#touched.size;
  }

  /** What it costs, without the graph it speaks of. */
  get bytes(): number {
    return this.#rows.byteLength + this.#upper.byteLength + this.#slots.bytes + this.#nodes.length * 8;
  }

  get size(): number {
    return this.#nodes.length - this.#free.length;
  }

  /** Takes in what changed until there is no more, or no time. True when nothing is left. */
  catchUp(outOfTime: () => boolean): boolean {
    let done = 0;
    for (const id of this.#touched) {
      this.#touched.delete(id);
      this.#regard(id);
      if (++done % STRIDE === 0 && outOfTime()) break;
    }
    // A Set keeps the room that it once had: after the first read that is as much as the index itself.
    if (this.#touched.size === 0 && done > START) this.#touched = new Set();
    return this.#touched.size === 0;
  }

  /**
   * Visits, from a place on, the objects whose signature holds one of every list in `wanted`, and those of `always` kinds whatever
   * they hold. The visitor returns false to stop; the answer is where to go on, null at the end.
   */
  visit({ from, wanted, always }: Visit, visitor: (node: GraphNode, upper: boolean) => boolean): number | null {
    for (let slot = from; slot < this.#nodes.length; slot++) {
      const node = this.#nodes[slot];
      if (node === undefined || !(this.#passes(slot * SIGNATURE_WORDS, wanted) || always?.has(node.kind) === true))
        continue;
      if (!visitor(node, this.#upper[slot] === 1)) return slot + 1;
    }
    return null;
  }

  #passes(offset: number, wanted: readonly (readonly Int32Array[])[]): boolean {
    for (let word = 0; word < wanted.length; word++) {
      const all = wanted[word] ?? [];
      let found = false;
      for (let i = 0; i < all.length && !found; i++) found = passes(this.#rows, offset, all[i] ?? NOTHING);
      if (!found) return false;
    }
    return true;
  }

  #regard(id: NodeId): void {
    const node = this.#graph.node(id);
    const known = this.#slots.find(id);
    if (node === undefined) {
      if (known >= 0) this.#drop(id, known);
      return;
    }
    if (known >= 0 && this.#nodes[known] === node) return;
    const slot = known >= 0 ? known : this.#take();
    this.#nodes[slot] = node;
    if (known < 0) this.#slots.add(id, slot);
    this.#sign(node, slot);
  }

  #take(): number {
    const slot = this.#free.pop() ?? this.#nodes.push(undefined) - 1;
    const needed = (slot + 1) * SIGNATURE_WORDS;
    if (needed > this.#rows.length) {
      const rows = new Int32Array(Math.ceil((slot + 1) * 1.25) * SIGNATURE_WORDS);
      rows.set(this.#rows);
      this.#rows = rows;
      const upper = new Uint8Array(rows.length / SIGNATURE_WORDS);
      upper.set(this.#upper);
      this.#upper = upper;
    }
    return slot;
  }

  #drop(id: NodeId, slot: number): void {
    this.#slots.remove(id);
    this.#nodes[slot] = undefined;
    this.#free.push(slot);
  }

  #sign(node: GraphNode, slot: number): void {
    const [rows, offset] = [this.#rows, slot * SIGNATURE_WORDS];
    rows.fill(0, offset, offset + SIGNATURE_WORDS);
    let upper = false;
    eachValue(
      node,
      (text) => {
        const folded = fold(text);
        upper ||= folded !== text;
        markText(folded, rows, offset);
      },
      (value) => markNumber(value, rows, offset),
    );
    this.#upper[slot] = upper ? 1 : 0;
  }
}
