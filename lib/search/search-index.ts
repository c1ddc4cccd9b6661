import type { GraphNode, GraphQueries, NodeId } from '../model';
import { eachOwnValue } from './fields';
import { IdTable } from './id-table';
import { type Shared, type SharedScores, SharedTexts, scoreIn } from './shared-texts';
import { fold, markNumber, markPair, markText, passes, SHORTEST, SIGNATURE_WORDS } from './signature';

const START = 1024;
/** How many objects are taken in between two looks at the time. */
const STRIDE = 64;
const NOTHING = new Int32Array();

/** What is known of a word before any object is looked into. */
export interface Sought {
  /** An object's own texts can hold the word when its signature has one of these; any can when there are none. */
  readonly signatures: readonly Int32Array[];
  /** How good the word is found in what many objects hold. */
  readonly shared: SharedScores;
  /** False where objects must be looked into whatever is shared. */
  readonly counts: boolean;
}

/** Which objects are to be visited. */
interface Visit {
  readonly from: number;
  readonly words: readonly Sought[];
  /** Kinds whose objects may hold the words whatever is known of them. */
  readonly always: ReadonlySet<string> | null;
}

/** Returns false to stop. `open` has a bit for every word that may be in the object's own texts. */
type Visitor = (slot: number, open: number) => boolean;

const NOWHERE = -1;
const EVERYWHERE = 0x7fffffff;
/** As much of the length of a name as is kept. */
const LONGEST = 0x7f;

/**
 * What lets a search pass over most objects without looking into them: what many hold is kept once, and of the texts that are
 * an object's own it has one signature. The texts themselves are read from the graph.
 */
