import { describe, expect, it } from 'vitest';
import { formatIpv4, networkOf, parseAddressSet, parseCidr, parseIpv4 } from './ipv4';

describe('IPv4', () => {
  it('reads and writes addresses', () => {
    expect(formatIpv4(parseIpv4('255.10.0.7') ?? 0)).toBe('255.10.0.7');
    for (const wrong of ['1.2.3', '1.2.3.256', '01.2.3.4', 'a.b.c.d', ''])
      expect(parseIpv4(wrong), wrong).toBeUndefined();
  });

  it('finds the network of an address with prefix', () => {
    const cidr = parseCidr('10.0.6.9/24');
    expect(cidr === undefined ? '' : networkOf(cidr)).toBe('10.0.6.0/24');
    expect(parseCidr('10.0.0.0/33')).toBeUndefined();
    expect(parseCidr('10.0.0.0')).toBeUndefined();
  });

  it('reads ranges, single addresses and networks', () => {
    expect(parseAddressSet('10.0.0.1-10.0.0.3')).toEqual({ first: 167_772_161, last: 167_772_163 });
    expect(parseAddressSet('10.0.0.3-10.0.0.1')).toBeUndefined();
    expect(parseAddressSet('fe80::1')).toBeUndefined();
  });
});
