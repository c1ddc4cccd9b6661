import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../store/contract';
import { jsonPath } from './custom-columns';
import { humanDuration } from './duration';
import { externalAddress } from './network-tables';
import { podSummary } from './pod-status';
import { selectorText } from './selector-text';

const meta = { name: 'a', uid: 'u', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
const now = Date.parse('2026-01-01T01:00:00Z');

describe('ages', () => {
  const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
  it.each([
    [-5 * second, '<invalid>'],
    [119 * second, '119s'],
    [2 * minute + 5 * second, '2m5s'],
    [9 * minute, '9m'],
    [179 * minute, '179m'],
    [3 * hour + 10 * minute, '3h10m'],
    [47 * hour, '47h'],
    [2 * day + 4 * hour, '2d4h'],
    [8 * day, '8d'],
    [729 * day, '729d'],
    [3 * 365 * day + 20 * day, '3y20d'],
    [9 * 365 * day, '9y'],
  ])('%d ms is %s', (span, text) => expect(humanDuration(span)).toBe(text));
});

describe('the status of a Pod', () => {
  const pod = (status: Record<string, unknown>, more: Partial<KubeObject> = {}): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta,
    spec: { containers: [{ name: 'a' }, { name: 'b' }], initContainers: [{ name: 'i' }, { name: 'j' }] },
    status,
    ...more,
  });
  const running = { ready: true, restartCount: 0, state: { running: {} } };
  const waiting = (reason: string) => ({ ready: false, restartCount: 0, state: { waiting: { reason } } });
  it.each([
    ['pending', pod({ phase: 'Pending' }), '0/2', 'Pending'],
    [
      'creating',
      pod({ phase: 'Pending', containerStatuses: [waiting('ContainerCreating'), waiting('ContainerCreating')] }),
      '0/2',
      'ContainerCreating',
    ],
    [
      'half ready',
      pod({ phase: 'Running', containerStatuses: [running, waiting('CrashLoopBackOff')] }),
      '1/2',
      'CrashLoopBackOff',
    ],
    ['running', pod({ phase: 'Running', containerStatuses: [running, running] }), '2/2', 'Running'],
    ['evicted', pod({ phase: 'Failed', reason: 'Evicted' }), '0/2', 'Evicted'],
    [
      'initialising',
      pod({
        phase: 'Pending',
        initContainerStatuses: [
          { name: 'i', state: { terminated: { exitCode: 0 } } },
          { name: 'j', state: { running: {} } },
        ],
      }),
      '0/2',
      'Init:1/2',
    ],
    [
      'failing to initialise',
      pod({ phase: 'Pending', initContainerStatuses: [{ name: 'i', state: { terminated: { exitCode: 3 } } }] }),
      '0/2',
      'Init:ExitCode:3',
    ],
    [
      'ending',
      pod(
        { phase: 'Running', containerStatuses: [running, running] },
        { metadata: { ...meta, deletionTimestamp: meta.creationTimestamp } },
      ),
      '2/2',
      'Terminating',
    ],
  ])('%s', (_name, object, ready, status) => {
    expect(podSummary(object, now)).toMatchObject({ ready, status });
  });

  it('says when the last restart was', () => {
    const ended = { ...running, restartCount: 2, lastState: { terminated: { finishedAt: '2026-01-01T00:55:00Z' } } };
    expect(podSummary(pod({ phase: 'Running', containerStatuses: [ended, running] }), now).restarts).toBe('2 (5m ago)');
  });
});

describe('other cells', () => {
  const service = (spec: Record<string, unknown>, status = {}): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta,
    spec,
    status,
  });
  it('shows where a Service is reached', () => {
    expect(externalAddress(service({ type: 'ClusterIP' }))).toBe('<none>');
    expect(externalAddress(service({ type: 'LoadBalancer' }))).toBe('<pending>');
    expect(externalAddress(service({ type: 'LoadBalancer' }, { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } }))).toBe(
      '1.2.3.4',
    );
    expect(externalAddress(service({ type: 'ExternalName', externalName: 'sea.example' }))).toBe('sea.example');
  });

  it('writes selectors as queries', () => {
    const expressions = [
      { key: 'a', operator: 'In', values: ['2', '1'] },
      { key: 'b', operator: 'DoesNotExist' },
    ];
    expect(selectorText({ matchLabels: { x: 'y' }, matchExpressions: expressions })).toBe('x=y,a in (1,2),!b');
    expect(selectorText({})).toBe('<none>');
  });

  it('reads JSON paths of custom columns', () => {
    const root = {
      status: {
        conditions: [
          { type: 'A', status: 'no' },
          { type: 'Ready', status: 'yes' },
        ],
      },
      list: [{ v: 1 }, { v: 2 }],
    };
    expect(jsonPath('.status.conditions[?(@.type=="Ready")].status', root)).toEqual(['yes']);
    expect(jsonPath('.list[*].v', root)).toEqual([1, 2]);
    expect(jsonPath('.list[1].v', root)).toEqual([2]);
    expect(jsonPath('.none.at.all', root)).toEqual([]);
  });
});
