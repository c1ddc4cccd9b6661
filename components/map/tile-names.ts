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
/** A last word stays whole where so many letters are left for the first. */
const LEAST_HEAD = 4;

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
  const begins = start !== '' && name.length > start.length && name.startsWith(start);
  const own = begins ? name.slice(start.length) : name;
  const ends = end !== '' && own.length > end.length && own.endsWith(end);
  const core = ends ? own.slice(0, -end.length) : own;
  const mark = begins ? '…' : '';
  // One sign is enough to say that it is not whole.
  const ways = [name, `${mark}${own}`, ends ? `${mark}${core}…` : '', begins ? `…${core}` : ''];
  return ways.find((way) => way !== '' && measure(way) <= room) ?? cut(core, room, measure);
}

/** Cut in the middle: what tells names apart is often at their end, in its last word. */
function cut(words: string, room: number, measure: Measure): string {
  const letters = Math.min(words.length, Math.floor((words.length * room) / measure(words))) - 1;
  if (letters < 3) return '';
  const third = Math.floor(letters / 3);
  const last = /[^-_./ ]*$/.exec(words)?.[0].length ?? 0;
  const tail = last > third && last <= letters - LEAST_HEAD ? last : third;
  const ended = (head: number): string => `${words.slice(0, head)}…${words.slice(words.length - tail)}`;
  // Letters differ in width.
  let head = letters - tail;
  while (head > 1 && measure(ended(head)) > room) head--;
  return ended(head);
}
