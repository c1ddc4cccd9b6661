import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GroupLookup, portEvidence } from '../dfw/evaluate';
import { parseExpression } from '../dfw/expression';
import type { Tag } from '../model';
import { AskedScopes } from './asked-scopes';

const SCOPES = ['app', 'App', 'tier', 'ncp/project', ''];
const VALUES = ['web', 'WEB', 'db', ''];
const tags = fc.array(fc.record({ scope: fc.constantFrom(...SCOPES), tag: fc.constantFrom(...VALUES) }), {
  maxLength: 4,
});
const condition = fc
  .record({
    member_type: fc.constantFrom('SegmentPort', 'Segment', 'VpcSubnetPort'),
    key: fc.constantFrom('Tag', 'Tag', 'Tag', 'Name'),
    operator: fc.constantFrom('EQUALS', 'NOTEQUALS', 'CONTAINS', 'STARTSWITH', 'IN'),
    scope_operator: fc.constantFrom('EQUALS', 'EQUALS', 'EQUALS', 'NOTEQUALS'),
    value: fc.constantFrom('app|web', 'app|', 'Tier|db', '|web', 'web', 'APP|W', 'other|'),
  })
  .map((fields) => ({ resource_type: 'Condition', ...fields }));
const nested = fc.array(condition, { minLength: 1, maxLength: 2 }).map((expressions) => ({
  resource_type: 'NestedExpression',
  expressions,
}));
const expression = fc.array(fc.oneof(condition, nested), { minLength: 1, maxLength: 2 }).map((all) => {
  const joined = all.flatMap((each, at) =>
    at === 0 ? [each] : [{ resource_type: 'ConjunctionOperator', conjunction_operator: 'AND' }, each],
  );
  return parseExpression(joined);
});

const NO_GROUPS: GroupLookup = { at: () => undefined, meeting: () => [] };
const portWith = (carried: readonly Tag[]) => ({
  path: '/infra/segments/s/ports/p',
  name: 'p',
  tags: carried,
  segment: null,
});

describe('tags that criteria ask for', () => {
  it('are all that decides: ports that are alike in them meet the same by the same evidence', () => {
    let alike = 0;
    fc.assert(
      fc.property(fc.array(expression, { maxLength: 3 }), expression, tags, tags, (all, gone, before, now) => {
        const asked = new AskedScopes();
        asked.need(gone);
        for (const each of all) asked.need(each);
        asked.release(gone);
        if (!asked.areAlike(before, now)) return;
        alike++;
        for (const each of all)
          expect(portEvidence(portWith(now), each, NO_GROUPS)).toEqual(portEvidence(portWith(before), each, NO_GROUPS));
      }),
      { numRuns: 3_000 },
    );
    expect(alike).toBeGreaterThan(100);
  });

  it('leave out labels that no group names, until one does', () => {
    const asked = new AskedScopes();
    const before = [{ scope: 'app', tag: 'web' }];
    const now = [...before, { scope: 'revision', tag: '2' }];
    const byScope = (value: string) =>
      parseExpression([
        { resource_type: 'Condition', member_type: 'SegmentPort', key: 'Tag', operator: 'EQUALS', value },
      ]);
    const [app, revision, any] = ['app|web', 'Revision|2', '2'].map(byScope);
    if (app === undefined || revision === undefined || any === undefined) throw new Error('no expressions');
    asked.need(app);
    expect(asked.areAlike(before, now)).toBe(true);
    expect(asked.areAlike(before, [])).toBe(false);
    for (const other of [revision, any]) {
      asked.need(other);
      expect(asked.areAlike(before, now)).toBe(false);
      asked.release(other);
      expect(asked.areAlike(before, now)).toBe(true);
    }
  });
});
