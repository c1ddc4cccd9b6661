import { expect, it } from 'vitest';
import { nsxKinds } from '@/lib/kinds';
import { nsxSource } from '@/lib/model';
import { Inventory } from './inventory';

const kinds = nsxKinds();
const segment = (id: string) => ({
  resource_type: 'Segment',
  id,
  path: `/infra/segments/${id}`,
});

it('removes what a complete read did not bring and nothing else', () => {
  const inventory = new Inventory(kinds, { source: nsxSource('test'), sourceName: 'test' }, new Set(['ours']));
  const all = [segment('a'), segment('b'), segment('c')];
  for (const object of all) inventory.take(object, { always: true });
  inventory.take({ resource_type: 'Tier1', id: 't', path: '/infra/tier-1s/t' }, { always: true });
  const segments = new Set(kinds.filter(({ read }) => read.resourceTypes.includes('Segment')));
  const [kind] = segments;
  if (kind === undefined) throw new Error('there is no kind of segments');
  const seen = all.map(({ path }) => path);
  expect(inventory.removeMissing(segments, new Set(seen))).toEqual([]);
  // As many came as there are, but one of them is of another kind.
  const [a = '', b = '', c = ''] = seen;
  expect(inventory.removeMissing(segments, new Set([a, c, '/infra/tier-1s/t']))).toMatchObject([{ key: b }]);
  expect(inventory.removeMissing(segments, new Set([a]))).toMatchObject([{ key: c }]);
  expect([inventory.count(kind), inventory.searchable(kind), inventory.size]).toEqual([1, 1, 2]);
});
