/** Structural equality of plain data: the same keys with the same values, whatever their order. */
export function samePlain(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => samePlain(item, b[index]));
  }
  const [first, second] = [a as Record<string, unknown>, b as Record<string, unknown>]; // checked: objects, no arrays
  let size = 0;
  for (const key in first) {
    size++;
    if (!samePlain(first[key], second[key]) || !(key in second)) return false;
  }
  for (const _ in second) size--;
  return size === 0;
}
