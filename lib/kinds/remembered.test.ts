import { describe, expect, it } from 'vitest';
import { Remembered } from './remembered';

describe('Remembered', () => {
  it('makes one value for a text, and keeps the last that were asked for when it is full', () => {
    const remembered = new Remembered<{ readonly text: string }>(3);
    const of = (text: string) => remembered.of(text, () => ({ text }));
    const first = of('a');
    for (const text of 'bcdefghij') {
      of(text);
      expect(of('a')).toBe(first);
    }
    const made: string[] = [];
    for (const text of 'jaihgfedcb') {
      remembered.of(text, () => {
        made.push(text);
        return { text };
      });
    }
    expect(made.length).toBeGreaterThan(0);
    expect(made).not.toContain('j');
    expect(made).not.toContain('a');
  });
});
