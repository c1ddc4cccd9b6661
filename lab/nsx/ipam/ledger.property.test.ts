import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddressLedger, type LedgerRecord } from './ledger';

const seed = 20261122;
const within = { first: 0x0a000000, last: 0x0a0003ff };
const ranges = [{ first: 10, last: 25 }];

type Step =
  | { readonly kind: 'range'; readonly owner: number; readonly bits: number }
  | { readonly kind: 'address' | 'release' | 'wake'; readonly owner: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('range' as const), owner: fc.nat(12), bits: fc.integer({ min: 4, max: 8 }) }),
  fc.record({ kind: fc.constantFrom('address' as const, 'release' as const, 'wake' as const), owner: fc.nat(30) }),
);

function run(ledger: AddressLedger, steps: readonly Step[]): void {
  for (const { kind, owner, ...rest } of steps) {
    if (kind === 'range' && 'bits' in rest && ledger.rangeOf(`r${owner}`) === undefined)
      ledger.takeRange('block', within, `r${owner}`, 2 ** rest.bits);
    if (kind === 'address' && ledger.addressOf(`a${owner}`) === undefined)
      ledger.takeAddress('pool', ranges, `a${owner}`);
    if (kind === 'release') ledger.release(`a${owner}`, 100);
    if (kind === 'wake') ledger.wake(100);
  }
}

describe('address ledger', () => {
  it('never gives the same part or address to two owners', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const ledger = new AddressLedger();
        run(ledger, steps);
        const used = ledger.usedRanges('block');
        for (const [index, range] of used.entries()) {
          const size = range.last - range.first + 1;
          expect(range.first % size).toBe(0);
          expect(range.last).toBeLessThanOrEqual(within.last);
          const next = used[index + 1];
          if (next !== undefined) expect(next.first).toBeGreaterThan(range.last);
        }
        const held = Array.from({ length: 31 }, (_, owner) => ledger.addressOf(`a${owner}`)).filter(
          (address) => address !== undefined,
        );
        expect(new Set(held).size).toBe(held.length);
        expect(ledger.poolUse('pool').held).toBe(held.length);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('is the same again after its records are replayed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const ledger = new AddressLedger();
        const records: LedgerRecord[] = [];
        ledger.onRecord((record) => records.push(record));
        run(ledger, steps);
        const copy = new AddressLedger();
        for (const record of records) copy.replay(record);
        expect([...copy.snapshot()]).toEqual([...ledger.snapshot()]);
      }),
      { seed },
    );
  });

  it('lets a released address rest before it is used again', () => {
    const ledger = new AddressLedger();
    const only = [{ first: 5, last: 5 }];
    expect(ledger.takeAddress('p', only, 'one')).toBe(true);
    ledger.release('one', 50);
    expect(ledger.takeAddress('p', only, 'two')).toBe(false);
    expect(ledger.wake(49)).toBe(false);
    expect(ledger.wake(50)).toBe(true);
    expect(ledger.takeAddress('p', only, 'two')).toBe(true);
  });
});
