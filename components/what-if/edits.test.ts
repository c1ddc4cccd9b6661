import { describe, expect, it } from 'vitest';
import { nodeId, nsxSource } from '@/lib/model';
import { criteriaEdit, editQuery, readWhatIf, ruleEdit, whatIfLink } from './edits';

const GROUP = nodeId(nsxSource('lab'), 'group', '/infra/domains/default/groups/Web');

describe('what is thought to be otherwise', () => {
  it('comes out of a link as it went in', () => {
    const edits = [
      { type: 'labels' as const, pods: ['a', 'b'], labels: { secgroup: 'web', old: null } },
      criteriaEdit(GROUP, [{ member: 'SegmentPort', operator: 'EQUALS', value: 'app|a&b c', joint: 'AND' }]),
      { type: 'delete-namespace' as const, namespace: 'n' },
    ];
    const link = whatIfLink(edits, { id: 'p', name: 'frontend 1' });
    expect(readWhatIf(new URLSearchParams(link.slice(link.indexOf('?'))))).toEqual({
      edits,
      broken: 0,
      pod: { id: 'p', name: 'frontend 1' },
    });
  });

  it('is counted where it cannot be read', () => {
    const query = new URLSearchParams(
      'edit=nonsense&edit={"type":"labels","pods":[],"labels":{}}&edit={"type":"rule","rule":"r","disabled":true}',
    );
    expect(readWhatIf(query)).toEqual({ edits: [{ type: 'rule', rule: 'r', disabled: true }], broken: 2, pod: null });
  });

  it('names groups by policy path in a new rule, and anybody where none is chosen', () => {
    const anybody = { from: null, to: null, service: null, appliedTo: null };
    const rule = { ...anybody, action: 'DROP', direction: 'IN', from: { id: GROUP } };
    expect(ruleEdit('p', rule)).toEqual({
      type: 'add-rule',
      policy: 'p',
      rule: {
        action: 'DROP',
        direction: 'IN',
        sequence_number: 0,
        source_groups: ['/infra/domains/default/groups/Web'],
        destination_groups: ['ANY'],
        services: ['ANY'],
        scope: ['ANY'],
      },
    });
  });

  it('joins the conditions of a group as they were chosen', () => {
    const edit = criteriaEdit(GROUP, [
      { member: 'SegmentPort', operator: 'EQUALS', value: 'app|a', joint: 'OR' },
      { member: 'Segment', operator: 'NOTEQUALS', value: 'env|prod', joint: 'AND' },
      { member: 'SegmentPort', operator: 'EQUALS', value: 'app|b', joint: 'OR' },
    ]);
    const words = (edit.type === 'group' ? edit.expression : []).map(
      (one) => one.conjunction_operator ?? `${one.member_type} ${one.operator} ${one.value}`,
    );
    expect(words).toEqual([
      'SegmentPort EQUALS app|a',
      'AND',
      'Segment NOTEQUALS env|prod',
      'OR',
      'SegmentPort EQUALS app|b',
    ]);
  });

  it('is the bare page when there is nothing', () => {
    expect(whatIfLink([])).toBe('/what-if');
    expect(editQuery([]).toString()).toBe('');
  });
});
