import type { LiveCriteria, SourceId } from '../model';
import type { DfwIndex } from './dfw-index';

const NUMBERS = new WeakMap<LiveCriteria, number>();
let lastNumber = 0;

/** A short name for criteria, for as long as they are the same. */
function numberOf(criteria: LiveCriteria): number {
  let number = NUMBERS.get(criteria);
  if (number === undefined) {
    number = ++lastNumber;
    NUMBERS.set(criteria, number);
  }
  return number;
}

/** The same text for the same criteria, those left out that no rule names: they tell no port from another. */
export function keyOfUsed(index: DfwIndex, source: SourceId, met: Iterable<LiveCriteria>): string {
  const numbers: number[] = [];
  for (const criteria of met) if (isUsed(index, source, criteria)) numbers.push(numberOf(criteria));
  return numbers.sort((a, b) => a - b).join();
}

function isUsed(index: DfwIndex, source: SourceId, { groups }: LiveCriteria): boolean {
  for (const { node } of groups) if (index.isUsed(source, node.key)) return true;
  return false;
}
