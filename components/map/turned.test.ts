import { expect, it } from 'vitest';
import { region, tile, viewOf } from '@/tests/support/views';
import { turnedTo, turnedWords } from './turned';

const [cards, tiles, empty] = [viewOf([region('a', true)], []), viewOf([tile('a'), region('b')], []), viewOf([], [])];

it('notices that a map turned from cards to tiles or back, and not that it was read or emptied', () => {
  expect(turnedTo(cards, tiles)).toBe('tiles');
  expect(turnedTo(tiles, cards)).toBe('cards');
  for (const [before, after] of [
    [cards, cards],
    [tiles, tiles],
    [empty, tiles],
    [tiles, empty],
  ] as const)
    expect(turnedTo(before, after)).toBeNull();
});

it('says why everything has another place, by what the boxes are called', () => {
  expect(turnedWords('tiles', tiles, undefined)).toMatch(/^2 Namespaces now, too many for a card each/);
  const inVpc = { ...cards, summary: { ...cards.summary, networks: 'vpc' as const } };
  expect(turnedWords('cards', inVpc, 'segment')).toMatch(/^1 subnet now, few enough/);
});
