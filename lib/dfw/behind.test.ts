import { describe, expect, it } from 'vitest';
import type { ObjectChange } from '@/lib/model';
import { nsxRaw, podRaw, portRaw, tagsOf, upsert } from '@/tests/support/builders';
import { defaultRule, firewallGraph, groupPath, pod, podId, policy, tagGroup } from '@/tests/support/firewall';
import { liveWorld, reach } from './reach';
import { PROTOCOLS, type Traffic, trafficOf } from './traffic';

const TCP = (port: number): Traffic => trafficOf(PROTOCOLS.tcp, port);

const SERVED = '10.0.0.9';

/** A Pod with a named port, and what its NSX is told of it. */
const server = (...more: readonly object[]): ObjectChange[] => [
  upsert('pod', {
    ...podRaw({ uid: 'server', name: 'server', namespace: 'dev', address: SERVED }),
    spec: { containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 8080 }, ...more] }] },
  }),
  upsert(
    'segment-port',
    portRaw({ podUid: 'server', pod: 'server', namespace: 'dev', segment: '/infra/segments/seg' }),
  ),
];

const service = (spec: object): ObjectChange[] => [
  upsert('service', {
    metadata: { uid: 'svc', name: 'web', namespace: 'dev' },
    spec: { type: 'ClusterIP', clusterIP: '10.96.0.7', ...spec },
  }),
  upsert('endpoint-slice', {
    metadata: { uid: 'x', name: 'web-x', namespace: 'dev', labels: { 'kubernetes.io/service-name': 'web' } },
    endpoints: [{ addresses: [SERVED], targetRef: { kind: 'Pod', uid: 'server' } }],
  }),
];

/** Lets through what goes to the port of the container, and drops the rest. */
const only8080 = [
  ...policy(
    'in',
    {},
    {
      rule: 'http',
      action: 'ALLOW',
      direction: 'IN',
      service_entries: [{ resource_type: 'L4PortSetServiceEntry', l4_protocol: 'TCP', destination_ports: ['8080'] }],
    },
  ),
  ...policy('out', { sequence_number: 11 }, { rule: 'out', action: 'ALLOW', direction: 'OUT' }),
  ...defaultRule('DROP'),
];

function ask(to: string, traffic: Traffic, ...changes: readonly (readonly ObjectChange[])[]): string {
  const graph = firewallGraph(pod('client', '10.0.0.1'), ...changes);
  const verdict = reach(liveWorld(graph), {
    from: { type: 'object', id: podId('client') },
    to: { type: 'address', address: to },
    traffic,
  });
  return `${verdict.outcome}: ${verdict.because}`;
}

describe('a Service of the cluster', () => {
  it('sends on to the port that the container calls by the name', () => {
    const named = service({ ports: [{ port: 80, targetPort: 'http' }] });
    expect(ask('10.96.0.7', TCP(80), server(), named, only8080)).toMatch(/^allowed/);
  });

  it('leaves it open where no container has the name', () => {
    const named = service({ ports: [{ port: 80, targetPort: 'https' }] });
    expect(ask('10.96.0.7', TCP(80), server(), named, only8080)).toMatch(/^undecidable: .*port, which is left open/);
    expect(
      ask('10.96.0.7', TCP(80), server({ name: 'https', containerPort: 8080, protocol: 'UDP' }), named, only8080),
    ).toMatch(/^undecidable/);
  });

  it('listens on one protocol, and on none for pings', () => {
    const plain = service({
      ports: [
        { port: 80, targetPort: 8080 },
        { port: 53, protocol: 'UDP', targetPort: 8080 },
      ],
    });
    expect(ask('10.96.0.7', TCP(80), server(), plain, only8080)).toMatch(/^allowed/);
    expect(ask('10.96.0.7', TCP(53), server(), plain, only8080)).toBe(
      'no-path: Service web does not listen on TCP port 53',
    );
    expect(ask('10.96.0.7', trafficOf(PROTOCOLS.udp, 53), server(), plain, only8080)).toMatch(/^dropped/);
    expect(ask('10.96.0.7', trafficOf(PROTOCOLS.icmp), server(), plain, only8080)).toMatch(
      /^no-path: .*TCP and UDP alone/,
    );
  });
});

