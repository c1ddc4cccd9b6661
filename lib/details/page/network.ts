/** How many addresses a network of IPv4 holds; null for anything else. */
export function sizeOf(cidr: string): number | null {
  const prefix = /^\d+\.\d+\.\d+\.\d+\/(\d+)$/.exec(cidr)?.[1];
  return prefix === undefined || Number(prefix) > 32 ? null : 2 ** (32 - Number(prefix));
}

/** How many of them can be given to ports: without the network's own address, broadcast and gateway. */
export function usableIn(cidr: string): number | null {
  const size = sizeOf(cidr);
  return size === null ? null : Math.max(size - 3, 0);
}

/** The sum of sizes; null as soon as one is not known. */
export function sum(sizes: readonly (number | null)[]): number | null {
  return sizes.reduce<number | null>((total, size) => (total === null || size === null ? null : total + size), 0);
}
