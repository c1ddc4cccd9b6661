import { describe, expect, it } from 'vitest';
import { matchesSelector } from './selector';
import { fitsNodeSelection, obstacle, repellingTaint } from './placement';
import { templateHash } from './template-hash';
import type { Node, Taint } from './types';

function node(taints: Taint[] = [], labels: Record<string, string> = {}, isReady = true): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n1', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z', labels },
    spec: { taints },
    status: { conditions: [{ type: 'Ready', status: isReady ? 'True' : 'Unknown' }], allocatable: { pods: '2' } },
  };
}
const spec = { containers: [] };

describe('taints', () => {
  const taint = { key: 'dedicated', value: 'db', effect: 'NoSchedule' };
  it.each([
    [[], true],
    [[{ key: 'dedicated', operator: 'Exists' }], false],
    [[{ operator: 'Exists' }], false],
    [[{ key: 'dedicated', value: 'db' }], false],
    [[{ key: 'dedicated', value: 'web' }], true],
    [[{ key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }], true],
    [[{ value: 'db' }], true],
  ])('%j repelled: %s', (tolerations, isRepelled) => {
    expect(repellingTaint(node([taint]), tolerations) !== undefined).toBe(isRepelled);
  });
  it('that only prefer do not repel', () => {
    expect(repellingTaint(node([{ ...taint, effect: 'PreferNoSchedule' }]))).toBeUndefined();
  });
});

describe('obstacles', () => {
  it('are named as the scheduler names them', () => {
    expect(obstacle(node(), spec, 0)).toBeUndefined();
    expect(obstacle(node(), spec, 2)).toBe('Too many pods');
    expect(obstacle(node([], {}, false), spec, 0)).toBe(
      'node(s) had untolerated taint {node.kubernetes.io/not-ready: }',
    );
    expect(obstacle({ ...node(), spec: { unschedulable: true } }, spec, 0)).toBe('node(s) were unschedulable');
    expect(obstacle(node(), { ...spec, nodeSelector: { disk: 'ssd' } }, 0)).toBe(
      "node(s) didn't match Pod's node affinity/selector",
    );
  });
  it('none for a Pod pinned to this very node', () => {
    const pinned = (name: string) => ({
      ...spec,
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] }],
          },
        },
      },
    });
    expect(fitsNodeSelection(node(), pinned('n1'))).toBe(true);
    expect(fitsNodeSelection(node(), pinned('n2'))).toBe(false);
  });
});

describe('selectors', () => {
  it.each([
    ['In', ['a', 'b'], 'a', true],
    ['In', ['a', 'b'], undefined, false],
    ['NotIn', ['a'], undefined, true],
    ['NotIn', ['a'], 'a', false],
    ['Exists', [], 'x', true],
    ['DoesNotExist', [], 'x', false],
    ['DoesNotExist', [], undefined, true],
  ])('%s %j of %s: %s', (operator, values, value, expected) => {
    const selector = { matchExpressions: [{ key: 'k', operator, values }] };
    expect(matchesSelector(selector, value === undefined ? {} : { k: value })).toBe(expected);
  });
  it('select nothing when absent, everything when empty', () => {
    expect(matchesSelector(undefined, { a: 'b' })).toBe(false);
    expect(matchesSelector({}, {})).toBe(true);
  });
});

describe('template hash', () => {
  it('depends on content, not on the order of keys, and looks like a hash of a real cluster', () => {
    expect(templateHash({ a: 1, b: { c: [1, 2] } })).toBe(templateHash({ b: { c: [1, 2] }, a: 1 }));
    expect(templateHash({ a: 1 })).not.toBe(templateHash({ a: 2 }));
    expect(templateHash({ a: 1 })).not.toBe(templateHash({ a: 1 }, 1));
    expect(templateHash({ a: 1 })).toMatch(/^[4-9bcdf]{1,10}$/);
  });
});