describe('a pool of the load balancer', () => {
  const vip = (pool: object): ObjectChange[] => [
    upsert(
      'lb-virtual-server',
      nsxRaw('LBVirtualServer', '/infra/lb-virtual-servers/v', {
        ip_address: '172.16.0.5',
        ports: ['80'],
        pool_path: '/infra/lb-pools/p',
        tags: tagsOf({ namespace: 'dev' }),
      }),
    ),
    upsert('lb-pool', nsxRaw('LBPool', '/infra/lb-pools/p', { tags: tagsOf({ namespace: 'dev' }), ...pool })),
  ];
  const fromClient = policy(
    'x',
    { sequence_number: 1 },
    { rule: 'no', action: 'DROP', direction: 'IN', source_groups: ['10.0.0.1'] },
  );

  it('puts an address of its own in place unless it is told not to', () => {
    const members = [{ ip_address: SERVED, port: '8080' }];
    const kept = vip({ members, snat_translation: { type: 'LBSnatDisabled' } });
    expect(ask('172.16.0.5', TCP(80), server(), kept, fromClient, defaultRule())).toMatch(/^dropped/);
    expect(ask('172.16.0.5', TCP(80), server(), vip({ members }), fromClient, defaultRule())).toMatch(
      /^undecidable: .*load balancer puts in place/,
    );
  });

  it('takes its members from a group where it names one', () => {
    const grouped = vip({ member_group: { group_path: groupPath('G'), port: 8080 } });
    const shut = policy('shut', {}, { rule: 'shut', action: 'DROP', destination_groups: [SERVED] });
    const labelled = [...server(), tagGroup('G', 'ncp/pod|server')];
    expect(ask('172.16.0.5', TCP(80), labelled, grouped, defaultRule())).toMatch(/^allowed/);
    expect(ask('172.16.0.5', TCP(80), labelled, grouped, shut, defaultRule())).toMatch(/^dropped/);
    expect(ask('172.16.0.5', TCP(80), server(), grouped, defaultRule())).toMatch(/^no-path: .*has not been read/);
  });

  it('sends nothing new to members that are disabled or drained, nor to backups while others are there, and says so', () => {
    const OTHER = '10.0.0.8';
    const member = (address: string, more: object = {}) => ({ ip_address: address, port: '8080', ...more });
    const asked = (...members: readonly object[]) =>
      reach(liveWorld(firewallGraph(pod('client', '10.0.0.1'), server(), vip({ members }), defaultRule())), {
        from: { type: 'object', id: podId('client') },
        to: { type: 'address', address: '172.16.0.5' },
        traffic: TCP(80),
      });
    for (const [more, words] of [
      [{ admin_state: 'DISABLED' }, /10\.0\.0\.8:8080 of LB pool p is disabled/],
      [{ admin_state: 'GRACEFUL_DISABLED' }, /10\.0\.0\.8:8080 of LB pool p is being drained/],
      [{ backup_member: true }, /10\.0\.0\.8:8080 of LB pool p is a backup/],
    ] as const) {
      const verdict = asked(member(SERVED, { admin_state: 'ENABLED' }), member(OTHER, more));
      expect(verdict.legs.map(({ to }) => to.address)).toEqual([SERVED]);
      expect(verdict.remarks[0]).toMatch(words);
    }
    const off = member(SERVED, { admin_state: 'DISABLED' });
    const [only] = asked(off, member(OTHER, { backup_member: true })).legs;
    expect(only?.to.address).toBe(OTHER);
    expect(asked(off)).toMatchObject({
      outcome: 'no-path',
      because: 'nobody behind 172.16.0.5 takes new connections: Member 10.0.0.9:8080 of LB pool p is disabled',
    });
  });

  it('heeds what is set for single members of a group', () => {
    const member_group = {
      group_path: groupPath('G'),
      port: 8080,
      customized_members: [{ ip_address: SERVED, admin_state: 'DISABLED' }],
    };
    const labelled = [...server(), tagGroup('G', 'ncp/pod|server')];
    expect(ask('172.16.0.5', TCP(80), labelled, vip({ member_group }), defaultRule())).toMatch(
      /^no-path: .*10\.0\.0\.9:8080 of LB pool p is disabled/,
    );
  });

  it('leaves it open where the gateway firewall has rules of its own on the way to the member', () => {
    const members = [{ ip_address: SERVED, port: '8080' }];
    const gateway = (scope: string): ObjectChange[] => [
      upsert('tier-1', nsxRaw('Tier1', '/infra/tier-1s/t')),
      upsert('segment', nsxRaw('Segment', '/infra/segments/seg', { connectivity_path: '/infra/tier-1s/t' })),
      upsert('gateway-policy', nsxRaw('GatewayPolicy', '/infra/domains/default/gateway-policies/g', {})),
      upsert(
        'rule',
        nsxRaw('Rule', '/infra/domains/default/gateway-policies/g/rules/r', { action: 'DROP', scope: [scope] }),
      ),
    ];
    for (const scope of ['/infra/tier-1s/t', '/infra/tier-1s/t/locale-services/default/interfaces/up'])
      expect(ask('172.16.0.5', TCP(80), server(), vip({ members }), gateway(scope), defaultRule())).toMatch(
        /^undecidable: rule r of the gateway firewall/,
      );
    expect(ask('172.16.0.5', TCP(80), server(), vip({ members }), gateway('/infra/tier-1s/t2'), defaultRule())).toMatch(
      /^allowed/,
    );
  });
});

