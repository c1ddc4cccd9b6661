import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineTooLong, readLines } from './lines';

async function* chunksOf(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)) {
    yield bytes.subarray(from, cut);
    from = cut;
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>, max = 1_000_000): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(chunks, max)) lines.push(line);
  return lines;
}

describe('lines', () => {
  it('come out whole however the network cuts them', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((line) => !line.includes('\n'));
    await fc.assert(
      fc.asyncProperty(fc.array(text), fc.array(fc.nat()), async (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''), 'utf8');
        expect(await collect(chunksOf(bytes, cuts))).toEqual(
          Buffer.from(lines.join('\n'), 'utf8').toString('utf8').split('\n').slice(0, lines.length),
        );
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('may be huge, up to a bound', async () => {
    const huge = 'x'.repeat(500_000);
    expect(await collect(chunksOf(Buffer.from(`${huge}\n`), [1, 70_000, 400_000]))).toEqual([huge]);
    await expect(collect(chunksOf(Buffer.from(huge), [9]), 1_000)).rejects.toBeInstanceOf(LineTooLong);
  });

  it('without an end are dropped', async () => {
    expect(await collect(chunksOf(Buffer.from('a\nb'), []))).toEqual(['a']);
  });
});
