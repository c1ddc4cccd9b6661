import { expect, it } from 'vitest';
import { nsxKinds } from '@/lib/kinds';
import { nsxSource } from '@/lib/model';
import { Inventory } from './inventory';
import { newProgress } from './kind-state';
import { Schedule } from './schedule';
import { NSX_TUNING } from './tuning';

it('reads a kind by its lists every few seconds while search is broken for it, whatever other lists there are', () => {
  const kinds = nsxKinds();
  const progress = kinds.map(newProgress);
  const inventory = new Inventory(kinds, { source: nsxSource('test'), sourceName: 'test' }, new Set(['ours']));
  const schedule = new Schedule(progress, inventory, NSX_TUNING);
  const services = progress.find(({ kind }) => kind.name === 'nsx-service');
  if (services === undefined) throw new Error('there is no kind named nsx-service');
  expect(schedule.pauseOf(services, false)).toBeGreaterThanOrEqual(NSX_TUNING.fullPassMs);
  services.searchProblem = 'out of sync';
  for (const until of [Date.now() + 60_000, Date.now() - 1]) {
    services.searchOffUntil = until;
    expect(schedule.pauseOf(services, false)).toBeLessThanOrEqual(5_000);
  }
});
