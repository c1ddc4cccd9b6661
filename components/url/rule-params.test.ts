import { describe, expect, it } from 'vitest';
import { othersIn, readMapParams, writeMapParams } from './map-params';
import { NO_RULE_PARAMS, readRuleParams, type RuleParams, withRuleParams } from './rule-params';

const FULL: RuleParams = {
  manager: 'nsx east',
  categories: ['Emergency', ''],
  actions: ['DROP'],
  marks: ['shadowed', 'order'],
  about: 'nsx:a:group:~1infra~1g',
  address: 'fd00::1',
};

describe('the filters of rules in the address', () => {
  it('come back as they went in, and leave all else alone', () => {
    const query = withRuleParams(new URLSearchParams('filter=web&mark=empty&columns=name'), FULL);
    expect(readRuleParams(query)).toEqual(FULL);
    expect([query.get('filter'), query.get('columns')]).toEqual(['web', 'name']);
    expect(withRuleParams(query, NO_RULE_PARAMS).toString()).toBe('filter=web&columns=name');
  });

  it('do without what nobody knows', () => {
    expect(readRuleParams(new URLSearchParams('mark=lost&mark=empty&category=a&category=a'))).toEqual({
      ...NO_RULE_PARAMS,
      marks: ['empty'],
      categories: ['a'],
    });
  });

  it('stay when the table is filtered by text, and are none of the map’s own', () => {
    const query = withRuleParams(new URLSearchParams(), FULL);
    expect(new URLSearchParams(othersIn(query).map(([name, value]) => [name, value])).toString()).toBe(
      query.toString(),
    );
    const all =
      'cluster=c&namespace=n&open=%2Ba&by=node&groups=1&selected=s&tab=raw&filter=f&state=failed&at=a&depth=2';
    const more = '&find=x&hide=y&view=table&nsx=1&sort=name&columns=name&pin=p';
    expect(othersIn(writeMapParams(readMapParams(new URLSearchParams(all + more))))).toEqual([]);
  });
});
