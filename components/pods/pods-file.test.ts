import { describe, expect, it } from 'vitest';
import { podsCsv, podsJson } from './pods-file';
import type { PodRow } from './use-pods';

const row: PodRow = {
  id: 'kubernetes:east:pod:1',
  cluster: 'east',
  namespace: 'shop',
  name: 'web-1',
  state: 'warning',
  reason: 'restarts, often',
  address: '10.0.0.4',
  clusterNode: 'worker-1',
  port: null,
  segment: null,
  groups: 3,
  createdAt: Date.UTC(2026, 0, 2),
};

describe('the Pods as a file', () => {
  it('is CSV with a head, words for states and ISO times', () => {
    const [head, line, rest] = podsCsv([row]).split('\r\n');
    expect(head?.split(',').length).toBe(11);
    expect(line).toBe('Warning,"restarts, often",east,shop,web-1,10.0.0.4,worker-1,,,3,2026-01-02T00:00:00.000Z');
    expect(rest).toBe('');
  });

  it('is JSON with the same', () => {
    expect(JSON.parse(podsJson([row]))).toEqual([{ ...row, createdAt: '2026-01-02T00:00:00.000Z' }]);
  });
});
