import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownerTags, sameOwnerTags } from './tags';

const tag = fc.record({
  scope: fc.constantFrom('ncp/cluster', 'ncp/pod_uid', 'nsx-op/pod_uid', 'ncp/project', 'app', 'revision'),
  tag: fc.constantFrom('', 'a', 'b'),
});
const tags = fc.array(tag, { maxLength: 6 });
const isLabel = ({ scope }: { readonly scope: string }) => scope === 'app' || scope === 'revision';

describe('sameOwnerTags', () => {
  it('never takes tags that name different owners for the same', () => {
    fc.assert(
      fc.property(tags, tags, (one, other) => {
        fc.pre(sameOwnerTags(one, other));
        expect(ownerTags(other)).toEqual(ownerTags(one));
      }),
      { seed: 20_261, numRuns: 2_000, maxSkipsPerRun: 1_000 },
    );
  });

  it('looks past labels, wherever they stand', () => {
    fc.assert(
      fc.property(tags, fc.array(tag.filter(isLabel)), (all, labels) => {
        const naming = all.filter((one) => !isLabel(one));
        const copies = naming.map((one) => ({ ...one }));
        expect(sameOwnerTags(all, [...labels, ...copies])).toBe(true);
      }),
      { seed: 20_261, numRuns: 500 },
    );
  });
});
