/** JSON with sorted keys, so that equal values give equal text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join(',')}}`;
}

const letters = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * The hash controllers put into names and labels of what they make from a template: 32 bits of FNV-1a, whose decimal
 * digits are mapped to letters that form no words. `collisions` tells apart templates whose hashes met.
 */
export function templateHash(template: unknown, collisions = 0): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(canonical(template) + (collisions > 0 ? String(collisions) : ''))) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return [...String(hash)].map((digit) => letters[digit.charCodeAt(0) % letters.length]).join('');
}
