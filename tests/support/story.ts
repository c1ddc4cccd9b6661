import type { ObjectChange } from '@/lib/model';
import { clusterNodeRaw, namespaceRaw, nsxRaw, podRaw, portRaw, tagsOf, upsert } from './builders';

/** A namespace with Tier-1, segment, pool, SNAT rule, as NCP makes them in the two-tier layout. */
export function namespaceWorld(name: string, third: number): ObjectChange[] {
  const owned = { namespace: name, namespaceUid: `ns-${name}` };
  const tags = tagsOf(owned);
  return [
    upsert('namespace', namespaceRaw(name)),
    upsert('tier-1', nsxRaw('Tier1', `/infra/tier-1s/t1_${name}_rtr`, { tier0_path: '/infra/tier-0s/lab-t0', tags })),
    upsert(
      'segment',
      nsxRaw('Segment', `/infra/segments/seg_${name}_0`, {
        connectivity_path: `/infra/tier-1s/t1_${name}_rtr`,
        subnets: [{ gateway_address: `10.0.${third}.1/24`, network: `10.0.${third}.0/24` }],
        advanced_config: { address_pool_paths: [`/infra/ip-pools/ipp_${name}_0`] },
        tags,
      }),
    ),
    upsert('ip-pool', nsxRaw('IpAddressPool', `/infra/ip-pools/ipp_${name}_0`, { tags })),
    upsert(
      'nat-rule',
      nsxRaw('PolicyNatRule', `/infra/tier-0s/lab-t0/nat/USER/nat-rules/nat_${name}_0`, {
        action: 'SNAT',
        source_network: `10.0.${third}.0/24`,
        translated_network: `172.16.0.${third}`,
        tags: [...tags, { scope: 'ncp/snat', tag: 'true' }],
      }),
    ),
  ];
}

export interface StoryPod {
  readonly uid: string;
  readonly name: string;
  readonly namespace: string;
  readonly address: string;
  readonly workload?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly ready?: boolean;
}

/** A Pod with its segment port. */
export function podWorld(pod: StoryPod): ObjectChange[] {
  const { workload, labels = {} } = pod;
  const owner =
    workload === undefined ? {} : { owner: { kind: 'ReplicaSet', name: `${workload}-6cb7`, uid: `rs-${workload}` } };
  const all = workload === undefined ? labels : { ...labels, 'pod-template-hash': '6cb7' };
  return [
    upsert('pod', podRaw({ ...pod, ...owner, labels: all, node: 'k8s-worker-1' })),
    upsert(
      'segment-port',
      portRaw({
        podUid: pod.uid,
        pod: pod.name,
        namespace: pod.namespace,
        namespaceUid: `ns-${pod.namespace}`,
        segment: `/infra/segments/seg_${pod.namespace}_0`,
        labels,
      }),
    ),
  ];
}

/** A LoadBalancer Service with virtual server and pool on the load balancer's own Tier-1. */
export function serviceWorld(name: string, namespace: string, members: readonly string[]): ObjectChange[] {
  const tags = tagsOf({
    namespace,
    tags: [
      { scope: 'ncp/service', tag: name },
      { scope: 'ncp/service_uid', tag: `svc-${name}` },
    ],
  });
  return [
    upsert('service', {
      metadata: { uid: `svc-${name}`, name, namespace },
      spec: { type: 'LoadBalancer', ports: [{ port: 8080 }], clusterIP: '10.110.64.115' },
      status: { loadBalancer: { ingress: [{ ip: '172.16.0.13' }] } },
    }),
    upsert('tier-1', nsxRaw('Tier1', '/infra/tier-1s/lb', { tier0_path: '/infra/tier-0s/lab-t0', tags: tagsOf({}) })),
    upsert(
      'lb-service',
      nsxRaw('LBService', '/infra/lb-services/lb', { connectivity_path: '/infra/tier-1s/lb', tags: tagsOf({}) }),
    ),
    upsert(
      'lb-virtual-server',
      nsxRaw('LBVirtualServer', `/infra/lb-virtual-servers/${name}`, {
        ip_address: '172.16.0.13',
        ports: ['8080'],
        lb_service_path: '/infra/lb-services/lb',
        pool_path: `/infra/lb-pools/${name}`,
        tags,
      }),
    ),
    upsert(
      'lb-pool',
      nsxRaw('LBPool', `/infra/lb-pools/${name}`, {
        members: members.map((ip_address) => ({ ip_address, port: '8080' })),
        snat_translation: { type: 'LBSnatDisabled' },
        tags,
      }),
    ),
  ];
}

