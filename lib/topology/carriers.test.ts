import { describe, expect, it } from 'vitest';
import { portRaw, record } from '@/tests/support/builders';
import { Carriers } from './carriers';
import { Entry } from './entry';

const port = (podUid: string): Entry => new Entry(record('segment-port', portRaw({ podUid, pod: 'x' })));

describe('who carries something', () => {
  it('is counted at once, and told without those that are gone', () => {
    const carriers = new Carriers();
    const [one, other] = [port('1'), port('2')];
    carriers.add(one);
    carriers.add(other);
    other.alive = false;
    carriers.leave(() => true);
    expect(carriers.size).toBe(1);
    expect(carriers.all()).toEqual([one]);
  });

  it('is forgotten after any churn, but for those who stay', () => {
    const carriers = new Carriers();
    const staying = Array.from({ length: 80 }, (_, i) => port(`stays-${i}`));
    for (const entry of staying) carriers.add(entry);
    const stays = new Set(staying);
    const told: number[] = [];
    for (let i = 0; i < 1_000; i++) {
      carriers.add(port(String(i)));
      carriers.leave((entry) => stays.has(entry));
      told.push(carriers.all().length);
    }
    expect(carriers.size).toBe(staying.length);
    expect(carriers.all()).toEqual(expect.arrayContaining(staying));
    expect(Math.max(...told)).toBeLessThan(1.2 * staying.length);
  });

  it('is nobody once the last has left', () => {
    const carriers = new Carriers();
    const only = port('only');
    carriers.add(only);
    only.alive = false;
    carriers.leave(() => true);
    expect([carriers.size, carriers.all()]).toEqual([0, []]);
  });
});
