import { createHash } from 'node:crypto';

/** The cluster a fleet is. */
export const fleetCluster = 'fleet';

/** A UUID that depends on the seed and the text alone. */
export function seededUuid(seed: number, text: string): string {
  const hex = createHash('sha256').update(`fleet/${seed}/${text}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const suffixLetters = 'bcdfghjklmnpqrstvwxz2456789';

/** A name suffix as controllers append it, depending on the seed and the text alone. */
export function seededSuffix(seed: number, text: string, length = 5): string {
  const digest = createHash('sha256').update(`suffix/${seed}/${text}`).digest();
  return [...digest.subarray(0, length)].map((byte) => suffixLetters[byte % suffixLetters.length] ?? 'x').join('');
}

const epoch = Date.UTC(2026, 0, 5);

/** Creation time of the object with this number: the fleet grew by one object a second. */
export function createdAt(index: number): string {
  return new Date(epoch + index * 1000).toISOString().replace('.000Z', 'Z');
}

/** The same moment as NSX writes it, in ms since 1970. */
export function createdMs(time: string): number {
  return Date.parse(time);
}
