import { describe, expect, it } from 'vitest';
import { sizeOf, usableByPorts } from './network';

describe('the size of a network', () => {
  it('is counted in both families', () => {
    expect(sizeOf('10.0.6.0/24')).toBe(256);
    expect(sizeOf('0.0.0.0/0')).toBe(2 ** 32);
    expect(sizeOf('2001:db8::/120')).toBe(256);
    expect(sizeOf('2001:db8::/64')).toBe(2 ** 64);
  });

  it('is not known of what is no network', () => {
    for (const text of ['', '10.0.6.0', '10.0.6.0/33', '10.0.6/24', '2001:db8::/129', '10.0.0.1-10.0.0.9', 'pods/24'])
      expect(sizeOf(text), text).toBeNull();
  });
});

describe('the addresses that ports can take', () => {
  it('leaves out the network, the gateway and the broadcast of IPv4', () => {
    expect(usableByPorts(['10.0.6.0/24'])).toBe(253);
    expect(usableByPorts(['10.0.6.0/32'])).toBe(0);
    expect(usableByPorts(['2001:db8::/120'])).toBe(254);
  });

  it('counts the smaller family of a segment that has both, as each port takes an address of each', () => {
    expect(usableByPorts(['10.0.6.0/24', '2001:db8::/64'])).toBe(253);
    expect(usableByPorts(['10.0.6.0/24', '10.0.7.0/24'])).toBe(506);
  });

  it('is not known without networks, or with one that cannot be read', () => {
    expect(usableByPorts([])).toBeNull();
    expect(usableByPorts(['10.0.6.0/24', '10.0.7/24'])).toBeNull();
  });
});
