/** Whether the address is the entry, or lies in its network (`10.0.0.0/16`) or range (`10.0.0.1-10.0.0.9`). */
export function holdsAddress(entry: string, address: string): boolean {
  const wanted = parseAddress(address);
  if (wanted === null) return false;
  const range = /^([^-]+)-([^-]+)$/.exec(entry);
  if (range !== null) {
    const [low, high] = [parseAddress((range[1] ?? '').trim()), parseAddress((range[2] ?? '').trim())];
    if (low === null || high === null || low.bits !== wanted.bits || high.bits !== wanted.bits) return false;
    return low.value <= wanted.value && wanted.value <= high.value;
  }
  const [network = '', prefix] = entry.split('/');
  const base = parseAddress(network.trim());
  if (base === null || base.bits !== wanted.bits) return false;
  const length = prefix === undefined ? base.bits : Number(prefix);
  if (!Number.isInteger(length) || length < 0 || length > base.bits) return false;
  const shift = BigInt(base.bits - length);
  return base.value >> shift === wanted.value >> shift;
}

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

function parseAddress(text: string): Address | null {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): Address | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null;
  return { bits: 32, value: parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) };
}

function parseV6(text: string): Address | null {
  const [head = '', tail, more] = text.split('::');
  if (more !== undefined) return null;
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const parts = [...left, ...Array<string>(tail === undefined ? 0 : missing).fill('0'), ...right];
  if (!parts.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))) return null;
  return { bits: 128, value: parts.reduce((sum, part) => (sum << 16n) | BigInt(`0x${part}`), 0n) };
}
