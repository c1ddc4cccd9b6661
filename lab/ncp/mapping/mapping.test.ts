import { expect, test } from 'vitest';
import { planCluster } from './cluster';
import { aNamespace, aPod, aService, aSite } from './fixtures';
import { planIngress, routeIngresses } from './ingress';
import type { KubeEndpointSlice, KubeIngress, KubeNetworkPolicy } from './kubernetes';
import { planNamespace } from './namespace';
import { planNetworkPolicy } from './network-policy';
import type { Desired, Plan } from './objects';
import { planPod, wantsPort } from './pod';
import { planService } from './service';
import { labelScope, labelValue } from './tags';

const shape = { segments: 1, hasPolicies: false };
const known = { cidrs: ['10.0.6.0/24'], snatAddress: '172.16.0.9' };

function paths(plan: Plan): string[] {
  return plan.objects.map((object) => object.path);
}

function find(plan: Plan, ending: string): Desired {
  const found = plan.objects.find((object) => object.path.endsWith(ending));
  if (found === undefined) throw new Error(`no object ends in ${ending}: ${paths(plan).join(' ')}`);
  return found;
}

function tagsOf(object: Desired): Record<string, string> {
  return Object.fromEntries((object.body.tags ?? []).map(({ scope, tag }) => [scope, tag]));
}

const slice: KubeEndpointSlice = {
  kind: 'EndpointSlice',
  uid: 'uid-slice',
  name: 'hello-1',
  namespace: 'development',
  labels: {},
  annotations: {},
  createdAt: '',
  deleting: false,
  service: 'hello',
  addresses: [
    { address: '10.0.6.10', ready: true },
    { address: '10.0.6.2', ready: true },
    { address: '10.0.6.3', ready: false },
  ],
  ports: [{ name: '', port: 8081, protocol: 'TCP' }],
};

test('a namespace in two tiers gets a gateway, pool, subnet, segment, profile binding, address and a rule on the Tier-0', () => {
  const plan = planNamespace(aSite(), aNamespace({ labels: { name: 'development' } }), shape, known);
  expect(plan.waiting).toEqual([]);
  expect(paths(plan)).toEqual([
    '/infra/tier-1s/t1_uid-development_rtr',
    '/infra/ip-pools/ipp_uid-development_0',
    '/infra/ip-pools/ipp_uid-development_0/ip-subnets/ibs_uid-development_0',
    '/infra/ip-pools/k8s-1-loadbalancer/ip-allocations/uid-development',
    '/infra/segments/seg_uid-development_0',
    '/infra/segments/seg_uid-development_0/segment-security-profile-binding-maps/sgpm_uid-development_0',
    '/infra/tier-0s/lab-t0/nat/USER/nat-rules/nat_uid-development_0',
  ]);
  const segment = find(plan, '/seg_uid-development_0');
  expect(segment.body.subnets).toEqual([{ gateway_address: '10.0.6.1/24' }]);
  expect(tagsOf(segment)).toEqual({
    'ncp/version': '1.2.0',
    'ncp/cluster': 'pandora',
    'ncp/project': 'development',
    'ncp/project_uid': 'uid-development',
    name: 'development',
  });
  const rule = find(plan, '/nat_uid-development_0');
  expect(rule.body).toMatchObject({ source_network: '10.0.6.0/24', translated_network: '172.16.0.9' });
  expect(tagsOf(rule)['ncp/extpoolid']).toBe('k8s-1-loadbalancer');
});

test('what depends on an address waits for it', () => {
  const plan = planNamespace(aSite(), aNamespace(), shape, { cidrs: [undefined], snatAddress: undefined });
  expect(plan.waiting).toHaveLength(2);
  expect(paths(plan).some((path) => path.includes('/segments/') || path.includes('/nat/'))).toBe(false);
});

test('in a single tier the namespace hangs on the shared gateway, which also translates', () => {
  const plan = planNamespace(aSite({ topology: 'single-tier' }), aNamespace(), shape, known);
  expect(paths(plan)).not.toContain('/infra/tier-1s/t1_uid-development_rtr');
  expect(find(plan, '/seg_uid-development_0').body.connectivity_path).toBe('/infra/tier-1s/pandora');
  expect(paths(plan)).toContain('/infra/tier-1s/pandora/nat/USER/nat-rules/nat_uid-development_0');
});

