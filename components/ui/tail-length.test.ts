import { describe, expect, it } from 'vitest';
import { tailLength } from './tail-length';

const tail = (text: string): string => (tailLength(text) === 0 ? '' : text.slice(-tailLength(text)));

describe('the end of a name whose middle is cut', () => {
  it('is its last six characters, and nothing of a short name', () => {
    expect(tail('frontend-7d9f8b6c5x-abcde')).toBe('-abcde');
    expect(tail('fleet-t0')).toBe('');
  });

  it('cuts no number in two', () => {
    expect(tail('10.0.0.0/24, 192.168.100.0/24')).toBe('100.0/24');
    expect(tail('Pods that are not ready 12,500 now')).toBe('12,500 now');
    expect(tail('10.0.0.0/24, 10.0.1.0/24 and 300 more')).toBe(' and 300 more');
    expect(tail('+ 4 more database-4 Pods')).toBe('-4 Pods');
  });

  it('goes no further back for a number than a dozen characters', () => {
    expect(tail('serial-123456789012345678901234567890')).toBe('567890');
  });
});
