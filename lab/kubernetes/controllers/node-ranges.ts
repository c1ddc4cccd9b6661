import type { Node } from './types';

/** The next free /24 of 10.244.0.0/16 (then of 10.245.0.0/16 …) for a node that came without a range. */
export function freeRange(list: readonly Node[]): string {
  const taken = new Set(list.map((node) => node.spec?.podCIDR));
  for (let index = 0; index < 2816; index += 1) {
    const range = `10.${244 + Math.floor(index / 256)}.${index % 256}.0/24`;
    if (!taken.has(range)) return range;
  }
  throw new Error('no Pod range left for another node');
}
