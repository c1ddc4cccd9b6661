import { Layered } from './layered';

/**
 * Keyed collections and their deltas: the one mechanism by which graphs and views change. Values are compared with a
 * caller's equality (default: canonical JSON, so values must be plain data).
 */
export interface KeyedDelta<V> {
  readonly put: Readonly<Record<string, V>>;
  readonly remove: readonly string[];
}

/** True when the delta changes nothing. */
export function isEmptyDelta(delta: KeyedDelta<unknown>): boolean {
  return delta.remove.length === 0 && Object.keys(delta.put).length === 0;
}

/** A new map with the delta applied; untouched values keep their identity. */
export function applyDelta<V>(base: ReadonlyMap<string, V>, delta: KeyedDelta<V>): Map<string, V> {
  const next = new Map(base);
  for (const key of delta.remove) next.delete(key);
  for (const [key, value] of Object.entries(delta.put)) next.set(key, value);
  return next;
}

/** What turns `from` into `to`. */
export function diffKeyed<V>(
  from: ReadonlyMap<string, V>,
  to: ReadonlyMap<string, V>,
  equal: (a: V, b: V) => boolean = sameJson,
): KeyedDelta<V> {
  const replaced = to instanceof Layered ? to.replacedSince(from) : null;
  const put: Record<string, V> = {};
  let known = 0;
  for (const [key, value] of replaced ?? to) {
    const before = from.get(key);
    if (before !== undefined) known++;
    if (before === undefined || !equal(before, value)) put[key] = value;
  }
  const isComplete = replaced !== null || known === from.size;
  return { put, remove: isComplete ? [] : [...from.keys()].filter((key) => !to.has(key)) };
}

/** One delta with the effect of both in order. */
export function squashDeltas<V>(first: KeyedDelta<V>, second: KeyedDelta<V>): KeyedDelta<V> {
  const put: Record<string, V> = { ...first.put };
  for (const key of second.remove) delete put[key];
  Object.assign(put, second.put);
  const remove = [...new Set([...first.remove, ...second.remove])].filter((key) => !(key in put));
  return { put, remove };
}

function sameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
