const STEPS: readonly (readonly [number, string])[] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
];

/** `8 s ago`, `13 min ago`, `2 h ago`; a moment in the future counts as now. */
export function agoWords(at: number, now: number): string {
  return `${durationWords(Math.max(0, now - at))} ago`;
}

/** A length of time in its largest whole unit: `8 s`, `13 min`, `2 h`, `5 d`. */
export function durationWords(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  for (const [size, unit] of STEPS) if (seconds >= size) return `${Math.floor(seconds / size)} ${unit}`;
  return `${seconds} s`;
}

/** The absolute time in the viewer's zone, to the second, ISO-like so that it sorts and reads anywhere. */
export function absoluteTime(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** The absolute time with the one of UTC beside it, for hovering: whoever compares it with a log needs that. */
export function bothTimes(at: number): string {
  return `${absoluteTime(at)}, ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** A text of the server cut at the instants in it, which are in UTC: words, and times in milliseconds. */
export function timesIn(text: string): readonly (string | number)[] {
  const parts: (string | number)[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(INSTANT)) {
    if (index > end) parts.push(text.slice(end, index));
    parts.push(Date.parse(found));
    end = index + found.length;
  }
  return end < text.length ? [...parts, text.slice(end)] : parts;
}

/** The text with its times in the viewer's zone, where no element can be put. */
export function inViewersZone(text: string): string {
  return timesIn(text)
    .map((part) => (typeof part === 'number' ? absoluteTime(part) : part))
    .join('');
}
