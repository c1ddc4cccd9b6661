import { describe, expect, it } from 'vitest';
import { inOneGo, STRIDE } from '../steps';
import { bordersReady, stretchAt } from './borders';

describe('stretches of addresses', () => {
  it('are told apart by every network, range and address that is named, in both IP versions', () => {
    const literals = new Set(['10.0.1.0/24', '10.0.1.7', '10.0.3.1-10.0.3.9', 'fd00::/64', 'no address']);
    const at = (address: string) => stretchAt(literals, address);
    expect(at('10.0.1.1')).toBe(at('10.0.1.6'));
    expect(at('10.0.1.1')).not.toBe(at('10.0.1.7'));
    expect(at('10.0.1.1')).not.toBe(at('10.0.2.1'));
    expect(at('10.0.2.1')).toBe(at('10.0.3.0'));
    expect(at('10.0.3.9')).not.toBe(at('10.0.3.10'));
    expect(at('fd00::1')).toBe(at('fd00::ffff'));
    expect(at('fd00::1')).not.toBe(at('fd01::1'));
    expect(at('unreadable')).toBe('unreadable');
  });

  it('are made in steps where many are named, and once', () => {
    const literals = new Set(Array.from({ length: STRIDE * 4 }, (_, i) => `10.0.${i >> 8}.${i & 255}`));
    const steps = bordersReady(literals);
    let count = 0;
    while (steps.next().done !== true) count++;
    expect(count).toBeGreaterThan(4);
    expect(bordersReady(literals).next().done).toBe(true);
    expect(inOneGo(bordersReady(literals)).four).toHaveLength(STRIDE * 4 + 1);
  });
});
