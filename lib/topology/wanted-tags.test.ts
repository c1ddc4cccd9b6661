import { describe, expect, it } from 'vitest';
import { parseExpression } from '@/lib/dfw/expression';
import type { Tag } from '@/lib/model';
import { WantedTags } from './wanted-tags';

const condition = (value: string, more: Readonly<Record<string, string>> = {}) => ({
  resource_type: 'Condition',
  member_type: 'SegmentPort',
  key: 'Tag',
  operator: 'EQUALS',
  value,
  ...more,
});
const join = (conjunction_operator: 'AND' | 'OR') => ({ resource_type: 'ConjunctionOperator', conjunction_operator });
const expression = (...elements: readonly Readonly<Record<string, unknown>>[]) => parseExpression(elements);

const either = expression(condition('App|Web'), join('AND'), condition('tier|x'), join('OR'), condition('app|db'));

const DB = { scope: 'app', value: 'db' };

function readBy(wanted: WantedTags<string>, tags: readonly Tag[]): readonly string[] {
  const found: string[] = [];
  wanted.read(tags, { add: (criteria) => found.push(criteria) });
  return found;
}

describe('tags that criteria ask of ports', () => {
  it('are met in any case by the first alternative of which a port carries everything', () => {
    const wanted = new WantedTags<string>();
    const needs = wanted.need(either) ?? [];
    const met = (...tags: readonly Tag[]) => {
      readBy(wanted, tags);
      return wanted.met(needs, false)?.map(({ carried }) => carried) ?? null;
    };
    const [web, x, db] = [
      { scope: 'APP', tag: 'wEb' },
      { scope: 'tier', tag: 'X' },
      { scope: 'app', tag: 'db' },
    ];
    expect(met(db, web, x)).toEqual([web, x]);
    expect(met(web, db)).toEqual([db]);
    expect(met(web)).toBeNull();
    expect(met()).toBeNull();
  });

  it('are met by ports of VPCs only where these are asked for', () => {
    const wanted = new WantedTags<string>();
    const met = (member_type: string, isVpcPort: boolean) => {
      const needs = wanted.need(expression(condition('app|web', { member_type }))) ?? [];
      readBy(wanted, [{ scope: 'app', tag: 'web' }]);
      return wanted.met(needs, isVpcPort) !== null;
    };
    expect([met('SegmentPort', false), met('SegmentPort', true)]).toEqual([true, false]);
    expect([met('VpcSubnetPort', false), met('VpcSubnetPort', true)]).toEqual([false, true]);
    const both = expression(condition('app|web'), join('AND'), condition('app|web', { member_type: 'VpcSubnetPort' }));
    expect(wanted.need(both)).toBeNull();
  });

  it('are not all there is where an expression asks for something else too', () => {
    const wanted = new WantedTags<string>();
    const others = [
      condition('app|web', { operator: 'NOTEQUALS' }),
      condition('app|web,db', { operator: 'IN' }),
      condition('app|'),
      condition('|web'),
      condition('app|web', { member_type: 'Segment' }),
      { resource_type: 'PathExpression', paths: ['/infra/segments/s'] },
      { resource_type: 'NestedExpression', expressions: [] },
    ];
    for (const other of others) expect(wanted.need(expression(condition('tier|x'), join('AND'), other))).toBeNull();
  });

  it('lead to the criteria anchored at them until these go', () => {
    const wanted = new WantedTags<string>();
    const port = [{ scope: 'App', tag: 'DB' }];
    wanted.need(either);
    wanted.anchor('first', DB, null);
    wanted.anchor('second', DB, null);
    expect(readBy(wanted, port)).toEqual(['first', 'second']);
    wanted.unanchor('first', 'app', 'db');
    expect(readBy(wanted, port)).toEqual(['second']);
    wanted.unanchor('second', 'app', 'db');
    wanted.release(either);
    expect(readBy(wanted, port)).toEqual([]);
    // What is asked for anew is known anew.
    const needs = wanted.need(either) ?? [];
    readBy(wanted, port);
    expect(wanted.met(needs, false)).not.toBeNull();
  });

  it('lead to criteria that ask for another tag as well only where a port carries it, in whatever order', () => {
    const wanted = new WantedTags<string>();
    const [app, tier] = [
      { scope: 'app', tag: 'db' },
      { scope: 'tier', tag: 'x' },
    ];
    wanted.anchor('both', DB, wanted.need(expression(condition('app|db'), join('AND'), condition('tier|x'))));
    wanted.anchor('either', DB, wanted.need(either));
    expect(readBy(wanted, [app])).toEqual(['either']);
    expect(readBy(wanted, [app, tier])).toEqual(['both', 'either']);
    expect(readBy(wanted, [tier, app])).toEqual(['both', 'either']);
    expect(readBy(wanted, [tier])).toEqual([]);
  });
});
