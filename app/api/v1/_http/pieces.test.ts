import { describe, expect, it } from 'vitest';
import { inPieces } from './pieces';

async function* three(): AsyncGenerator<string> {
  yield '{"a":[1';
  yield ',2]';
  yield '}';
}

describe('an answer in pieces', () => {
  it('is the same for the reader, and lets others have their turn between two pieces', async () => {
    let turns = 0;
    const count = (): void => {
      turns++;
      if (turns < 1_000) setImmediate(count);
    };
    setImmediate(count);
    expect(await inPieces(three(), () => undefined).json()).toEqual({ a: [1, 2] });
    expect(turns).toBeGreaterThan(2);
  });

  it('breaks where it cannot be finished, and says so to the log', async () => {
    const faults: unknown[] = [];
    async function* broken(): AsyncGenerator<string> {
      yield '{"a":';
      throw new Error('broken');
    }
    await expect(inPieces(broken(), (error) => faults.push(error)).text()).rejects.toThrow('broken');
    expect(faults).toHaveLength(1);
  });

  it('is not written on when the reader goes', async () => {
    let ended = false;
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) yield 'more';
      } finally {
        ended = true;
      }
    }
    const reader = inPieces(endless(), () => undefined).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(ended).toBe(true);
  });
});
