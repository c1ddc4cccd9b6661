import { networkOf } from '../../dfw/address';

/** How many addresses a network holds; null for what is none. Those of IPv6 are as exact as a double is. */
export function sizeOf(cidr: string): number | null {
  const prefix = prefixOf(cidr);
  return prefix === null ? null : 2 ** (prefix.bits - prefix.length);
}

/** How many of them can be given to ports: without the network's own address, the gateway and, in IPv4, the broadcast. */
function usableIn(cidr: string): number | null {
  const [size, prefix] = [sizeOf(cidr), prefixOf(cidr)];
  return size === null || prefix === null ? null : Math.max(size - (prefix.bits === 32 ? 3 : 2), 0);
}

/** Of a segment with networks of both families every port takes an address of each: the smaller family fills up first. */
export function usableByPorts(cidrs: readonly string[]): number | null {
  const narrow = cidrs.filter((cidr) => prefixOf(cidr)?.bits !== 128);
  return cidrs.length === 0 ? null : sum((narrow.length > 0 ? narrow : cidrs).map(usableIn));
}

/** Of what size the addresses are, and how many bits of them a network has for itself; null for what is none. */
function prefixOf(cidr: string): { readonly bits: 32 | 128; readonly length: number } | null {
  const length = /^[^-/]+\/(\d+)$/.exec(cidr)?.[1];
  if (length === undefined || networkOf(cidr) === null) return null;
  return { bits: cidr.includes(':') ? 128 : 32, length: Number(length) };
}
/** The sum of sizes; null as soon as one is not known. */
export function sum(sizes: readonly (number | null)[]): number | null {
  return sizes.reduce<number | null>((total, size) => (total === null || size === null ? null : total + size), 0);
}
