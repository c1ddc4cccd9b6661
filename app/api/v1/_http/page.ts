import { numberIn } from './scope';

const LAST = 10_000_000;
const USUAL = 100;
const MOST = 5_000;

/** Which rows of a long answer are asked for, with what is wrong about it. */
export function pageIn(one: (name: string) => string | null) {
  const from = numberIn(one('from'), 'query.from', { least: 0, most: LAST, usual: 0 });
  const count = numberIn(one('count'), 'query.count', { least: 1, most: MOST, usual: USUAL });
  return { page: { from: from.value, count: count.value }, mistakes: [...from.mistakes, ...count.mistakes] };
}
