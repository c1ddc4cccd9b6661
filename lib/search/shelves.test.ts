import { describe, expect, it } from 'vitest';
import type { GraphNode } from '@/lib/model';
import { podRaw, record } from '@/tests/support/builders';
import { Shelves } from './shelves';

const podNamed = (name: string): GraphNode =>
  record('pod', podRaw({ uid: `uid-${name}`, name, namespace: 'shop' })).node;
const numbered = (at: number): string => `pod-${String(at).padStart(5, '0')}`;

function shelfWith(names: readonly string[], score = 20) {
  const shelf = new Shelves(3).of('pod');
  for (const name of names) shelf.offer(podNamed(name), score, name.length);
  return shelf;
}

const namesOn = ({ best }: ReturnType<typeof shelfWith>): readonly string[] => best.map(({ node }) => node.name);

describe('what was found of one kind', () => {
  it('has the shorter names first, then by name, in whatever order they came', () => {
    const names = ['web-1', 'db', 'web-3', 'cache-long', 'web-2'];
    for (const order of [names, names.toReversed(), names.toSorted()])
      expect(namesOn(shelfWith(order))).toEqual(['db', 'web-1', 'web-2']);
  });

  it('still has the better and the shorter first after thousands of equals, and counts every one', () => {
    const shelf = shelfWith(Array.from({ length: 3_000 }, (_, at) => numbered(9_999 - at)));
    expect(shelf.total).toBe(3_000);
    expect(namesOn(shelf)).toHaveLength(3);
    shelf.offer(podNamed('short'), 20, 'short'.length);
    shelf.offer(podNamed('pod-in-name'), 60, 'pod-in-name'.length);
    expect(namesOn(shelf).slice(0, 2)).toEqual(['pod-in-name', 'short']);
    expect(shelf.total).toBe(3_002);
  });
});