test('an untranslated namespace takes its subnet from the reserved block and has no address of its own', () => {
  const namespace = aNamespace({ annotations: { 'ncp/no_snat': 'True' } });
  const plan = planNamespace(aSite(), namespace, shape, { cidrs: ['10.9.0.0/24'], snatAddress: undefined });
  expect(plan.waiting).toEqual([]);
  expect(find(plan, '/ibs_uid-development_0').body.ip_block_path).toBe('/infra/ip-blocks/k8s-1-direct');
  expect(paths(plan).some((path) => path.includes('nat') || path.includes('allocations'))).toBe(false);
});

test('a second segment has its own pool, subnet and rule', () => {
  const facts = { cidrs: ['10.0.6.0/24', '10.0.9.0/24'], snatAddress: '172.16.0.9' };
  const plan = planNamespace(aSite(), aNamespace(), { segments: 2, hasPolicies: true }, facts);
  expect(find(plan, '/seg_uid-development_1').body.subnets).toEqual([{ gateway_address: '10.0.9.1/24' }]);
  expect(find(plan, '/nat_uid-development_1').body.source_network).toBe('10.0.9.0/24');
  expect(paths(plan)).toContain('/infra/domains/pandora/groups/proj_uid-development');
});

test('a Pod becomes a child port; labels become tags, the template hash does not', () => {
  const pod = aPod({ labels: { 'pod-template-hash': 'abc', tier: 'frontend', 'app.kubernetes.io/name': 'guestbook' } });
  const placement = {
    segmentPath: '/infra/segments/seg_uid-development_0',
    parentVif: 'vif-1',
    trafficTag: 7,
    nodeUid: 'uid-node',
  };
  const plan = planPod(aSite(), pod, aNamespace(), placement);
  expect(paths(plan)).toEqual(['/infra/segments/seg_uid-development_0/ports/port_uid-frontend-1']);
  const port = find(plan, '/port_uid-frontend-1');
  expect(port.body.attachment).toMatchObject({
    type: 'CHILD',
    context_id: 'vif-1',
    traffic_tag: 7,
    app_id: 'nsx.development.frontend-1',
    allocate_addresses: 'BOTH',
  });
  expect(port.body.tags?.slice(6)).toEqual([
    { scope: 'app.kubernetes.io/name', tag: 'guestbook' },
    { scope: 'tier', tag: 'frontend' },
  ]);
  expect(tagsOf(port)).toMatchObject({ 'ncp/pod': 'frontend-1', 'ncp/pod_uid': 'uid-frontend-1' });
});

test('probes bring a group, a service and a rule from the node', () => {
  const placement = { segmentPath: '/infra/segments/s', parentVif: 'v', trafficTag: 1, nodeUid: 'uid-node' };
  const plan = planPod(aSite(), aPod({ probePorts: [8080, 8181] }), aNamespace(), placement);
  const rule = find(plan, '/rules/hcr_uid-frontend-1');
  expect(rule.path).toContain('/infra/domains/pandora/security-policies/hc_pandora/');
  expect(rule.body.source_groups).toEqual(['/infra/domains/pandora/groups/hc_uid-node_src']);
  expect(find(plan, '/services/hc_uid-frontend-1').body.service_entries).toMatchObject([
    { destination_ports: ['8080', '8181'] },
  ]);
});

test('a Pod on its node network, a finished one and an unscheduled one get no port', () => {
  expect(wantsPort(aPod())).toBe(true);
  expect(wantsPort(aPod({ hostNetwork: true }))).toBe(false);
  expect(wantsPort(aPod({ finished: true }))).toBe(false);
  expect(wantsPort(aPod({ nodeName: undefined }))).toBe(false);
});

test('at most 30 tags fit, and long labels are shortened', () => {
  const labels = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`key${index + 10}`, 'x']));
  const placement = { segmentPath: '/infra/segments/s', parentVif: 'v', trafficTag: 1, nodeUid: 'n' };
  expect(find(planPod(aSite(), aPod({ labels }), aNamespace(), placement), '-1').body.tags).toHaveLength(30);
  expect(labelScope(`${'p'.repeat(130)}/name`)).toBe('name');
  expect(labelScope('k'.repeat(200))).toMatch(/^k{119}_[0-9a-f]{8}$/);
  expect(labelScope('short/name')).toBe('short/name');
  expect(labelValue('v'.repeat(300))).toHaveLength(256);
});

