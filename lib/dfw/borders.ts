import { inOneGo, STRIDE, type Steps, sorted } from '../steps';
import { boundsOf } from './address';

/** Where networks begin and end, in order. */
interface Borders {
  readonly four: readonly bigint[];
  readonly six: readonly bigint[];
}

const BORDERS = new WeakMap<ReadonlySet<string>, Borders>();

/** Networks cut the addresses into stretches; all of one stretch are in the same networks. */
export function stretchAt(literals: ReadonlySet<string>, address: string): string {
  const borders = BORDERS.get(literals) ?? inOneGo(bordersReady(literals));
  const bounds = boundsOf(address);
  if (bounds === null) return address;
  return `${bounds.six ? 'six' : ''}${stretchOf(bounds.six ? borders.six : borders.four, bounds.first)}`;
}

/** Gets the borders of these networks ready; nothing to do the second time. */
export function* bordersReady(literals: ReadonlySet<string>): Steps<Borders> {
  const known = BORDERS.get(literals);
  if (known !== undefined) return known;
  const [four, six] = [new Set<bigint>(), new Set<bigint>()];
  let visited = 0;
  for (const literal of literals) {
    if (++visited % STRIDE === 0) yield;
    const bounds = boundsOf(literal);
    if (bounds === null) continue;
    const into = bounds.six ? six : four;
    into.add(bounds.first).add(bounds.last + 1n);
  }
  const borders = { four: yield* sorted([...four], compare), six: yield* sorted([...six], compare) };
  BORDERS.set(literals, borders);
  return borders;
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** How many borders are not beyond the address. */
function stretchOf(borders: readonly bigint[], address: bigint): number {
  let [low, high] = [0, borders.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((borders[middle] ?? 0n) <= address) low = middle + 1;
    else high = middle;
  }
  return low;
}
