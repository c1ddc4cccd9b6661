/** What was made for the key, or makes it; beyond `most` the one asked for longest ago is forgotten. */
export function remembered<O extends object, V>(
  all: WeakMap<O, Map<string, V>>,
  owner: O,
  key: string,
  most: number,
  make: () => V,
): V {
  const kept = all.get(owner) ?? new Map<string, V>();
  all.set(owner, kept);
  const value = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, value);
  const [oldest] = kept.size > most ? kept.keys() : [];
  if (oldest !== undefined) kept.delete(oldest);
  return value;
}