export const WEB_PATH = '/infra/domains/default/groups/Web';

/** Group Web with its drop rule, and the default rule. */
export function firewallWorld(): ObjectChange[] {
  const policies = '/infra/domains/default/security-policies';
  const web = {
    expression: [
      { resource_type: 'Condition', member_type: 'SegmentPort', key: 'Tag', operator: 'EQUALS', value: 'secgroup|web' },
    ],
  };
  return [
    upsert('domain', nsxRaw('Domain', '/infra/domains/default')),
    upsert('group', nsxRaw('Group', WEB_PATH, web)),
    upsert(
      'security-policy',
      nsxRaw('SecurityPolicy', `${policies}/web`, { category: 'Application', sequence_number: 5 }),
    ),
    upsert(
      'rule',
      nsxRaw('Rule', `${policies}/web/rules/drop`, {
        action: 'DROP',
        rule_id: 3012,
        sequence_number: 1,
        source_groups: [WEB_PATH],
        destination_groups: [WEB_PATH],
        services: ['ANY'],
        scope: ['ANY'],
        direction: 'IN_OUT',
      }),
    ),
    upsert(
      'security-policy',
      nsxRaw('SecurityPolicy', `${policies}/default-layer3-section`, {
        category: 'Application',
        sequence_number: 999_999,
        is_default: true,
      }),
    ),
    upsert(
      'rule',
      nsxRaw('Rule', `${policies}/default-layer3-section/rules/default-layer3-rule`, {
        action: 'ALLOW',
        rule_id: 2,
        sequence_number: 2_147_483_647,
      }),
    ),
  ];
}

/** The lab of the story: guestbook and hello-world in development, an empty production, the system's namespaces. */
export function storyWorld(): ObjectChange[] {
  const frontends = ['8wkhr', 'rtgc9', '4mctt'].map((suffix, index) => ({
    uid: `front-${index}`,
    name: `frontend-6cb7-${suffix}`,
    namespace: 'development',
    address: `10.0.6.${index + 2}`,
    workload: 'frontend',
    labels: { app: 'guestbook', secgroup: 'web' },
  }));
  const hellos = [0, 1, 2, 3, 4].map((index) => ({
    uid: `hello-${index}`,
    name: `hello-world-6cb7-${index}`,
    namespace: 'development',
    address: `10.0.6.${index + 6}`,
    workload: 'hello-world',
    labels: { 'app.kubernetes.io/name': 'load-balancer-example' },
  }));
  const redis = {
    uid: 'redis',
    name: 'redis-master-6cb7-zlx26',
    namespace: 'development',
    address: '10.0.6.5',
    workload: 'redis-master',
  };
  return [
    upsert('tier-0', nsxRaw('Tier0', '/infra/tier-0s/lab-t0', { ha_mode: 'ACTIVE_STANDBY', tags: tagsOf({}) })),
    upsert('cluster-node', clusterNodeRaw('k8s-worker-1')),
    upsert('segment', nsxRaw('Segment', '/infra/segments/node-logical-switch')),
    upsert(
      'segment-port',
      nsxRaw('SegmentPort', '/infra/segments/node-logical-switch/ports/default:w1', {
        attachment: { id: 'vif-1', type: 'PARENT' },
        tags: tagsOf({ tags: [{ scope: 'ncp/node_name', tag: 'k8s-worker-1' }] }),
      }),
    ),
    ...namespaceWorld('development', 6),
    ...namespaceWorld('production', 7),
    ...namespaceWorld('kube-system', 1),
    ...podWorld({ uid: 'dns', name: 'coredns-1', namespace: 'kube-system', address: '10.0.1.2' }),
    ...[...frontends, ...hellos, redis].flatMap(podWorld),
    ...serviceWorld(
      'hello-world-nsx-lb',
      'development',
      hellos.map((pod) => pod.address),
    ),
    ...firewallWorld(),
    upsert(
      'group',
      nsxRaw('Group', '/infra/domains/default/groups/NLB.VIP.[x]', { tags: [{ scope: 'NLB-VIP_ID', tag: 'x' }] }),
    ),
  ];
}
