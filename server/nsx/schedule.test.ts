import { expect, it } from 'vitest';
import { nsxKinds } from '@/lib/kinds';
import { nsxSource } from '@/lib/model';
import { fail } from '../transport/failure';
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

it('tries lists that the server does not have rarely, so that those it has come round sooner', () => {
  const progress = nsxKinds().map(newProgress);
  const kinds = progress.map(({ kind }) => kind);
  const inventory = new Inventory(kinds, { source: nsxSource('test'), sourceName: 'test' }, new Set(['ours']));
  const schedule = new Schedule(progress, inventory, NSX_TUNING);
  const listed = progress.filter(({ kind }) => kind.read.listOnly);
  const [here, ...others] = listed;
  if (here === undefined) throw new Error('there is no kind that is only listed');
  const before = schedule.pauseOf(here, false);
  for (const other of others) other.failure = fail('not-found', 'no such list').failure;
  expect(schedule.pauseOf(here, false)).toBeLessThan(before / 2);
  for (const other of others) expect(schedule.pauseOf(other, false)).toBeGreaterThan(schedule.pauseOf(here, false));
});

it('asks how many lists a kind takes without a visit to every object', () => {
  const kinds = nsxKinds();
  const inventory = new Inventory(kinds, { source: nsxSource('test'), sourceName: 'test' }, new Set(['ours']));
  const segment = (id: string, cluster: string) => ({
    resource_type: 'Segment',
    id,
    path: `/infra/segments/${id}`,
    tags: [{ scope: 'ncp/cluster', tag: cluster }],
  });
  for (const object of [segment('a', 'ours'), segment('b', 'ours'), segment('c', 'theirs')])
    inventory.take(object, { always: true });
  for (const { name } of kinds) expect(inventory.countOf(name)).toBe(inventory.pathsOf(name).length);
  const progress = kinds.map(newProgress);
  const schedule = new Schedule(progress, inventory, NSX_TUNING);
  inventory.pathsOf = () => {
    throw new Error('every object was visited');
  };
  for (const each of progress) expect(schedule.boundOf(each, { rotating: true, swept: false })).toBeGreaterThan(0);
});
