import { describe, expect, it } from 'vitest';
import { nodeId, type ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { KUBERNETES, nsxRaw, podRaw, SAMPLE_CLUSTER, tagsOf, upsert } from '@/tests/support/builders';
import { storyWorld } from '@/tests/support/story';
import type { Endpoint } from './endpoints';
import { liveWorld, reach } from './reach';
import { PROTOCOLS, trafficOf } from './traffic';

const pod = (uid: string): Endpoint => ({ type: 'object', id: nodeId(KUBERNETES, 'pod', uid) });
const at = (address: string): Endpoint => ({ type: 'address', address });
const PING = trafficOf(PROTOCOLS.icmp);

function ask(from: Endpoint, to: Endpoint, traffic = PING, ...changes: readonly ObjectChange[]) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply([...storyWorld(), ...changes], 1);
  return reach(liveWorld(topology.graph), { from, to, traffic });
}

describe('reachability in the lab of the story', () => {
  it('cuts frontends off from each other by the rule of group Web, and leaves them their redis', () => {
    expect(ask(pod('front-0'), pod('front-1'))).toMatchObject({
      outcome: 'dropped',
      because: expect.stringMatching(/rule .*group Group|rule .*Web/),
    });
    expect(ask(pod('front-0'), pod('redis'))).toMatchObject({ outcome: 'allowed' });
    expect(ask(pod('redis'), pod('front-0'))).toMatchObject({ outcome: 'allowed' });
  });

  it('knows a Pod by its address', () => {
    const verdict = ask(at('10.0.6.2'), at('10.0.6.3'));
    expect(verdict).toMatchObject({
      outcome: 'dropped',
      from: { name: 'frontend-6cb7-8wkhr' },
      to: { name: 'frontend-6cb7-rtgc9' },
    });
  });

  it('follows a VIP to every member, each checked for itself', () => {
    const verdict = ask({ type: 'outside' }, at('172.16.0.13'), trafficOf(PROTOCOLS.tcp, 8080));
    expect(verdict.outcome).toBe('allowed');
    expect(verdict.legs).toHaveLength(5);
    expect(verdict.legs[0]).toMatchObject({ to: { name: 'hello-world-6cb7-0' }, source: { outcome: 'unchecked' } });
    expect(ask({ type: 'outside' }, at('172.16.0.13'), trafficOf(PROTOCOLS.tcp, 81))).toMatchObject({
      outcome: 'no-path',
      because: 'no virtual server listens on 172.16.0.13 port 81',
    });
  });

  it('checks the packet to a VIP at the source by the address of the VIP, and at the member by what the load balancer makes of it', () => {
    const rule = (fields: object) =>
      upsert(
        'rule',
        nsxRaw('Rule', '/infra/domains/default/security-policies/web/rules/vip', {
          sequence_number: 0,
          action: 'DROP',
          ...fields,
        }),
      );
    const tcp = trafficOf(PROTOCOLS.tcp, 8080);
    expect(ask(pod('redis'), at('172.16.0.13'), tcp, rule({ destination_groups: ['172.16.0.0/16'] }))).toMatchObject({
      outcome: 'dropped',
      because: expect.stringMatching(/^at the source/),
    });
    // Without SNAT members see the client; with it an address that nobody knows beforehand.
    const fromRedis = rule({ source_groups: ['10.0.6.5'], direction: 'IN' });
    expect(ask(pod('redis'), at('172.16.0.13'), tcp, fromRedis)).toMatchObject({
      outcome: 'dropped',
      because: expect.stringMatching(/^at the destination/),
    });
    const snat = upsert(
      'lb-pool',
      nsxRaw('LBPool', '/infra/lb-pools/hello-world-nsx-lb', {
        members: [{ ip_address: '10.0.6.6', port: '8080' }],
        snat_translation: { type: 'LBSnatAutoMap' },
        tags: tagsOf({ namespace: 'development' }),
      }),
    );
    expect(ask(pod('redis'), at('172.16.0.13'), tcp, fromRedis, snat)).toMatchObject({
      outcome: 'undecidable',
      because: expect.stringMatching(/load balancer puts in place/),
    });
  });

  it('sends packets to a cluster address on before the port of the Pod sees them', () => {
    const service = [
      upsert('service', {
        metadata: { uid: 'svc-r', name: 'redis', namespace: 'development' },
        spec: { type: 'ClusterIP', clusterIP: '10.96.0.7', ports: [{ port: 6379, targetPort: 6380 }] },
      }),
      upsert('endpoint-slice', {
        metadata: {
          uid: 'slice',
          name: 'redis-x',
          namespace: 'development',
          labels: { 'kubernetes.io/service-name': 'redis' },
        },
        endpoints: [{ addresses: ['10.0.6.5'], targetRef: { kind: 'Pod', uid: 'redis' } }],
        ports: [{ port: 6380 }],
      }),
    ];
    const verdict = ask(pod('front-0'), at('10.96.0.7'), trafficOf(PROTOCOLS.tcp, 6379), ...service);
    expect(verdict).toMatchObject({
      outcome: 'allowed',
      legs: [{ to: { address: '10.0.6.5' }, traffic: { port: 6380 } }],
    });
    expect(verdict.legs[0]?.translated).toMatch(/cluster address of Service redis/);
  });

  it('says why there is no way: no port, no address, not an address, gone', () => {
    const lone = upsert('pod', podRaw({ uid: 'lone', name: 'lone', address: '10.0.6.99' }));
    expect(ask(pod('lone'), pod('redis'), PING, lone)).toMatchObject({
      outcome: 'no-path',
      because: expect.stringMatching(/no segment port/),
    });
    expect(ask(at('10.0.6'), pod('redis'))).toMatchObject({
      outcome: 'no-path',
      because: '10.0.6: it is no IP address',
    });
    expect(ask(pod('gone'), pod('redis'))).toMatchObject({
      outcome: 'no-path',
      because: expect.stringMatching(/no such object/),
    });
  });

  it('takes what a Pod sends to itself for local', () => {
    expect(ask(pod('front-0'), pod('front-0'))).toMatchObject({
      outcome: 'allowed',
      because: 'what a port sends to itself does not leave it',
    });
  });

  it('lets the port of the cluster node speak for a Pod on the host network', () => {
    const host = upsert(
      'pod',
      podRaw({
        uid: 'agent',
        name: 'agent',
        namespace: 'kube-system',
        address: '192.168.1.21',
        node: 'k8s-worker-1',
        hostNetwork: true,
      }),
    );
    const verdict = ask(pod('agent'), pod('redis'), PING, host);
    expect(verdict.outcome).toBe('allowed');
    expect(verdict.legs[0]?.source.port?.name).toBe('default:w1');
    expect(verdict.assumed).toContainEqual(expect.stringMatching(/host network/));
  });

  it('leaves it open where a gateway firewall with rules of its own is on the way', () => {
    const rules = [
      upsert(
        'gateway-policy',
        nsxRaw('GatewayPolicy', '/infra/domains/default/gateway-policies/edge', { category: 'LocalGatewayRules' }),
      ),
      upsert(
        'rule',
        nsxRaw('Rule', '/infra/domains/default/gateway-policies/edge/rules/r', {
          action: 'DROP',
          scope: ['/infra/tier-1s/t1_development_rtr'],
        }),
      ),
    ];
    expect(ask({ type: 'outside' }, pod('redis'), PING, ...rules)).toMatchObject({
      outcome: 'undecidable',
      because: expect.stringMatching(/gateway firewall/),
    });
    expect(ask(pod('front-0'), pod('redis'), PING, ...rules)).toMatchObject({ outcome: 'allowed' });
  });
});
