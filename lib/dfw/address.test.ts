import { describe, expect, it } from 'vitest';
import { holdsAddress } from './address';

describe('holdsAddress', () => {
  it.each([
    ['10.0.6.4', '10.0.6.4', true],
    ['10.0.6.0/24', '10.0.6.255', true],
    ['10.0.6.0/24', '10.0.7.0', false],
    ['0.0.0.0/0', '192.0.2.1', true],
    ['10.0.6.1-10.0.6.9', '10.0.6.9', true],
    ['10.0.6.1-10.0.6.9', '10.0.6.10', false],
    ['2001:db8::/32', '2001:db8::1', true],
    ['2001:db8::1', '2001:0db8:0:0:0:0:0:1', true],
    ['10.0.0.0/8', '2001:db8::1', false],
    ['10.0.0.0/99', '10.0.0.1', false],
    ['nonsense', '10.0.0.1', false],
    ['10.0.0.0/8', 'nonsense', false],
  ])('%s holds %s: %s', (entry, address, expected) => {
    expect(holdsAddress(entry, address)).toBe(expected);
  });
});
