interface Entry<V> {
  readonly value: V;
  /** When it was asked for last, on the clock of `performance.now()`. */
  readonly at: number;
}

export type Memory<O extends object, V> = WeakMap<O, Map<string, Entry<V>>>;

/** What nobody asked for in so long is forgotten. */
const KEPT_MS = 10 * 60_000;

/**
 * What was made for the key, or makes it. Views that are watched ask in turns, so what is forgotten is what none of them asks for;
 * only beyond `most` the one asked for longest ago.
 */
export function remembered<O extends object, V>(
  all: Memory<O, V>,
  owner: O,
  key: string,
  most: number,
  make: () => V,
): V {
  const kept = all.get(owner) ?? new Map<string, Entry<V>>();
  all.set(owner, kept);
  const known = kept.get(key);
  const value = known === undefined ? make() : known.value;
  const at = performance.now();
  kept.delete(key);
  kept.set(key, { value, at });
  for (const [oldest, entry] of kept) {
    if (kept.size <= most && at - entry.at < KEPT_MS) break;
    kept.delete(oldest);
  }
  return value;
}
