/** Long work that can be interrupted wherever it yields. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** The result without any interruption. */
export function inOneGo<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** How many items of a list are gone through between two steps. */
export const STRIDE = 256;
/** So many are sorted at once: more take longer than anybody should wait. */
const RUN = 1_024;

type Compare<T> = (a: T, b: T) => number;

/** As `sort` does, but in steps. Where the order says nothing the items stay in the order they came in. */
export function* sorted<T>(items: readonly T[], compare: Compare<T>): Steps<T[]> {
  let runs: T[][] = [];
  for (let from = 0; from < items.length; from += RUN) {
    runs.push(items.slice(from, from + RUN).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [left, right] = [runs[i] ?? [], runs[i + 1]];
      merged.push(right === undefined ? left : yield* merge(left, right, compare));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

function* merge<T>(left: readonly T[], right: readonly T[], compare: Compare<T>): Steps<T[]> {
  const all: T[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    // Within the bounds of the one that is taken from: the loop ends with both.
    const takesRight = i >= left.length || (j < right.length && compare(left[i] as T, right[j] as T) > 0);
    all.push((takesRight ? right[j++] : left[i++]) as T);
    if (all.length % RUN === 0) yield;
  }
  return all;
}
