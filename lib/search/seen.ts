const BITS = 1 << 22;
const FULL = BITS / 3;

/** Tells texts that came before from texts that come for the first time; now and then it takes a new one for known. */
export class Seen {
  readonly #bits = new Int32Array(BITS / 32);
  #set = 0;

  get bytes(): number {
    return this.#bits.byteLength;
  }

  /** Whether the two came together before; from now on they have. */
  again(first: string, second: string): boolean {
    if (this.#set > FULL) {
      this.#bits.fill(0);
      this.#set = 0;
    }
    const hash = mix(second, mix(first, 0x811c9dc5));
    const one = this.#mark(hash);
    const other = this.#mark(Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d));
    return one && other;
  }

  #mark(hash: number): boolean {
    const at = ((hash ^ (hash >>> 13)) >>> 0) % BITS;
    const [cell, bit] = [at >>> 5, 1 << (at & 31)];
    const was = this.#bits[cell] ?? 0;
    if ((was & bit) !== 0) return true;
    this.#bits[cell] = was | bit;
    this.#set++;
    return false;
  }
}

function mix(text: string, from: number): number {
  let hash = from;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