test('a LoadBalancer Service gets an address first, then a pool and a virtual server per port', () => {
  const service = aService();
  const view = { namespace: aNamespace(), slices: [slice], ingressPorts: new Set<number>() };
  const before = planService(aSite(), service, view, { address: undefined });
  expect(before.waiting).toEqual(['/infra/ip-pools/k8s-1-loadbalancer/ip-allocations/uid-hello']);
  const plan = planService(aSite(), service, view, { address: '172.16.0.13' });
  const server = find(plan, '/pandora_development_hello_8080');
  const pool = plan.objects.find((object) => object.body.resource_type === 'LBPool');
  expect(server.body).toMatchObject({ ip_address: '172.16.0.13', ports: ['8080'], pool_path: pool?.path });
  expect(pool?.path).toMatch(/\/pandora_development_hello_8080_[a-z]{5}$/);
  expect(pool?.body.members).toEqual([
    { ip_address: '10.0.6.2', port: '8081', weight: 1, admin_state: 'ENABLED' },
    { ip_address: '10.0.6.10', port: '8081', weight: 1, admin_state: 'ENABLED' },
  ]);
  expect(tagsOf(server)).toMatchObject({ 'ncp/service_uid': 'uid-hello', 'ncp/lb_vs_type': 'layer_4' });
});

test('a ClusterIP Service makes nothing, unless an Ingress sends requests to it', () => {
  const service = aService({ type: 'ClusterIP' });
  const view = { namespace: aNamespace(), slices: [slice], ingressPorts: new Set<number>() };
  expect(planService(aSite(), service, view, { address: undefined }).objects).toEqual([]);
  const used = planService(aSite(), service, { ...view, ingressPorts: new Set([8080]) }, { address: undefined });
  expect(used.objects.map((object) => object.body.resource_type)).toEqual(['LBPool']);
});

test('the address asked for by loadBalancerIP is asked of the pool', () => {
  const view = { namespace: aNamespace(), slices: [], ingressPorts: new Set<number>() };
  const plan = planService(aSite(), aService({ loadBalancerIp: '172.16.0.77' }), view, { address: undefined });
  expect(find(plan, '/ip-allocations/uid-hello').body.allocation_ip).toBe('172.16.0.77');
});

test('a pool named by loadBalancerIP is used instead of the cluster one', () => {
  const view = { namespace: aNamespace(), slices: [], ingressPorts: new Set<number>() };
  const plan = planService(aSite(), aService({ loadBalancerIp: 'public' }), view, { address: '192.0.2.1' });
  const allocation = find(plan, '/ip-allocations/uid-hello');
  expect(allocation.path).toBe('/infra/ip-pools/public/ip-allocations/uid-hello');
  expect(allocation.body.allocation_ip).toBeUndefined();
  expect(tagsOf(find(plan, '/pandora_development_hello_8080'))['ncp/ip_pool_id']).toBe('public');
});

test('the cluster has its own Tier-1 for the load balancer in two tiers, one for all in a single tier', () => {
  const two = planCluster(aSite(), { linkAddress: '100.64.0.3' });
  const one = planCluster(aSite({ topology: 'single-tier' }), { linkAddress: undefined });
  expect(paths(two)).toContain('/infra/tier-1s/pandora_lb_0');
  expect(paths(one)).toContain('/infra/tier-1s/pandora');
  const service = two.objects.find((object) => object.body.resource_type === 'LBService');
  expect(service?.path).toMatch(/\/pandora_0_[a-z]{5}$/);
  expect(service?.body.connectivity_path).toBe('/infra/tier-1s/pandora_lb_0');
  expect(service && tagsOf(service)['ncp/lb_t1_link_ip']).toBe('100.64.0.3');
  expect(two.objects[0]?.path).toBe('/infra/domains/pandora');
});

function ingress(name: string, createdAt: string, fields: Partial<KubeIngress> = {}): KubeIngress {
  const path = { host: 'shop.lab', path: '/cart', pathType: 'Prefix', service: 'hello', port: 8080 };
  const common = { kind: 'Ingress', uid: `uid-${name}`, name, namespace: 'development', labels: {} } as const;
  const rest = {
    annotations: {},
    deleting: false,
    className: undefined,
    tls: false,
    tlsHosts: [],
    statusAddresses: [],
  };
  return { ...common, ...rest, createdAt, paths: [path], ...fields };
}

test('both L7 servers exist without an Ingress; routes become a rewrite and a forwarding rule', () => {
  const none = planIngress(aSite(), { routes: [], errors: new Map() }, { address: '172.16.0.2' });
  expect(paths(none).slice(1)).toEqual([
    '/infra/lb-virtual-servers/pandora_http',
    '/infra/lb-virtual-servers/pandora_https_terminated',
  ]);
  const routing = routeIngresses([ingress('shop', '1')], () => aService());
  const rules = find(planIngress(aSite(), routing, { address: '172.16.0.2' }), '/pandora_http').body.rules;
  expect(rules).toMatchObject([
    {
      phase: 'HTTP_REQUEST_REWRITE',
      actions: [{ header_name: 'ncp_app', header_value: 'nsx.development.hello.8080' }],
    },
    { phase: 'HTTP_FORWARDING', actions: [{ type: 'LBSelectPoolAction' }] },
  ]);
});

