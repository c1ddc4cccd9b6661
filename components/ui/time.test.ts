import { expect, it } from 'vitest';
import { absoluteTime, agoWords, bothTimes, durationWords, inViewersZone, timesIn } from './time';

it('says times in the largest whole unit and never in the future', () => {
  expect(durationWords(8_400)).toBe('8 s');
  expect(durationWords(13 * 60_000 + 5)).toBe('13 min');
  expect(durationWords(3 * 3_600_000)).toBe('3 h');
  expect(durationWords(50 * 3_600_000)).toBe('2 d');
  expect(agoWords(5_000, 1_000)).toBe('0 s ago');
});

it('tells the times in a text of the server in the zone of the viewer', () => {
  const [first, second] = [Date.UTC(2026, 10, 22, 16, 31, 5), Date.UTC(2026, 10, 22, 16, 32)];
  const text = 'stale since 2026-11-22T16:31:05.250Z, tried at 2026-11-22T16:32:00Z';
  expect(timesIn(text)).toEqual(['stale since ', first + 250, ', tried at ', second]);
  expect(inViewersZone(text)).toBe(`stale since ${absoluteTime(first)}, tried at ${absoluteTime(second)}`);
  expect(timesIn('no time in 2026-11-22')).toEqual(['no time in 2026-11-22']);
  expect(bothTimes(first)).toBe(`${absoluteTime(first)}, 2026-11-22 16:31:05 UTC`);
});
