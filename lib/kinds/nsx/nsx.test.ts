import { describe, expect, it } from 'vitest';
import { kindNamed } from '@/lib/kinds';
import { nsxRaw, portRaw, record, tagsOf } from '@/tests/support/builders';

const UID = '41de6c0a-0c1d-4f3e-9a50-2f7d2b9a1c11';

describe('reading NSX objects', () => {
  it('lives with what old releases and hierarchical reads leave out', () => {
    const { node } = record('segment-port', {
      path: '/infra/segments/s/ports/default:4f5e',
      parent_path: '/infra/segments/s/ports/default:4f5e',
    });
    expect(node).toMatchObject({ name: 'default:4f5e', createdAt: null, modifiedAt: null, tags: [], state: 'healthy' });
    expect(record('segment-port', { path: '/infra/segments/s/ports/x', resource_type: 'LogicalPort' }).node.kind).toBe(
      'segment-port',
    );
  });

  it('reads every static address of a port', () => {
    const bound = (...addresses: string[]) =>
      record(
        'segment-port',
        nsxRaw('SegmentPort', '/infra/segments/s/ports/x', {
          address_bindings: addresses.map((ip_address) => ({ ip_address })),
        }),
      ).node.facts;
    expect(bound('10.0.0.1', '2001:db8::1')).toMatchObject({
      address: '10.0.0.1',
      addresses: ['10.0.0.1', '2001:db8::1'],
    });
    expect(bound('10.0.0.1').addresses).toBeNull();
  });

  it('finds the segment from the port’s own path, under a Tier-1 or in a VPC too', () => {
    const paths = ['/infra/segments/s', '/infra/tier-1s/t/segments/s', '/orgs/default/projects/p/vpcs/v/subnets/s'];
    for (const path of paths) {
      const [contains] = record('segment-port', { ...portRaw({ podUid: 'u', pod: 'x', segment: path }) }).relations;
      expect(contains).toMatchObject({ edge: 'contains', direction: 'in', target: { key: path } });
    }
  });

  it('says of a subnet in a VPC who reaches it, and nothing of the kind of a segment', () => {
    const lineOf = (type: string, path: string, fields: object) =>
      kindNamed('segment')?.presentation.line?.(record('segment', nsxRaw(type, path, { ...fields })).node);
    const subnet = '/orgs/default/projects/p/vpcs/v/subnets/s';
    const networks = { ip_addresses: ['10.0.0.0/28'] };
    expect(lineOf('VpcSubnet', subnet, { ...networks, access_mode: 'Private_TGW' })).toBe('private TGW · 10.0.0.0/28');
    expect(lineOf('VpcSubnet', subnet, { ...networks, access_mode: 'Unheard_Of' })).toBe('10.0.0.0/28');
    expect(lineOf('Segment', '/infra/segments/s', { type: 'ROUTED' })).toBe('no subnet');
  });

  it('takes the cluster from one tag, scope and value together', () => {
    const swapped = [
      { scope: 'other', tag: 'pandora' },
      { scope: 'ncp/cluster', tag: 'elsewhere' },
    ];
    expect(record('segment', nsxRaw('Segment', '/infra/segments/s', { tags: swapped })).tagValue).toBe('elsewhere');
    expect(
      record('segment', nsxRaw('Segment', '/infra/segments/s', { tags: [{ scope: 'x', tag: 'ncp/cluster' }] }))
        .tagValue,
    ).toBeNull();
  });

  it('claims by both tag families, without the suffix that nsx-operator appends', () => {
    const tags = (suffix: string) => [
      { scope: 'nsx-op/cluster', tag: 'pandora' },
      { scope: 'nsx-op/network_policy_uid', tag: `${UID}${suffix}` },
    ];
    for (const suffix of ['', '_allow', '_isolation']) {
      const policy = record(
        'security-policy',
        nsxRaw('SecurityPolicy', '/infra/domains/d/security-policies/p', { tags: tags(suffix) }),
      );
      expect(policy.claims.map((claim) => claim.key)).toEqual([UID]);
    }
    const vm = record(
      'segment',
      nsxRaw('Segment', '/infra/segments/s', { tags: [{ scope: 'nsx-op/vm_namespace', tag: 'vms' }] }),
    );
    expect(vm.node.namespace).toBe('vms');
  });

  it('claims a Pod by UID tag first, then by id, by name, by application id', () => {
    const port = record('segment-port', portRaw({ podUid: UID, pod: 'web.0', namespace: 'dev' }));
    expect(port.claims.map((claim) => [claim.key, claim.evidence.by])).toEqual([
      [UID, 'tag'],
      [UID, 'uid'],
      ['name|pod|dev|web.0', 'tag'],
      ['name|pod|dev|web.0', 'inferred'],
    ]);
    const strengths = port.claims.map((claim) => claim.strength);
    expect(strengths).toEqual([...strengths].sort((a, b) => b - a));
  });

  it('never claims anything by a display name', () => {
    const named = nsxRaw('SegmentPort', '/infra/segments/s/ports/p', { display_name: `port_${UID}`, tags: tagsOf({}) });
    expect(record('segment-port', named).claims).toEqual([]);
  });

  it('takes an allocation for a Service as the Service’s, although it is tagged with the namespace', () => {
    const tags = tagsOf({ namespace: 'dev', namespaceUid: 'd0000000-0000-4000-8000-000000000000' });
    const allocation = record(
      'ip-allocation',
      nsxRaw('IpAddressAllocation', `/infra/ip-pools/p/ip-allocations/${UID}`, { tags }),
    );
    expect(allocation.claims.map((claim) => claim.key)).toEqual([UID]);
  });

  it.each([
    [{}, 'healthy', null],
    [{ status: { consolidated_status: { consolidated_status: 'SUCCESS' } } }, 'healthy', null],
    [
      { status: { consolidated_status: { consolidated_status: 'IN_PROGRESS' } } },
      'pending',
      'NSX is realizing it (status IN_PROGRESS)',
    ],
    [{ status: { publish_status: 'ERROR' } }, 'failed', 'NSX could not realize it (status ERROR)'],
    [{ marked_for_delete: true, status: { publish_status: 'ERROR' } }, 'pending', 'being deleted'],
  ])('reads %o as %s', (fields, state, reason) => {
    expect(record('segment', nsxRaw('Segment', '/infra/segments/s', fields)).node).toMatchObject({ state, reason });
  });

  it('refuses an object of another type, which a loose search may bring, but keeps its key', () => {
    expect(() => record('segment', nsxRaw('Tier1', '/infra/tier-1s/t'))).toThrow('resource_type is Tier1');
  });

  it('reads numbers that come as strings', () => {
    const raw = portRaw({ podUid: 'u', pod: 'x' });
    const attachment = { type: 'CHILD', context_id: 'vif', traffic_tag: '12' };
    expect(record('segment-port', { ...raw, attachment }).node.facts.vlan).toBe(12);
  });

  it('follows a parent given as path as well as one given as VIF', () => {
    const attaches = (context_id: string) =>
      record('segment-port', {
        ...portRaw({ podUid: 'u', pod: 'x' }),
        attachment: { type: 'CHILD', context_id },
      }).relations.find((one) => one.edge === 'attaches')?.target;
    expect(attaches('vif-7')).toEqual({ by: 'key', key: 'vif|vif-7' });
    expect(attaches('/infra/segments/n/ports/default:1')).toEqual({
      by: 'key',
      key: '/infra/segments/n/ports/default:1',
    });
    expect(
      record(
        'segment-port',
        nsxRaw('SegmentPort', '/infra/segments/n/ports/p', { attachment: { id: 'vif-7', type: 'PARENT' } }),
      ).keys,
    ).toEqual(['vif|vif-7']);
  });

  it('leads a layer-7 virtual server to the pools its rules select', () => {
    const rules = [{ actions: [{ type: 'LBSelectPoolAction', pool_id: '/infra/lb-pools/a' }] }, { actions: [] }];
    const server = record(
      'lb-virtual-server',
      nsxRaw('LBVirtualServer', '/infra/lb-virtual-servers/v', { pool_path: '', rules }),
    );
    expect(server.relations.map((one) => one.target)).toEqual([{ by: 'key', key: '/infra/lb-pools/a' }]);
  });
});
