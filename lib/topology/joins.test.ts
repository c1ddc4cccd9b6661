import { describe, expect, it } from 'vitest';
import { nsxRaw, portRaw, tagsOf, upsert } from '@/tests/support/builders';
import {
  POD,
  SPACE,
  POLICY,
  SERVICE,
  DOMAIN,
  at,
  grown,
  joins,
  members,
  of,
  pod,
  space,
  tagged,
} from '@/tests/support/joins';

describe('joins of NCP', () => {
  it('lead from an Ingress over the layer-7 rules and their pool to the Service and its Pods', () => {
    const header = (name: string, value: string) => ({ header_name: name, header_value: value });
    const pool = '/infra/lb-pools/pandora_development_web_80_abcde';
    const graph = grown(
      pod(),
      upsert('service', { metadata: { uid: SERVICE, name: 'web', namespace: 'development' }, spec: {} }),
      upsert('ingress', {
        metadata: { uid: 'ing', name: 'shop', namespace: 'development' },
        spec: {
          rules: [
            { host: 'Shop.example', http: { paths: [{ path: '/cart', backend: { service: { name: 'web' } } }] } },
          ],
        },
      }),
      upsert('ingress', {
        metadata: { uid: 'other', name: 'other', namespace: 'development' },
        spec: { rules: [{ host: 'other.example', http: { paths: [{ backend: { service: { name: 'web' } } }] } }] },
      }),
      upsert(
        'lb-virtual-server',
        nsxRaw('LBVirtualServer', '/infra/lb-virtual-servers/pandora_http', {
          pool_path: '',
          rules: [
            {
              phase: 'HTTP_REQUEST_REWRITE',
              match_conditions: [header('Host', 'shop.example'), { type: 'LBHttpRequestUriCondition', uri: '/cart.*' }],
              actions: [header('ncp_app', 'nsx.development.web.80')],
            },
            {
              phase: 'HTTP_FORWARDING',
              match_conditions: [header('Host', 'shop.example'), header('ncp_app', 'nsx.development.web.80')],
              actions: [{ type: 'LBSelectPoolAction', pool_id: pool }],
            },
          ],
          tags: tagsOf({ tags: tagged(['ncp/lb_vs_type', 'http']) }),
        }),
      ),
      upsert(
        'lb-pool',
        nsxRaw('LBPool', pool, {
          members: [{ ip_address: '10.0.6.4', port: '8080' }],
          tags: tagsOf({ tags: tagged(['ncp/service_uid', SERVICE]) }),
        }),
      ),
    );
    const server = at(graph, '/infra/lb-virtual-servers/pandora_http');
    expect(joins(graph, server, 'carries')).toEqual({
      'ingress shop': 'inferred layer-7 rule shop.example/cart.* → development/web',
    });
    expect(joins(graph, server, 'balances')).toEqual({ 'lb-pool pandora_development_web_80_abcde': 'path' });
    expect(joins(graph, at(graph, pool), 'realizes')).toEqual({ 'service web': 'tag ncp/service_uid' });
    expect(joins(graph, at(graph, pool), 'backs')).toEqual({ 'pod web': 'address' });
    expect(server).toMatchObject({ state: 'healthy', facts: { routes: ['shop.example/cart.* → development/web'] } });
  });

  it('lead from a NetworkPolicy to its two policies, their rules, services and groups, and on to the ports', () => {
    const own = tagsOf({ tags: tagged(['ncp/network_policy_uid', POLICY]) });
    const target = `${DOMAIN}/groups/np_${POLICY}_tgt`;
    const service = `/infra/services/np_${POLICY}_TCP.80`;
    const allow = `${DOMAIN}/security-policies/np_${POLICY}_whitelist`;
    const expression = [
      { resource_type: 'Condition', member_type: 'LogicalPort', key: 'Tag', operator: 'EQUALS', value: 'app|web' },
    ];
    const graph = grown(
      pod(),
      upsert('network-policy', { metadata: { uid: POLICY, name: 'allow', namespace: 'development' }, spec: {} }),
      upsert('security-policy', nsxRaw('SecurityPolicy', allow, { tags: own })),
      upsert(
        'security-policy',
        nsxRaw('SecurityPolicy', `${DOMAIN}/security-policies/np_${POLICY}_isolation`, { tags: own }),
      ),
      upsert('group', nsxRaw('Group', target, { expression, tags: own })),
      upsert('nsx-service', nsxRaw('Service', service, { tags: own })),
      upsert('rule', nsxRaw('Rule', `${allow}/rules/ir`, { scope: [target], services: [service] })),
      upsert('segment-port', portRaw({ podUid: POD, pod: 'web', labels: { app: 'web' } })),
    );
    expect(joins(graph, of(graph, POLICY), 'realizes')).toEqual({
      [`security-policy np_${POLICY}_whitelist`]: 'tag ncp/network_policy_uid',
      [`security-policy np_${POLICY}_isolation`]: 'tag ncp/network_policy_uid',
      [`group np_${POLICY}_tgt`]: 'tag ncp/network_policy_uid',
      [`nsx-service np_${POLICY}_TCP.80`]: 'tag ncp/network_policy_uid',
    });
    const rule = at(graph, `${allow}/rules/ir`);
    expect(Object.keys(joins(graph, rule, 'uses'))).toEqual([`nsx-service np_${POLICY}_TCP.80`]);
    expect(Object.keys(joins(graph, rule, 'applied-to'))).toEqual([`group np_${POLICY}_tgt`]);
    expect(members(graph, at(graph, target))).toEqual({ [`segment-port port_${POD}`]: 'tag app' });
  });

  it('lead from a Namespace to all its segments, pools, SNAT, SpoofGuard binding and group', () => {
    const own = tagsOf({ namespace: 'development', namespaceUid: SPACE });
    const seg = (n: number) => `/infra/segments/seg_${SPACE}_${n}`;
    const binding = `sgpm_${SPACE}_0`;
    const graph = grown(
      space,
      upsert('segment', nsxRaw('Segment', seg(0), { tags: own })),
      upsert('segment', nsxRaw('Segment', seg(1), { tags: own })),
      upsert('ip-pool', nsxRaw('IpAddressPool', `/infra/ip-pools/ipp_${SPACE}_1`, { tags: own })),
      upsert('nat-rule', nsxRaw('PolicyNatRule', `/infra/tier-0s/t0/nat/USER/nat-rules/nat_${SPACE}_0`, { tags: own })),
      upsert(
        'ip-allocation',
        nsxRaw('IpAddressAllocation', `/infra/ip-pools/ext/ip-allocations/${SPACE}`, { tags: own }),
      ),
      upsert(
        'spoofguard-binding',
        nsxRaw('SegmentSecurityProfileBindingMap', `${seg(0)}/segment-security-profile-binding-maps/${binding}`, {
          tags: tagsOf({}),
        }),
      ),
      upsert('group', nsxRaw('Group', `${DOMAIN}/groups/proj_${SPACE}`, { tags: own })),
    );
    expect(joins(graph, of(graph, SPACE), 'realizes')).toEqual({
      [`segment seg_${SPACE}_0`]: 'tag ncp/project_uid',
      [`segment seg_${SPACE}_1`]: 'tag ncp/project_uid',
      [`ip-pool ipp_${SPACE}_1`]: 'tag ncp/project_uid',
      [`nat-rule nat_${SPACE}_0`]: 'tag ncp/project_uid',
      [`ip-allocation ${SPACE}`]: 'tag ncp/project_uid',
      [`spoofguard-binding ${binding}`]: 'uid',
      [`group proj_${SPACE}`]: 'tag ncp/project_uid',
    });
    expect(of(graph, SPACE)?.state).toBe('healthy');
  });

  it('know a Service by its UID alone, and what was made for the probes of a Pod', () => {
    const own = tagsOf({ tags: tagged(['ncp/service_uid', SERVICE], ['external_id', SERVICE]) });
    const probed = tagsOf({ tags: tagged(['ncp/pod_uid', POD], ['ncp/created_for', 'healthcheck']) });
    const graph = grown(
      pod(),
      upsert('service', { metadata: { uid: SERVICE, name: 'web', namespace: 'development' }, spec: {} }),
      upsert('lb-virtual-server', nsxRaw('LBVirtualServer', '/infra/lb-virtual-servers/web_80_TCP_x', { tags: own })),
      upsert('rule', nsxRaw('Rule', `${DOMAIN}/security-policies/hc_pandora/rules/hcr_${POD}`)),
      upsert('group', nsxRaw('Group', `${DOMAIN}/groups/hc_port_${POD}_tgt`, { tags: probed })),
      upsert('nsx-service', nsxRaw('Service', `/infra/services/hc_${POD}`, { tags: probed })),
    );
    expect(joins(graph, of(graph, SERVICE), 'realizes')).toEqual({
      'lb-virtual-server web_80_TCP_x': 'tag ncp/service_uid',
    });
    expect(joins(graph, of(graph, POD), 'realizes')).toEqual({
      [`rule hcr_${POD}`]: 'uid',
      [`group hc_port_${POD}_tgt`]: 'tag ncp/pod_uid',
      [`nsx-service hc_${POD}`]: 'tag ncp/pod_uid',
    });
  });

  it('tie the groups that NSX makes for its load balancer to their virtual server and pool', () => {
    const graph = grown(
      upsert('lb-virtual-server', nsxRaw('LBVirtualServer', '/infra/lb-virtual-servers/v', { unique_id: 'uuid-v' })),
      upsert('lb-pool', nsxRaw('LBPool', '/infra/lb-pools/p')),
      upsert(
        'group',
        nsxRaw('Group', '/infra/domains/default/groups/NLB.VIP.[v]', { tags: tagged(['NLB-VIP_ID', 'uuid-v']) }),
      ),
      upsert(
        'group',
        nsxRaw('Group', '/infra/domains/default/groups/NLB.PoolLB.[p][l]', { tags: tagged(['NLB-Pool_ID', 'p']) }),
      ),
    );
    const made = (id: string) => joins(graph, at(graph, `/infra/domains/default/groups/${id}`), 'made-for');
    expect(made('NLB.VIP.[v]')).toEqual({ 'lb-virtual-server v': 'tag NLB-VIP_ID' });
    expect(made('NLB.PoolLB.[p][l]')).toEqual({ 'lb-pool p': 'tag NLB-Pool_ID' });
  });

  it('read bodies of NSX 2.5: the old spelling, no name, no revision, no times, the attachment in its context', () => {
    const raw = {
      resource_type: 'LogicalPort',
      id: `port_${POD}`,
      path: `/infra/segments/s/ports/port_${POD}`,
      attachment: { id: 'cif', context: { vif_type: 'CHILD', parent_vif_id: 'vif-1', traffic_tag: '4' } },
      tags: tagsOf({ namespace: 'development', tags: tagged(['ncp/pod_uid', POD]) }),
    };
    const graph = grown(pod(), upsert('segment-port', raw));
    const port = at(graph, raw.path);
    expect(port).toMatchObject({ type: 'LogicalPort', name: `port_${POD}`, createdAt: null, modifiedAt: null });
    expect(port?.facts).toMatchObject({ parentVif: 'vif-1', vlan: 4, attachment: 'CHILD' });
    expect(joins(graph, of(graph, POD), 'realizes')).toEqual({ [`segment-port port_${POD}`]: 'tag ncp/pod_uid' });
  });
});
