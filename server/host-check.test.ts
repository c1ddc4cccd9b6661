import { describe, expect, it } from 'vitest';
import { acceptsHost } from './host-check';

describe('the host check', () => {
  it.each([
    ['localhost:3000', true],
    ['127.0.0.1:3000', true],
    ['[::1]:3000', true],
    ['LOCALHOST', true],
    ['10.1.2.3:3000', true],
    ['portolan.example.com', true],
    ['evil.example.com:3000', false],
    ['localhost.evil.example.com', false],
    ['localhost@evil.example.com', false],
    ['', false],
    [null, false],
  ])('on loopback answers %j: %s', (host, expected) => {
    expect(acceptsHost(host, '127.0.0.1', ['portolan.example.com'])).toBe(expected);
  });

  it('elsewhere answers any name, until names are listed', () => {
    expect(acceptsHost('anything.example.com', '0.0.0.0', [])).toBe(true);
    expect(acceptsHost('anything.example.com', '0.0.0.0', ['portolan.example.com'])).toBe(false);
  });
});
