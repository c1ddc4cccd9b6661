/** 32-bit words of a signature: 192 bits. Twice as many spare few objects a look and cost 8 MB more at 330,000 objects. */
export const SIGNATURE_WORDS = 6;
const BITS = SIGNATURE_WORDS * 32;
/** The shortest text that leaves a mark; whatever is shorter can only be looked for in the open. */
export const SHORTEST = 3;

/** What is compared: searching knows no upper case. */
export const fold = (text: string): string => text.toLowerCase();

/** Sets the bits of every three letters in a row of folded text, so that a text which holds another holds its bits too. */
export function markText(folded: string, rows: Int32Array, offset: number): void {
  let [first, second] = [folded.charCodeAt(0), folded.charCodeAt(1)];
  for (let i = 2; i < folded.length; i++) {
    const third = folded.charCodeAt(i);
    let hash = Math.imul((first << 16) ^ (second << 8) ^ third, 0x9e3779b1);
    hash ^= hash >>> 15;
    mark(hash, rows, offset);
    [first, second] = [second, third];
  }
}

/** Sets the bits of a number, which is only ever found whole. */
export function markNumber(value: number, rows: Int32Array, offset: number): void {
  let hash = Math.imul(value + 1, 0x85ebca6b);
  for (let i = 0; i < 4; i++) {
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    mark(hash ^ (hash >>> 16), rows, offset);
  }
}

/** Sets bits for a tag or a label by the end of its first half and the start of the second, which is how it is asked for. */
export function markPair(first: string, second: string, rows: Int32Array, offset: number): void {
  let hash = 0x811c9dc5;
  for (const letter of `${first.slice(-SHORTEST)}${second.slice(0, SHORTEST)}`)
    hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  markNumber(hash, rows, offset);
}

function mark(hash: number, rows: Int32Array, offset: number): void {
  const bit = (hash >>> 0) % BITS;
  const at = offset + (bit >>> 5);
  rows[at] = (rows[at] ?? 0) | (1 << (bit & 31));
}

/** The parts of a signature that hold bits, each with its place in the row: most objects fail at the first. */
export function checksOf(mark: (bits: Int32Array) => void): Int32Array {
  const bits = new Int32Array(SIGNATURE_WORDS);
  mark(bits);
  return Int32Array.from([...bits].flatMap((part, place) => (part === 0 ? [] : [place, part])));
}

/** Whether the row at `offset` holds all the bits that were marked. */
export function passes(rows: Int32Array, offset: number, checks: Int32Array): boolean {
  for (let i = 0; i < checks.length; i += 2) {
    const part = checks[i + 1] as number; // within the loop's bounds, and this is the innermost loop of all
    if (((rows[offset + (checks[i] as number)] as number) & part) !== part) return false;
  }
  return true;
}
