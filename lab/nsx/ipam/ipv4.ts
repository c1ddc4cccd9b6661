/** An inclusive range of IPv4 addresses as unsigned 32-bit numbers. */
export interface Ipv4Range {
  readonly first: number;
  readonly last: number;
}

/** A parsed `address/prefix`; `address` keeps its host bits. */
export interface Ipv4Cidr extends Ipv4Range {
  readonly address: number;
  readonly prefix: number;
}

/** Dotted quad to number; undefined when it is not an IPv4 address. */
export function parseIpv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

/** Number to dotted quad. */
export function formatIpv4(value: number): string {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.');
}

/** Parses `a.b.c.d/n`; undefined when malformed. */
export function parseCidr(text: string): Ipv4Cidr | undefined {
  const slash = text.indexOf('/');
  const address = parseIpv4(text.slice(0, Math.max(slash, 0)));
  const prefixText = text.slice(slash + 1);
  if (slash < 0 || address === undefined || !/^\d{1,2}$/.test(prefixText) || Number(prefixText) > 32) return undefined;
  const prefix = Number(prefixText);
  const size = 2 ** (32 - prefix);
  const first = Math.floor(address / size) * size;
  return { address, prefix, first, last: first + size - 1 };
}

/** Network part of a CIDR, e.g. 10.0.6.1/24 gives 10.0.6.0/24. */
export function networkOf(cidr: Ipv4Cidr): string {
  return `${formatIpv4(cidr.first)}/${cidr.prefix}`;
}

/** Parses an address, CIDR or `a-b` range into a range; undefined for IPv6 or nonsense. */
export function parseAddressSet(text: string): Ipv4Range | undefined {
  const dash = text.indexOf('-');
  if (dash > 0) {
    const first = parseIpv4(text.slice(0, dash).trim());
    const last = parseIpv4(text.slice(dash + 1).trim());
    return first !== undefined && last !== undefined && first <= last ? { first, last } : undefined;
  }
  if (text.includes('/')) return parseCidr(text);
  const single = parseIpv4(text);
  return single === undefined ? undefined : { first: single, last: single };
}

/** `first-last` as NSX prints ranges. */
export function formatRange(range: Ipv4Range): string {
  return `${formatIpv4(range.first)}-${formatIpv4(range.last)}`;
}