describe('addresses', () => {
  const six = (name: string, address: string): ObjectChange[] => pod(name, address);

  it('are the same however they are written', () => {
    const shut = policy('shut', {}, { rule: 'shut', action: 'DROP', direction: 'IN' });
    const all = [six('v6', 'fd00::9'), six('client6', 'fd00::1'), shut, defaultRule()];
    const graph = firewallGraph(...all);
    const outcome = (to: string) =>
      reach(liveWorld(graph), {
        from: { type: 'object', id: podId('client6') },
        to: { type: 'address', address: to },
        traffic: TCP(80),
      }).outcome;
    expect(['fd00::9', 'FD00:0:0::9', 'fd00:0000:0:0:0:0:0:0009'].map(outcome)).toEqual(Array(3).fill('dropped'));
    expect(ask('010.0.0.09', TCP(80), server(), shut, defaultRule())).toMatch(/^dropped/);
  });

  it('on a segment may belong to a port that was not read', () => {
    const segment = upsert(
      'segment',
      nsxRaw('Segment', '/infra/segments/others', {
        subnets: [{ gateway_address: '10.5.0.1/24', network: '10.5.0.0/24' }],
      }),
    );
    const fromOther = (action: string) => policy('x', {}, { rule: 'x', action, source_groups: [groupPath('G')] });
    const asked = (from: string, to: string, ...changes: ObjectChange[]): string => {
      const graph = firewallGraph(pod('client', '10.0.0.1'), segment, tagGroup('G', 'app|x'), ...changes);
      const end = (address: string) => ({ type: 'address', address }) as const;
      const { outcome, because } = reach(liveWorld(graph), { from: end(from), to: end(to), traffic: TCP(80) });
      return `${outcome}: ${because}`;
    };
    const open =
      /^undecidable: at the destination: 10\.5\.0\.7 is on segment others, but no port with that address was read/;
    expect(asked('10.0.0.1', '10.5.0.7', ...defaultRule())).toMatch(open);
    expect(asked('10.0.0.1', '10.5.0.7', ...defaultRule('DROP'))).toMatch(/^dropped: at the source/);
    expect(asked('10.0.0.1', '10.5.0.1', ...defaultRule())).toMatch(/^allowed/);
    expect(asked('10.0.0.1', '10.6.0.7', ...defaultRule())).toMatch(/^allowed/);
    // Nor is it known which groups it is in.
    expect(asked('10.5.0.7', '10.0.0.1', ...fromOther('ALLOW'), ...defaultRule('DROP'))).toMatch(/^undecidable/);
    expect(asked('10.5.0.1', '10.0.0.1', ...fromOther('ALLOW'), ...defaultRule('DROP'))).toMatch(/^dropped/);
  });

  it('of two IP versions have no way to each other', () => {
    expect(ask('fd00::9', TCP(80), six('v6', 'fd00::9'), defaultRule())).toBe(
      'no-path: client and v6 have no IP version in common',
    );
  });

  it('are given back by a Pod that has ended', () => {
    const ended = [
      upsert(
        'pod',
        podRaw({
          uid: 'job',
          name: 'job',
          namespace: 'dev',
          address: SERVED,
          phase: 'Succeeded',
          labels: { app: 'job' },
        }),
      ),
      upsert(
        'segment-port',
        portRaw({
          podUid: 'job',
          pod: 'job',
          namespace: 'dev',
          segment: '/infra/segments/seg',
          labels: { app: 'job' },
        }),
      ),
    ];
    const shut = policy('shut', {}, { rule: 'shut', action: 'DROP', destination_groups: [groupPath('jobs')] });
    const changes = [ended, [tagGroup('jobs', 'app|job')], shut, defaultRule()];
    expect(ask(SERVED, TCP(80), server(), ...changes)).toMatch(/^allowed/);
    const graph = firewallGraph(pod('client', '10.0.0.1'), ...changes);
    expect(
      reach(liveWorld(graph), {
        from: { type: 'object', id: podId('client') },
        to: { type: 'object', id: podId('job') },
        traffic: TCP(80),
      }),
    ).toMatchObject({ outcome: 'no-path', because: 'job: it has ended, and given its address back' });
  });
});
