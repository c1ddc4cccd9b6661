import { describe, expect, it } from 'vitest';
import { nodeId, nsxSource } from '@/lib/model';
import { criteriaEdit, editQuery, readWhatIf, ruleEdit, whatIfLink } from './edits';

const GROUP = nodeId(nsxSource('lab'), 'group', '/infra/domains/default/groups/Web');

describe('what is thought to be otherwise', () => {
  it('comes out of a link as it went in', () => {
    const edits = [
      { type: 'labels' as const, pods: ['a', 'b'], labels: { secgroup: 'web', old: null } },
      criteriaEdit(GROUP, 'app|a&b c'),
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
    expect(ruleEdit({ policy: 'p', action: 'DROP', from: { id: GROUP }, to: null })).toMatchObject({
      rule: { source_groups: ['/infra/domains/default/groups/Web'], destination_groups: ['ANY'] },
    });
  });

  it('is the bare page when there is nothing', () => {
    expect(whatIfLink([])).toBe('/what-if');
    expect(editQuery([]).toString()).toBe('');
  });
});
