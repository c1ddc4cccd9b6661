import { describe, expect, it } from 'vitest';
import { nodeId, type ObjectChange } from '@/lib/model';
import { NSX, nsxRaw, tagsOf, upsert } from '@/tests/support/builders';
import { defaultRule, firewallGraph, groupPath, pod, podId, policy, tagGroup } from '@/tests/support/firewall';
import { portsOnWay } from './asked-ports';
import type { Bound } from './bindings';
import { liveWorld, reach, type Verdict } from './reach';
import { trafficOf } from './traffic';

const WAY = { from: { type: 'object', id: podId('a') }, to: { type: 'object', id: podId('b') } } as const;
const HTTP = trafficOf(6, 80);

/** Group A may send to anybody, and nobody else may. */
const ONLY_A = [
  pod('a', '10.0.0.1', { app: 'a' }),
  pod('b', '10.0.0.2'),
  tagGroup('A', 'app|a'),
  policy('x', {}, { rule: 'from-a', action: 'ALLOW', source_groups: [groupPath('A')] }),
  defaultRule('DROP'),
].flat();

/** The answer when NSX has bound these addresses to the port of Pod a, and to that of b what is intended. */
function ask(bound: Bound, changes: readonly ObjectChange[] = ONLY_A): Verdict {
  const graph = firewallGraph(...changes);
  const [a, b] = portsOnWay(graph, { ...WAY, traffic: HTTP });
  if (a === undefined || b === undefined) throw new Error('both Pods have a port');
  const bindings = new Map([
    [a.id, bound],
    [b.id, read('10.0.0.2')],
  ]);
  return reach(liveWorld(graph, bindings), { ...WAY, traffic: HTTP });
}
const read = (...addresses: readonly string[]): Bound => ({ state: 'read', addresses });

describe('addresses that NSX has bound', () => {
  it('are what groups mean a port by, and the answer says on what each address rests', () => {
    const verdict = ask(read('10.0.0.1', 'fe80::1'));
    expect(verdict).toMatchObject({ outcome: 'allowed', remarks: [] });
    expect(verdict.assumed).toContain('10.0.0.1, fe80::1 is bound to the port of a in NSX');
    expect(verdict.assumed).toContain('10.0.0.2 is bound to the port of b in NSX');
  });

  it('are none at a port that is not realized: it is in its groups, and they do not mean its packets', () => {
    const verdict = ask(read());
    expect(verdict).toMatchObject({ outcome: 'dropped' });
    expect(verdict.remarks).toEqual([
      'NSX has bound no address to the port of a: rules that name the groups it is in do not mean its packets',
    ]);
    // Applied-to is by port, and addresses that a rule lists itself are those of the packet.
    const shut = policy('y', { sequence_number: 1 }, { rule: 'no', action: 'REJECT', scope: [groupPath('A')] });
    expect(ask(read(), [...ONLY_A, ...shut])).toMatchObject({ outcome: 'rejected' });
    const listed = policy('y', { sequence_number: 1 }, { rule: 'ok', action: 'ALLOW', source_groups: ['10.0.0.0/30'] });
    expect(ask(read(), [...ONLY_A, ...listed])).toMatchObject({ outcome: 'allowed' });
  });

  it('stand before what Kubernetes tells where they are others', () => {
    const verdict = ask(read('10.0.0.7'));
    expect(verdict).toMatchObject({ outcome: 'dropped' });
    expect(verdict.remarks).toEqual([
      'NSX has bound 10.0.0.7 to the port of a, and not 10.0.0.1, which Kubernetes tells: rules that name the groups it is in mean the former alone',
    ]);
  });

  it('leave what Kubernetes tells where they could not be read, and the answer says why', () => {
    const verdict = ask({ state: 'unread', because: 'NSX is stale' });
    expect(verdict).toMatchObject({ outcome: 'allowed', remarks: [] });
    expect(verdict.assumed).toContain(
      '10.0.0.1 of a as Kubernetes tells: what NSX has bound to the port is not known: NSX is stale',
    );
    expect(reach(liveWorld(firewallGraph(...ONLY_A)), { ...WAY, traffic: HTTP }).assumed).toContain(
      'Addresses as Kubernetes or the ports tell them: what NSX has bound to the ports was not asked',
    );
  });

  it('are all that tells the address of a port without a Pod', () => {
    const path = '/infra/segments/seg/ports/vm';
    const alone = upsert(
      'segment-port',
      nsxRaw('SegmentPort', path, { tags: [...tagsOf({}), { scope: 'app', tag: 'a' }] }),
    );
    const graph = firewallGraph(...ONLY_A, alone);
    const from = { type: 'object', id: nodeId(NSX, 'segment-port', path) } as const;
    const [port] = portsOnWay(graph, { ...WAY, from, traffic: HTTP });
    const asked = (bound: Bound) =>
      reach(liveWorld(graph, new Map([[port?.id ?? podId('none'), bound]])), { ...WAY, from, traffic: HTTP });
    expect(asked(read('10.0.0.9'))).toMatchObject({ outcome: 'allowed', from: { addresses: ['10.0.0.9'] } });
    expect(asked(read()).because).toBe('vm has no address yet');
    expect(asked({ state: 'unread', because: 'x' }).outcome).toBe('no-path');
  });

  it('are asked for at both ends, and at the members behind a VIP', () => {
    const vip = [
      upsert(
        'lb-virtual-server',
        nsxRaw('LBVirtualServer', '/infra/lb-virtual-servers/v', {
          ip_address: '172.16.0.5',
          ports: ['80'],
          pool_path: '/infra/lb-pools/p',
          tags: tagsOf({}),
        }),
      ),
      upsert(
        'lb-pool',
        nsxRaw('LBPool', '/infra/lb-pools/p', { members: [{ ip_address: '10.0.0.2', port: '80' }], tags: tagsOf({}) }),
      ),
    ];
    const ports = portsOnWay(firewallGraph(...ONLY_A, ...vip), {
      from: WAY.from,
      to: { type: 'address', address: '172.16.0.5' },
      traffic: HTTP,
    });
    expect(ports.map(({ key }) => key.slice(key.lastIndexOf('/') + 1))).toEqual(['port_a', 'port_b']);
  });
});
