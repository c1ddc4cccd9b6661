import { describe, expect, it } from 'vitest';
import { nameSizeAt, scaleOfCard } from './card-size';

describe('the size of a name on a card beside tiles', () => {
  it('is readable on the screen from afar, until the card is too small for it', () => {
    for (const zoom of [0.7, 0.6, 0.5, 0.4]) expect((nameSizeAt(zoom) ?? 0) * zoom).toBeGreaterThanOrEqual(11);
    expect(nameSizeAt(0.1)).toBe(28);
  });

  it('is the usual one where the whole card can be read', () => {
    expect(nameSizeAt(0.75)).toBeNull();
    expect(nameSizeAt(2)).toBeNull();
  });

  it('follows the height of the card', () => {
    expect([undefined, 48, 168].map(scaleOfCard)).toEqual([1, 1, 3.5]);
  });
});
