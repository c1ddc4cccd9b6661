const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

function pair(whole: number, unit: string, rest: number, restUnit: string): string {
  return rest === 0 ? `${whole}${unit}` : `${whole}${unit}${rest}${restUnit}`;
}

/** A span of milliseconds as kubectl prints ages: `34s`, `2m5s`, `10m`, `3h10m`, `2d4h`, `400d`, `3y20d`. */
export function humanDuration(span: number): string {
  if (span < -second) return '<invalid>';
  if (span < 0) return '0s';
  const seconds = Math.floor(span / second);
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(span / minute);
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(span / hour);
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(span / day);
  if (hours < 24 * 8) return pair(days, 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  const years = Math.floor(days / 365);
  return hours < 24 * 365 * 8 ? pair(years, 'y', days % 365, 'd') : `${years}y`;
}

/** Age of a timestamp at `now` (milliseconds), `<unknown>` when there is none. */
export function ageOf(timestamp: unknown, now: number): string {
  if (typeof timestamp !== 'string' || timestamp === '') return '<unknown>';
  return humanDuration(now - Date.parse(timestamp));
}
