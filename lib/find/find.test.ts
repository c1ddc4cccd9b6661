import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeId, nsxSource, kubernetesSource, type GraphNode } from '@/lib/model';
import { type Findable, parseFind } from './index';

function node(plane: GraphNode['plane'], kind: string, more: Partial<GraphNode> = {}): GraphNode {
  const source = plane === 'nsx' ? nsxSource('lab') : kubernetesSource('pandora');
  const base = { kind, type: kind, plane, source, key: kind, name: kind, namespace: 'shop', cluster: 'pandora' };
  const empty = { state: 'healthy', reason: null, facts: {}, createdAt: null, modifiedAt: null, issues: [] } as const;
  return { ...base, ...empty, id: nodeId(source, kind, kind), ...more };
}

function subject(more: Partial<Findable> = {}): Findable {
  const nodes = [
    node('kubernetes', 'pod', {
      name: 'redis-0',
      labels: { app: 'redis', Tier: 'db' },
      facts: { address: '10.0.6.5', node: 'k8s-worker-1', phase: 'Running', workload: 'redis' },
    }),
    node('nsx', 'segment-port', { tags: [{ scope: 'ncp/project', tag: 'shop' }], facts: { realization: 'REALIZED' } }),
  ];
  const face = {
    kind: 'pod',
    title: 'redis-0',
    line: '10.0.6.5 · k8s-worker-1',
    state: 'healthy',
    reason: null,
  } as const;
  return { ...face, nodes, cluster: 'pandora', namespace: 'shop', ...more };
}

function holds(text: string, about: Findable = subject()): boolean {
  const parsed = parseFind(text);
  if (!parsed.ok) throw new Error(parsed.mistake.message);
  return parsed.test(about);
}

const mistake = (text: string) => {
  const parsed = parseFind(text);
  return parsed.ok ? null : parsed.mistake;
};

describe('an expression finds', () => {
  it.each([
    'kind:pod',
    'kind:segment-port',
    'state:failed,healthy',
    'label:app',
    'label:app=redis',
    'label:tier=DB',
    'tag:ncp/project|shop',
    'tag:|shop',
    'tag:ncp/project',
    'name~edis',
    'name:redis-*',
    'name~r*s',
    'name=redis-0',
    'ip in 10.0.0.0/16',
    'ip:10.0.6.5',
    'ip:10.9.0.0/16,10.0.6.0/24',
    'namespace:other,shop',
    'node:k8s-worker-9,k8s-worker-1',
    'ip:10.0.6.1-10.0.6.9',
    'namespace:shop and cluster:pandora',
    'node:k8s-worker-1',
    'worker-1',
    '"10.0.6.5 · k8s"',
    'kind:service or name~redis',
    'not kind:service',
    '-kind:service kind:pod',
    '(kind:service or kind:pod) and not state:failed',
    'NOT (name~mongo OR unhealthy)',
  ])('a Pod with its port by %s', (text) => expect(holds(text)).toBe(true));

  it.each([
    'kind:service',
    'state:failed',
    'label:app=web',
    'tag:ncp/project|other',
    'name:edis',
    'name~redis-*-1',
    'ip in 10.1.0.0/16',
    'namespace:other,more',
    'unhealthy',
    'orphans',
    'no-port',
    'not-realized',
    'kind:pod and not name~redis',
  ])('not a healthy Pod by %s', (text) => expect(holds(text)).toBe(false));

  it('what the presets are called after', () => {
    const [pod] = subject().nodes;
    const alone = subject({ nodes: pod === undefined ? [] : [pod] });
    expect(holds('no-port', alone)).toBe(true);
    const onHost = node('kubernetes', 'pod', { facts: { hostNetwork: true } });
    expect(holds('no-port', subject({ nodes: [onHost] }))).toBe(false);
    expect(holds('orphans', subject({ state: 'orphan' }))).toBe(true);
    expect(holds('unhealthy', subject({ state: 'pending' }))).toBe(true);
    const failed = node('nsx', 'segment', { facts: { realization: 'ERROR' } });
    expect(holds('not-realized', subject({ nodes: [failed] }))).toBe(true);
  });
});

describe('an expression that cannot be read', () => {
  it.each([
    ['', 0, 'it says nothing'],
    ['kind:', 5, 'a value is missing after "kind:"'],
    ['kind:pod and', 12, 'a term such as kind:pod is missing'],
    ['(kind:pod', 9, 'a bracket is not closed'],
    ['kind:pod)', 8, 'a bracket is closed that was not opened'],
    ['name~"red', 5, 'a quotation mark is not closed'],
    ['kind:pod colour:red', 9, '"colour" is not known; there are kind, state'],
    ['state:broken', 0, '"broken" is no state; there are healthy'],
    ['ip:banana', 0, '"banana" is no address'],
    ['x'.repeat(501), 500, 'it is longer than 500 characters'],
    ['not '.repeat(30), 84, 'it nests too deeply'],
  ])('%s is told where and why', (text, at, message) => {
    expect(mistake(text)).toMatchObject({ at });
    expect(mistake(text)?.message).toContain(message);
  });

  it('never throws, and negation turns every answer around', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'()":~=|*- andorkipst0.1/') }), (text) => {
        const parsed = parseFind(text);
        if (!parsed.ok) return;
        const turned = parseFind(`not (${text})`);
        if (turned.ok) expect(turned.test(subject())).toBe(!parsed.test(subject()));
      }),
      { seed: 4, numRuns: 2_000 },
    );
  });
});

it('means by subnets the segments of VPCs alone', () => {
  const key = '/orgs/default/projects/dev/vpcs/shop/subnets/pods';
  const subnet = subject({ nodes: [node('nsx', 'segment', { key })] });
  const segment = subject({ nodes: [node('nsx', 'segment', { key: '/infra/segments/pods' })] });
  expect([subnet, segment].map((about) => holds('kind:subnet', about))).toEqual([true, false]);
  expect([subnet, segment].map((about) => holds('kind:segment', about))).toEqual([true, true]);
});
