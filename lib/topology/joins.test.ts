import { describe, expect, it } from 'vitest';
import { describePod } from '@/lib/details';
import { type GraphNode, kubernetesSource, type ObjectChange } from '@/lib/model';
import {
  clusterNodeRaw,
  CLUSTER,
  namespaceRaw,
  NSX,
  nsxRaw,
  podRaw,
  portRaw,
  SAMPLE_CLUSTER,
  tagsOf,
  upsert,
} from '@/tests/support/builders';
import { createTopology } from './index';

const POD = '0f8b1f0e-0000-4000-8000-000000000001';
const SPACE = '0f8b1f0e-0000-4000-8000-000000000002';
const POLICY = '0f8b1f0e-0000-4000-8000-000000000003';
const SERVICE = '0f8b1f0e-0000-4000-8000-000000000004';
const DOMAIN = '/infra/domains/pandora';
const PROJECT = '/orgs/default/projects/dev';
const VPC = `${PROJECT}/vpcs/development_k2x9a`;

function grown(...changes: readonly ObjectChange[]) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(changes, 1);
  return topology.graph;
}

type Graph = ReturnType<typeof grown>;

/** `kind name` of what the edges of one kind lead to, with the first evidence of each. */
function joins(graph: Graph, node: GraphNode | undefined, edge: string): Record<string, string> {
  if (node === undefined) throw new Error('the object is not there');
  const found: Record<string, string> = {};
  for (const hop of [...graph.hopsFrom(node.id), ...graph.hopsTo(node.id)]) {
    if (hop.kind !== edge) continue;
    const other = hop.from.node.id === node.id ? hop.to.node : hop.from.node;
    const [evidence] = hop.evidence();
    const what = evidence?.by === 'tag' ? evidence.scope : evidence?.by === 'inferred' ? evidence.reason : undefined;
    found[`${other.kind} ${other.name}`] = `${evidence?.by} ${what ?? ''}`.trim();
  }
  return found;
}

/** `kind name` of the members of a group, with the first evidence of each. */
function members(graph: Graph, group: GraphNode | undefined): Record<string, string> {
  if (group === undefined) throw new Error('the group is not there');
  const found = [...(graph.criteriaOf(group.id)?.members ?? [])];
  return Object.fromEntries(
    found.map(([{ node }, [evidence]]) => [
      `${node.kind} ${node.name}`,
      `${evidence?.by} ${evidence?.by === 'tag' ? evidence.scope : ''}`.trim(),
    ]),
  );
}

const at = (graph: Graph, path: string) => graph.byKey(NSX, path);
const of = (graph: Graph, uid: string, cluster = CLUSTER) => graph.byKey(kubernetesSource(cluster), uid);
const tagged = (...tags: readonly (readonly [string, string])[]) => tags.map(([scope, tag]) => ({ scope, tag }));
const pod = (more: object = {}) => upsert('pod', podRaw({ uid: POD, name: 'web', address: '10.0.6.4', ...more }));
const space = upsert('namespace', namespaceRaw('development', SPACE));

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

describe('the cluster node behind a port', () => {
  const port = (uid: string, name: string) => upsert('segment-port', portRaw({ podUid: uid, pod: name }));
  const attached = (graph: Graph) =>
    describePod(graph, { cluster: CLUSTER, namespace: 'development', name: 'web' }, null, [])?.facts.find(
      (fact) => fact.label === 'Cluster node',
    )?.nsx;
  const node = (providerID: string | null = null) => {
    const raw = clusterNodeRaw('w1');
    return upsert('cluster-node', { ...raw, spec: providerID === null ? {} : { providerID } });
  };
  const pods = [pod({ node: 'w1' }), port(POD, 'web')];

  it('is known by the node tag of the parent port', () => {
    const parent = nsxRaw('SegmentPort', '/infra/segments/n/ports/default:1', {
      attachment: { id: 'vif-1', type: 'PARENT' },
      tags: tagsOf({ tags: tagged(['ncp/node_name', 'w1']) }),
    });
    expect(attached(grown(node(), ...pods, upsert('segment-port', parent)))).toBe('w1 (by node tag)');
  });

  it('is known by the list of network cards and the BIOS id of its machine', () => {
    const card = upsert('vif', {
      resource_type: 'VirtualNetworkInterface',
      external_id: 'nic',
      lport_attachment_id: 'vif-1',
      owner_vm_id: 'vm',
    });
    const machine = upsert('virtual-machine', {
      resource_type: 'VirtualMachine',
      external_id: 'vm',
      compute_ids: ['biosUuid:4213AA'],
    });
    const graph = grown(node('vsphere://4213aa'), ...pods, card, machine);
    expect(attached(graph)).toBe('w1 (by VIF list)');
  });

  it('is known by where most Pods of the same parent run, and one Pod proves nothing', () => {
    expect(attached(grown(node(), ...pods))).toBeNull();
    const second = [upsert('pod', podRaw({ uid: 'u2', name: 'api', node: 'w1' })), port('u2', 'api')];
    expect(attached(grown(node(), ...pods, ...second))).toBe('w1 (as 2 of 2 Pods on it say)');
  });
});

