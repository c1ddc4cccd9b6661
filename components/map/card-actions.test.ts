import { describe, expect, it } from 'vitest';
import { kubernetesSource, nodeId, nsxSource } from '@/lib/model/ids';
import type { SourceStatus } from '@/lib/model/source-status';
import type { Card } from '@/lib/view/view';
import { card, region } from '@/tests/support/views';
import { copiesOf, copiesOfRegion, elsewhereOf, endOfCard } from './card-actions';

const cluster = kubernetesSource('pandora');
const nsx = nsxSource('nsx-a');
const pod: Card = {
  ...card('pod', 'web-1', 'shop'),
  kind: 'pod',
  nodes: [nodeId(cluster, 'pod', 'uid-1'), nodeId(nsx, 'segment-port', '/infra/segments/s/ports/p')],
};
const source = (endpoints: readonly string[]): SourceStatus => ({
  id: nsx,
  plane: 'nsx',
  name: 'nsx-a',
  endpoints,
  version: null,
  state: 'live',
  reason: null,
  since: 0,
  lastSuccessAt: null,
  retryAt: null,
  warnings: [],
  manager: null,
  tagValue: null,
  kinds: [],
  requests: {
    perSecond: 0,
    limitPerSecond: 20,
    inFlight: 0,
    limitInFlight: 4,
    total: 0,
    throttled: 0,
    failed: 0,
  },
});

describe('what can be done with a card', () => {
  it('copies name, UID, command and policy path', () => {
    expect(copiesOf({ ...pod, namespace: 'shop' })).toEqual([
      { label: 'name', text: 'web-1' },
      { label: 'UID', text: 'uid-1' },
      { label: 'kubectl command', text: 'kubectl describe pods web-1 -n shop' },
      { label: 'policy path', text: '/infra/segments/s/ports/p' },
    ]);
  });

  it('names the API group of a resource, and gives no command where the namespace is not known', () => {
    const policy: Card = {
      ...card('group', 'deny', 'shop'),
      kind: 'network-policy',
      nodes: [nodeId(cluster, 'network-policy', 'uid-2')],
    };
    expect(copiesOf({ ...policy, namespace: 'shop' })[2]?.text).toBe(
      'kubectl describe networkpolicies.networking.k8s.io deny -n shop',
    );
    expect(copiesOf(policy).map(({ label }) => label)).toEqual(['name', 'UID']);
  });

  it('copies only the name of a namespace that NSX alone knows', () => {
    expect(copiesOfRegion(region('left-over'))).toEqual([{ label: 'name', text: 'left-over' }]);
  });

  it('leads to the manager that holds the object, and to nowhere while its address is not known', () => {
    expect(elsewhereOf(pod, [source(['https://nsx.example:8443/'])]).map(({ url, copy }) => [url, copy])).toEqual([
      ['https://nsx.example:8443/nsx/', '/infra/segments/s/ports/p'],
      ['https://nsx.example:8443/policy/api/v1/infra/segments/s/ports/p', null],
    ]);
    expect(elsewhereOf(pod, [])).toEqual([]);
    expect(elsewhereOf(pod, [source(['javascript:alert(1)'])])).toEqual([]);
    expect(elsewhereOf(card('tier-1', 'fold', null, 5), [source(['https://nsx.example'])])).toEqual([]);
  });
});

describe('the end of a flow that a card stands for', () => {
  it('is the Pod by its name, and nothing for a fold or a card that sends nothing', () => {
    expect(endOfCard({ ...pod, cluster: 'pandora', namespace: 'shop' })).toBe('pod:pandora/shop/web-1');
    expect(endOfCard({ ...pod, nodes: [], folded: 4 })).toBeNull();
    expect(endOfCard({ ...pod, kind: 'segment', nodes: [nodeId(nsx, 'segment', '/infra/segments/s')] })).toBeNull();
  });
});
