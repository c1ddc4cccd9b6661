type Mutable<T> = T extends string
  ? T
  : T extends readonly (infer U)[]
    ? Mutable<U>[]
    : T extends object
      ? { -readonly [K in keyof T]: Mutable<T[K]> }
      : T;

/** A value as the wire types it: they are inferred from schemas, which know no read-only lists. Nothing is copied. */
export function onWire<T>(value: T): Mutable<T> {
  // The receiver serialises the value and changes nothing in it.
  return value as Mutable<T>;
}