export class SearchIndex {
  readonly #graph: GraphQueries;
  #rows = new Int32Array(START * SIGNATURE_WORDS);
  readonly #nodes: (GraphNode | undefined)[] = [];
  /** How long the name is, as far as that fits; and a bit for those that have upper case letters in some text. */
  #names = new Uint8Array(START);
  #kinds = new Uint8Array(START);
  readonly #kindNames: string[] = [];
  readonly #kindNumbers = new Map<string, number>();
  #shared = new Int32Array(START);
  readonly #free: number[] = [];
  readonly shared = new SharedTexts();
  readonly #slots = new IdTable((slot) => this.#nodes[slot]?.id);
  #touched = new Set<NodeId>();
  /** How many objects there were when all were looked at last, and how far that has come now; null while it rests. */
  #renewedAt = 0;
  #renewing: number | null = null;

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
    const rows = this.#rows.byteLength + this.#names.byteLength + this.#kinds.byteLength + this.#shared.byteLength;
    return rows + this.#slots.bytes + this.#nodes.length * 8 + this.shared.bytes;
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
   * Takes in anew what came so early that it was not known yet what many hold: each time the objects have doubled, as long as
   * there is time. The same is found without, only later. True when nothing is left to do.
   */
  renew(outOfTime: () => boolean): boolean {
    if (this.#renewing === null) {
      if (this.size < Math.max(1, 2 * this.#renewedAt)) return true;
      this.#renewedAt = this.size;
      this.#renewing = 0;
    }
    while (this.#renewing < this.#nodes.length) {
      const slot = this.#renewing++;
      const node = this.#nodes[slot];
      if (node !== undefined && this.shared.couldHoldMore(node, this.sharedAt(slot))) {
        this.#unshare(slot);
        this.#sign(node, slot);
      }
      if (slot % STRIDE === 0 && outOfTime()) return false;
    }
    this.#renewing = null;
    return true;
  }

  /**
   * Visits, from a place on, the objects that may hold every word: in what many hold, or by their signature, or because they are of
   * the `always` kinds. The answer is where to go on, null at the end.
   */
  visit({ from, words, always }: Visit, visitor: Visitor): number | null {
    const reckoned = this.#kindNames.map((kind) => always?.has(kind) === true);
    for (let slot = from; slot < this.#nodes.length; slot++) {
      if (this.#nodes[slot] === undefined) continue;
      const open = reckoned[this.#kinds[slot] ?? 0] === true ? EVERYWHERE : this.#openWords(slot, words);
      if (open !== NOWHERE && !visitor(slot, open)) return slot + 1;
    }
    return null;
  }

  nodeAt(slot: number): GraphNode | undefined {
    return this.#nodes[slot];
  }

  /** The number of the object's kind, for those who would rather not look at the object. */
  kindAt(slot: number): number {
    return this.#kinds[slot] ?? 0;
  }

  kindNamed(kind: number): string {
    return this.#kindNames[kind] ?? '';
  }

  /** At least so long is the name. */
  nameLengthAt(slot: number): number {
    return (this.#names[slot] ?? 0) & LONGEST;
  }

  /** Whether some text of the object has upper case letters: most have none and need no folding. */
  upperAt(slot: number): boolean {
    return (this.#names[slot] ?? 0) > LONGEST;
  }

  /** What the object holds that many hold. */
  sharedAt(slot: number): Shared {
    return this.#shared[slot] ?? 0;
  }

  /** The words that may be in the object's own texts; nowhere when one can be neither there nor in what many hold. */
  #openWords(slot: number, words: readonly Sought[]): number {
    const shared = this.#shared[slot] ?? 0;
    let open = 0;
    for (let i = 0; i < words.length; i++) {
      const word = words[i] as Sought; // within the loop's bounds
      const isShared = scoreIn(word.shared, shared) > 0;
      if (this.#mayHold(slot * SIGNATURE_WORDS, word.signatures) || (isShared && !word.counts)) open |= 1 << i;
      else if (!isShared) return NOWHERE;
    }
    return open;
  }

  #mayHold(offset: number, signatures: readonly Int32Array[]): boolean {
    for (let i = 0; i < signatures.length; i++) if (passes(this.#rows, offset, signatures[i] ?? NOTHING)) return true;
    return signatures.length === 0;
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
    this.#unshare(slot);
    this.#nodes[slot] = node;
    if (known < 0) this.#slots.add(id, slot);
    this.#sign(node, slot);
  }

  #take(): number {
    const slot = this.#free.pop() ?? this.#nodes.push(undefined) - 1;
    const needed = (slot + 1) * SIGNATURE_WORDS;
    if (needed > this.#rows.length) {
      const rows = enlarged(this.#rows, new Int32Array(Math.ceil((slot + 1) * 1.25) * SIGNATURE_WORDS));
      this.#rows = rows;
      this.#names = enlarged(this.#names, new Uint8Array(rows.length / SIGNATURE_WORDS));
      this.#kinds = enlarged(this.#kinds, new Uint8Array(rows.length / SIGNATURE_WORDS));
      this.#shared = enlarged(this.#shared, new Int32Array(rows.length / SIGNATURE_WORDS));
    }
    return slot;
  }

  #drop(id: NodeId, slot: number): void {
    this.#slots.remove(id);
    this.#unshare(slot);
    this.#nodes[slot] = undefined;
    this.#free.push(slot);
  }

  #unshare(slot: number): void {
    const node = this.#nodes[slot];
    if (node !== undefined) this.shared.drop(node, this.sharedAt(slot));
  }

  #sign(node: GraphNode, slot: number): void {
    const [rows, offset] = [this.#rows, slot * SIGNATURE_WORDS];
    rows.fill(0, offset, offset + SIGNATURE_WORDS);
    let upper = false;
    const mark = (text: string): void => {
      const folded = fold(text);
      upper ||= folded !== text;
      markText(folded, rows, offset);
    };
    eachOwnValue(node, mark, (value) => markNumber(value, rows, offset));
    this.#shared[slot] = this.shared.take(node, (second, first) => {
      mark(second);
      if (first.length >= SHORTEST && second.length >= SHORTEST) markPair(fold(first), fold(second), rows, offset);
    });
    upper ||= this.shared.hasUpper(this.sharedAt(slot));
    this.#names[slot] = Math.min(node.name.length, LONGEST) | (upper ? LONGEST + 1 : 0);
    this.#kinds[slot] = this.#kindOf(node.kind);
  }

  #kindOf(name: string): number {
    let kind = this.#kindNumbers.get(name);
    if (kind === undefined) {
      kind = this.#kindNames.push(name) - 1;
      this.#kindNumbers.set(name, kind);
    }
    return kind;
  }
}

function enlarged<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
