import type { Front, Host } from './endpoints';

/** The address of the host that is of the same IP version. */
export const sameVersion = ({ addresses }: Host, other: string): string | null =>
  addresses.find((one) => one.includes(':') === other.includes(':')) ?? null;

/** Why two ends have no IP version in common; null when they have, or one of them may have any. */
export function versionsApart(from: Host, to: Host | Front): string | null {
  const others = to.type === 'host' ? to.addresses : [to.address];
  if (from.addresses.length === 0 || others.length === 0) return null;
  if (others.some((one) => sameVersion(from, one) !== null)) return null;
  return `${from.name} and ${to.name} have no IP version in common`;
}

/** Two addresses of one IP version: IPv4 where both have it. */
export function addressPair(from: Host, to: Host): { readonly from: string | null; readonly to: string | null } {
  for (const six of [false, true]) {
    const [a, b] = [from, to].map(({ addresses }) => addresses.find((one) => one.includes(':') === six) ?? null);
    if ((a !== null || from.addresses.length === 0) && (b !== null || to.addresses.length === 0))
      return { from: a ?? null, to: b ?? null };
  }
  return { from: from.addresses[0] ?? null, to: to.addresses[0] ?? null };
}
