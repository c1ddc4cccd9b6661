/** Whether the address is the entry, or lies in its network (`10.0.0.0/16`) or range (`10.0.0.1-10.0.0.9`). */
export function holdsAddress(entry: string, address: string): boolean {
  return networkOf(entry)?.(address) ?? false;
}

/** Tells which addresses are in an address, a network or a range; null when the entry is none. To ask about many. */
export function networkOf(entry: string): ((address: string) => boolean) | null {
  return entry.includes(':') ? networkOfV6(entry) : networkOfV4(entry);
}

/** Whether the text is one IP address. */
export function isAddress(text: string): boolean {
  return !/[-/]/.test(text) && boundsOf(text) !== null;
}

/** The one way to write an address, to look it up by: a text that is no address stays as it is. */
export function plainAddress(text: string): string {
  if (!text.includes(':')) return /(^|\.)0\d/.test(text) ? text.replace(/(^|\.)0+(?=\d)/g, '$1') : text;
  const number = parseV6(text);
  return number === null ? text : `::${number.toString(16)}`;
}

/** First and last address of an address, a network or a range, as numbers of one IP version; null when it is none. */
export function boundsOf(
  entry: string,
): { readonly six: boolean; readonly first: bigint; readonly last: bigint } | null {
  if (entry.includes(':')) {
    const [first, last] = boundsOfV6(entry);
    return first === null || last === null ? null : { six: true, first, last };
  }
  const bounds = boundsOfV4(entry);
  return bounds === null ? null : { six: false, first: BigInt(bounds.first), last: BigInt(bounds.last) };
}

function networkOfV4(entry: string): ((address: string) => boolean) | null {
  const bounds = boundsOfV4(entry);
  return bounds === null ? null : within(bounds.first, bounds.last);
}

function boundsOfV4(entry: string): { readonly first: number; readonly last: number } | null {
  const dash = entry.indexOf('-');
  if (dash >= 0) {
    const [first, last] = [numberOfV4(entry.slice(0, dash).trim()), numberOfV4(entry.slice(dash + 1).trim())];
    return Number.isNaN(first) || Number.isNaN(last) ? null : { first, last };
  }
  const slash = entry.indexOf('/');
  const base = numberOfV4((slash < 0 ? entry : entry.slice(0, slash)).trim());
  const size = 2 ** (32 - lengthOf(entry, slash, 32));
  if (Number.isNaN(base) || Number.isNaN(size)) return null;
  const first = base - (base % size);
  return { first, last: first + size - 1 };
}

const within = (first: number, last: number) => (address: string) => {
  const wanted = numberOfV4(address);
  return first <= wanted && wanted <= last;
};

function networkOfV6(entry: string): ((address: string) => boolean) | null {
  const [first, last] = boundsOfV6(entry);
  if (first === null || last === null) return null;
  return (address) => {
    const wanted = parseV6(address);
    return wanted !== null && first <= wanted && wanted <= last;
  };
}

function boundsOfV6(entry: string): readonly [bigint | null, bigint | null] {
  const dash = entry.indexOf('-');
  if (dash >= 0) return [parseV6(entry.slice(0, dash).trim()), parseV6(entry.slice(dash + 1).trim())];
  const slash = entry.indexOf('/');
  const base = parseV6((slash < 0 ? entry : entry.slice(0, slash)).trim());
  const length = lengthOf(entry, slash, 128);
  if (base === null || Number.isNaN(length)) return [null, null];
  const shift = BigInt(128 - length);
  const first = (base >> shift) << shift;
  return [first, first + (1n << shift) - 1n];
}

/** The length of a prefix: of a lone address all its bits, NaN when it is none. */
function lengthOf(entry: string, slash: number, bits: number): number {
  if (slash < 0) return bits;
  const text = entry.slice(slash + 1);
  return /^\d{1,3}$/.test(text) && Number(text) <= bits ? Number(text) : Number.NaN;
}

/** An IPv4 address as a number; NaN when it is none. */
function numberOfV4(text: string): number {
  let [value, part, digits, dots] = [0, 0, 0, 0];
  for (let i = 0; i <= text.length; i++) {
    const code = i === text.length ? DOT : text.charCodeAt(i);
    if (code === DOT) {
      if (digits === 0 || part > 255) return Number.NaN;
      value = value * 256 + part;
      [part, digits] = [0, 0];
      dots++;
    } else if (code >= ZERO && code <= ZERO + 9 && digits < 3) {
      part = part * 10 + code - ZERO;
      digits++;
    } else return Number.NaN;
  }
  return dots === 4 ? value : Number.NaN;
}

const DOT = 46;
const ZERO = 48;

function parseV6(text: string): bigint | null {
  const [head = '', tail, more] = text.split('::');
  if (more !== undefined) return null;
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const parts = [...left, ...Array<string>(tail === undefined ? 0 : missing).fill('0'), ...right];
  if (!parts.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))) return null;
  return parts.reduce((sum, part) => (sum << 16n) | BigInt(`0x${part}`), 0n);
}