test('of two Ingresses with the same host and path the older wins and the other is told', () => {
  const routing = routeIngresses([ingress('late', '2'), ingress('early', '1')], () => aService());
  expect(routing.routes.map((route) => route.ingress.name)).toEqual(['early']);
  expect([...routing.errors]).toEqual([['uid-late', 'DUPLICATE_RULE']]);
});

test('a TLS Ingress moves to the https server', () => {
  const routing = routeIngresses([ingress('safe', '1', { tls: true, tlsHosts: ['shop.lab'] })], () => aService());
  const plan = planIngress(aSite(), routing, { address: '172.16.0.2' });
  expect(find(plan, '/pandora_http').body.rules).toEqual([]);
  expect(find(plan, '/pandora_https_terminated').body.rules).toHaveLength(2);
});

const policy: KubeNetworkPolicy = {
  kind: 'NetworkPolicy',
  uid: '9c2e0000-0000-4000-8000-000000000001',
  name: 'redis-allow',
  namespace: 'development',
  labels: {},
  annotations: {},
  createdAt: '',
  deleting: false,
  podSelector: { matchLabels: { app: 'redis' }, matchExpressions: [] },
  directions: ['Ingress'],
  ingress: [
    {
      peers: [
        {
          podSelector: { matchLabels: { tier: 'frontend' }, matchExpressions: [] },
          namespaceSelector: undefined,
          cidr: undefined,
          except: [],
        },
      ],
      ports: [{ protocol: 'TCP', port: 6379, endPort: undefined }],
    },
  ],
  egress: [],
};

test('a NetworkPolicy becomes an allow and an isolation policy on the same target group', () => {
  const plan = planNetworkPolicy(aSite(), policy, aNamespace());
  const { uid } = policy;
  const target = `/infra/domains/pandora/groups/np_${uid}_tgt`;
  expect(find(plan, `/np_${uid}_whitelist`).body).toMatchObject({ category: 'Application', sequence_number: 10 });
  expect(find(plan, `np_${uid}_whitelist/rules/ir_${uid}_TCP.6379`).body).toMatchObject({
    action: 'ALLOW',
    direction: 'IN',
    destination_groups: [target],
    scope: [target],
    services: [`/infra/services/np_${uid}_TCP.6379`],
  });
  expect(find(plan, `np_${uid}_isolation/rules/ir_${uid}`).body).toMatchObject({
    action: 'DROP',
    source_groups: ['ANY'],
  });
  expect(find(plan, '_tgt').body.expression).toMatchObject([
    {
      resource_type: 'NestedExpression',
      expressions: [{ value: 'app|redis' }, {}, { value: 'ncp/project_uid|uid-development' }],
    },
  ]);
  expect(tagsOf(find(plan, `/np_${uid}_isolation`))['ncp/sec_policy_type']).toBe('ncp/isol_sect_id');
});

test('a default-deny policy still has its empty allow policy', () => {
  const all = { matchLabels: {}, matchExpressions: [] };
  const plan = planNetworkPolicy(aSite(), { ...policy, podSelector: all, ingress: [] }, aNamespace());
  expect(paths(plan).filter((path) => path.includes('/rules/'))).toHaveLength(1);
  expect(paths(plan).filter((path) => path.endsWith('_whitelist'))).toHaveLength(1);
  expect(find(plan, '_tgt').body.expression).toMatchObject([{ member_type: 'Segment' }]);
});

test('what NSX cannot express is left out and named', () => {
  const notIn = { key: 'app', operator: 'NotIn', values: ['x'] };
  const peer = { podSelector: { matchLabels: {}, matchExpressions: [notIn] }, namespaceSelector: undefined };
  const rule = { peers: [{ ...peer, cidr: undefined, except: [] }], ports: [] };
  const plan = planNetworkPolicy(aSite(), { ...policy, ingress: [rule] }, aNamespace());
  expect(plan.problems).toEqual(['UNSUPPORTED_SELECTOR']);
  expect(paths(plan).filter((path) => path.includes('_whitelist/rules/'))).toEqual([]);
  expect(paths(plan).filter((path) => path.includes('_isolation/rules/'))).toHaveLength(1);
});
