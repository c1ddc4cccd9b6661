import { describe, expect, it } from 'vitest';
import { shrink } from './mini-map';

describe('the minimap', () => {
  it('holds the whole chart, whatever its form', () => {
    for (const size of [
      { width: 12_000, height: 900 },
      { width: 900, height: 30_000 },
      { width: 300, height: 100 },
      { width: 0, height: 0 },
    ]) {
      const { x, y, scale } = shrink(size);
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x + size.width * scale).toBeLessThanOrEqual(200);
      expect(y + size.height * scale).toBeLessThanOrEqual(132);
    }
  });
});