describe('joins of nsx-operator', () => {
  const operator = (...tags: readonly (readonly [string, string])[]) =>
    tagged(['nsx-op/cluster', CLUSTER], ['nsx-op/version', '1.0.0'], ...tags);
  const inSpace = [
    ['nsx-op/namespace', 'development'],
    ['nsx-op/namespace_uid', SPACE],
  ] as const;

  it('lead from a Pod over its subnet port and the VPC to the Tier-0, and wait for ports as elsewhere', () => {
    const subnet = `${VPC}/subnets/pod-default-1_k2x9a`;
    const graph = grown(
      space,
      pod(),
      upsert('pod', podRaw({ uid: 'late', name: 'late' })),
      upsert('tier-0', nsxRaw('Tier0', '/infra/tier-0s/t0')),
      upsert('project', nsxRaw('Project', PROJECT, { tier_0s: ['/infra/tier-0s/t0'] })),
      upsert('vpc', nsxRaw('Vpc', VPC, { tags: operator(...inSpace) })),
      upsert('segment', nsxRaw('VpcSubnet', subnet, { ip_addresses: ['172.26.0.0/28'], tags: operator(...inSpace) })),
      upsert(
        'segment-port',
        nsxRaw('VpcSubnetPort', `${subnet}/ports/web_k2x9a`, {
          tags: operator(...inSpace, ['nsx-op/pod_name', 'web'], ['nsx-op/pod_uid', POD], ['app', 'web']),
        }),
      ),
    );
    const told = describePod(graph, { cluster: CLUSTER, namespace: 'development', name: 'web' }, null, []);
    expect(told?.chain.map((step) => step.node.type)).toEqual([
      'Pod',
      'VpcSubnetPort',
      'VpcSubnet',
      'Vpc',
      'Project',
      'Tier0',
    ]);
    expect(told?.chain[1]?.evidence[0]).toEqual({ by: 'tag', scope: 'nsx-op/pod_uid', tag: POD });
    expect(of(graph, 'late')).toMatchObject({ state: 'pending', reason: 'waiting for its segment port' });
  });

  it('strip the suffix of a NetworkPolicy’s UID, and know VMs by the resource they were made for', () => {
    const graph = grown(
      space,
      upsert('network-policy', { metadata: { uid: POLICY, name: 'allow', namespace: 'development' }, spec: {} }),
      upsert('subnet-port', { metadata: { uid: 'crd', name: 'vm-1', namespace: 'development' } }),
      ...['allow', 'isolation'].map((half) =>
        upsert(
          'security-policy',
          nsxRaw('SecurityPolicy', `${VPC}/security-policies/allow-${half}_k2x9a`, {
            tags: operator(['nsx-op/network_policy_uid', `${POLICY}_${half}`]),
          }),
        ),
      ),
      upsert(
        'segment-port',
        nsxRaw('VpcSubnetPort', `${VPC}/subnets/vm/ports/vm-1_k2x9a`, {
          tags: operator(['nsx-op/vm_namespace', 'development'], ['nsx-op/subnetport_uid', 'crd']),
        }),
      ),
    );
    expect(joins(graph, of(graph, POLICY), 'realizes')).toEqual({
      'security-policy allow-allow_k2x9a': 'tag nsx-op/network_policy_uid',
      'security-policy allow-isolation_k2x9a': 'tag nsx-op/network_policy_uid',
    });
    expect(joins(graph, of(graph, 'crd'), 'realizes')).toEqual({
      'segment-port vm-1_k2x9a': 'tag nsx-op/subnetport_uid',
    });
    expect(at(graph, `${VPC}/subnets/vm/ports/vm-1_k2x9a`)?.namespace).toBe('development');
  });
});

describe('what has no tags', () => {
  it('is known by UID from the container inventory, with the errors that NCP recorded', () => {
    const graph = grown(
      pod(),
      upsert('container-application-instance', {
        resource_type: 'ContainerApplicationInstance',
        external_id: POD,
        display_name: 'web',
        container_cluster_id: 'c',
        network_status: 'UNHEALTHY',
        network_errors: [{ error_code: 'X', error_message: 'no address left' }],
      }),
    );
    expect(joins(graph, of(graph, POD), 'realizes')).toEqual({ 'container-application-instance web': 'uid' });
    const entry = at(graph, `/fabric/container-application-instances/${POD}`);
    expect(entry).toMatchObject({ state: 'failed', reason: 'no address left', cluster: CLUSTER });
  });

  it('is told by alarms and the exclude list by path', () => {
    const port = portRaw({ podUid: POD, pod: 'web' });
    const path = String(port.path);
    const graph = grown(
      pod(),
      upsert('segment-port', port),
      upsert('alarm', { resource_type: 'PolicyAlarmResource', id: 'a', message: 'broken', source_reference: path }),
      upsert('exclude-list', { resource_type: 'PolicyExcludeList', members: [path] }),
    );
    expect(Object.keys(joins(graph, at(graph, path), 'reports'))).toEqual(['alarm a']);
    const told = describePod(graph, { cluster: CLUSTER, namespace: 'development', name: 'web' }, null, []);
    expect(told?.notes).toContain(
      'The port is on the exclude list of the distributed firewall: no rule applies to the port',
    );
  });
});
