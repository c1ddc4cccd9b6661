import { describe, expect, it } from 'vitest';
import { fitName, sharedEnds } from './tile-names';

const letters = (words: string): number => words.length;
const segments = Array.from(
  { length: 1_000 },
  (_, index) => `seg-fleet-${['atlas', 'borealis', 'cygnus'][index % 3]}-${index}-0`,
);

describe('what names share', () => {
  it('is what most begin and end with, up to a separator, though a few are called otherwise', () => {
    expect(sharedEnds([...segments, 'fleet-nodes', 'default'])).toEqual({ start: 'seg-fleet-', end: '-0' });
    expect(sharedEnds(['team-1', 'team-10', 'team-2', 'team-3'])).toEqual({ start: 'team-', end: '' });
  });

  it('is nothing where they share no whole part, or are few', () => {
    expect(sharedEnds(['atlas', 'atlantis', 'athens', 'augsburg'])).toEqual({ start: '', end: '' });
    expect(sharedEnds(['seg-a', 'seg-b'])).toEqual({ start: '', end: '' });
    expect(sharedEnds(Array.from({ length: 9 }, () => 'a-b'))).toEqual({ start: 'a-', end: '' });
  });
});

describe('a name in little room', () => {
  const shared = { start: 'seg-fleet-', end: '-0' };

  it('is whole where there is room, then goes without what it shares', () => {
    expect(fitName('seg-fleet-atlas-7-0', 19, letters, shared)).toBe('seg-fleet-atlas-7-0');
    expect(fitName('seg-fleet-atlas-7-0', 12, letters, shared)).toBe('…atlas-7-0');
    expect(fitName('seg-fleet-atlas-7-0', 9, letters, shared)).toBe('…atlas-7…');
    expect(fitName('seg-fleet-atlas-7-0', 8, letters, shared)).toBe('…atlas-7');
  });

  it('is cut in the middle where that is not enough, or it shares nothing', () => {
    expect(fitName('seg-fleet-atlas-7-0', 7, letters, shared)).toBe('atla…-7');
    expect(fitName('seg-fleet-borealis-17-0', 9, letters, shared)).toBe('boreal…17');
    expect(fitName('kube-controller-manager', 10, letters, shared)).toBe('kube-c…ger');
    expect(fitName('seg-fleet-', 6, letters, shared)).toBe('seg-…-');
    expect(fitName('kube-system', 2, letters)).toBe('');
  });

  it('keeps its last word, such as a number, where the first keeps enough letters', () => {
    expect(fitName('atlas-dev-0010', 11, letters)).toBe('atlas-…0010');
    expect(fitName('atlas-dev-0010', 8, letters)).toBe('atlas…10');
    expect(fitName('kube-node-lease', 11, letters)).toBe('kube-…lease');
  });

  it('has room for itself, where its end is wider than the rest', () => {
    const wide = (words: string): number => [...words].reduce((sum, letter) => sum + (/\d/.test(letter) ? 2 : 1), 0);
    expect(fitName('atlas-dev-0010', 14, wide)).toBe('atlas…0010');
    expect(wide(fitName('atlas-dev-0010', 14, wide))).toBeLessThanOrEqual(14);
  });
});
