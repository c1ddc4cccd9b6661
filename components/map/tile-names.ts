/** What most names of a cluster's tiles begin with, and end with: it tells none of them from another. */
export interface SharedEnds {
  readonly start: string;
  readonly end: string;
}

export type Measure = (words: string) => number;

const NOTHING: SharedEnds = { start: '', end: '' };
/** So many names tell of all. */
const SAMPLE = 240;
/** So much of them at either side of the order may be called otherwise. */
const OTHERWISE = 0.06;

/** Of fewer than four names too little is known. */
export function sharedEnds(names: readonly string[]): SharedEnds {
  if (names.length < 4) return NOTHING;
  const step = Math.ceil(names.length / SAMPLE);
  const some = names.filter((_, index) => index % step === 0);
  const start = sharedStart(some);
  return { start, end: reversed(sharedStart(some.map((name) => reversed(name.slice(start.length))))) };
}

/** Up to and with the last separator that they share. Between two names in order all others begin as both do. */
function sharedStart(names: readonly string[]): string {
  const sorted = [...names].sort();
  const aside = Math.floor(sorted.length * OTHERWISE);
  const [first = '', last = ''] = [sorted[aside], sorted[sorted.length - 1 - aside]];
  let length = 0;
  while (length < first.length && first[length] === last[length]) length++;
  return /^.*[-_./ ]/.exec(first.slice(0, length))?.[0] ?? '';
}

const reversed = (words: string): string => [...words].reverse().join('');

/** The name in the room there is: first without what it shares with its neighbours, at last cut in the middle. */
export function fitName(name: string, room: number, measure: Measure, { start, end }: SharedEnds = NOTHING): string {
  if (measure(name) <= room) return name;
  const own =
    start !== '' && name.length > start.length && name.startsWith(start) ? `…${name.slice(start.length)}` : name;
  if (own !== name && measure(own) <= room) return own;
  const middle = end !== '' && own.length > end.length + 1 && own.endsWith(end) ? `${own.slice(0, -end.length)}…` : own;
  return middle !== own && measure(middle) <= room ? middle : cut(middle, room, measure);
}

/** Cut in the middle: what tells names apart is often at their end. */
function cut(words: string, room: number, measure: Measure): string {
  const letters = Math.floor((words.length * room) / measure(words)) - 1;
  if (letters < 3) return '';
  const tail = Math.floor(letters / 3);
  return `${words.slice(0, letters - tail)}…${words.slice(words.length - tail)}`;
}
