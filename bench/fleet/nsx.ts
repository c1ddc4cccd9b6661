import {
  address,
  CLUSTER,
  CLUSTER_NODES,
  CREATED_MS,
  type FleetSize,
  labelsOf,
  namespaceName,
  namespaceOf,
  namespaceUid,
  podName,
  podUid,
  uid,
  viId,
} from './estate';

const audit = (index: number) => ({
  _create_time: CREATED_MS,
  _create_user: 'ncp',
  _last_modified_time: CREATED_MS + index,
  _last_modified_user: 'ncp',
  _system_owned: false,
  _protection: 'NOT_PROTECTED',
  _revision: 1,
  marked_for_delete: false,
  overridden: false,
});
const base = [
  { scope: 'ncp/version', tag: '1.2.0' },
  { scope: 'ncp/cluster', tag: CLUSTER },
];
export const project = (namespace: number) => [
  ...base,
  { scope: 'ncp/project', tag: namespaceName(namespace) },
  { scope: 'ncp/project_uid', tag: namespaceUid(namespace) },
];

const named = (resourceType: string, id: string, parent: string, collection: string) => ({
  resource_type: resourceType,
  id,
  display_name: id,
  path: `${parent}/${collection}/${id}`,
  relative_path: id,
  parent_path: parent,
});

export function rawTier0(): unknown {
  return { ...named('Tier0', 't0', '/infra', 'tier-0s'), ha_mode: 'ACTIVE_STANDBY', tags: base.slice(1), ...audit(0) };
}

export function rawTier1(namespace: number): unknown {
  const id = `t1_${namespaceUid(namespace)}_rtr`;
  return {
    ...named('Tier1', id, '/infra', 'tier-1s'),
    tier0_path: '/infra/tier-0s/t0',
    tags: project(namespace),
    ...audit(namespace),
  };
}

export function rawSegment(namespace: number): unknown {
  const id = `seg_${namespaceUid(namespace)}_0`;
  return {
    ...named('Segment', id, '/infra', 'segments'),
    type: 'ROUTED',
    connectivity_path: `/infra/tier-1s/t1_${namespaceUid(namespace)}_rtr`,
    subnets: [{ gateway_address: `${address((namespace << 8) + 1)}/24`, network: `${address(namespace << 8)}/24` }],
    advanced_config: { connectivity: 'ON', address_pool_paths: [`/infra/ip-pools/ipp_${namespaceUid(namespace)}_0`] },
    tags: [...project(namespace), { scope: 'team', tag: namespaceName(namespace) }],
    ...audit(namespace),
  };
}

/** One Pod's segment port as a search hit, embedded status included. */
export function rawPort(pod: number, size: FleetSize, revision = 0): unknown {
  const namespace = namespaceOf(pod, size);
  const segment = `/infra/segments/seg_${namespaceUid(namespace)}_0`;
  const id = `port_${podUid(pod)}`;
  const labels = { ...labelsOf(pod, size), ...(revision > 0 ? { revision: String(revision) } : {}) };
  return {
    ...named('SegmentPort', id, segment, 'ports'),
    unique_id: uid(5, pod),
    realization_id: uid(5, pod),
    admin_state: 'UP',
    attachment: {
      id: viId(pod),
      type: 'CHILD',
      context_id: uid(6, pod % CLUSTER_NODES),
      traffic_tag: (Math.floor(pod / CLUSTER_NODES) % 4000) + 1,
      app_id: `nsx.${namespaceName(namespace)}.${podName(pod, size)}`,
      allocate_addresses: 'BOTH',
    },
    tags: [
      ...project(namespace),
      { scope: 'ncp/pod', tag: podName(pod, size) },
      { scope: 'ncp/pod_uid', tag: podUid(pod) },
      ...Object.entries(labels).map(([scope, tag]) => ({ scope, tag })),
    ],
    status: {
      consolidated_status: { consolidated_status: 'SUCCESS' },
      intent_path: `${segment}/ports/${id}`,
      publish_status: 'REALIZED',
    },
    ...audit(pod + revision),
  };
}

const condition = (value: string) => ({
  resource_type: 'Condition',
  member_type: 'SegmentPort',
  key: 'Tag',
  operator: 'EQUALS',
  value,
});
const and = { resource_type: 'ConjunctionOperator', conjunction_operator: 'AND' };

/** Groups by an administrator that span the estate: by label over all namespaces. */
export const ADMIN_GROUPS: readonly unknown[] = [
  ...['frontend', 'backend'].map((tier) => adminGroup(`tier-${tier}`, `tier|${tier}`)),
  ...Array.from({ length: 17 }, (_, i) => adminGroup(`suite-${i}`, `app.kubernetes.io/part-of|suite-${i}`)),
];

function adminGroup(id: string, value: string): unknown {
  return {
    ...named('Group', id, '/infra/domains/default', 'groups'),
    expression: [condition(value)],
    tags: [],
    ...audit(0),
  };
}

/** The target group of a NetworkPolicy of a namespace, as NCP makes it of a Pod selector. */
export function rawPolicyGroup(namespace: number, policy: number): unknown {
  const id = uid(7, namespace * 100 + policy);
  const nested = [condition(`app|app-${policy}`), and, condition(`ncp/project_uid|${namespaceUid(namespace)}`)];
  return {
    ...named('Group', `np_${id}_tgt`, `/infra/domains/${CLUSTER}`, 'groups'),
    expression: [{ resource_type: 'NestedExpression', expressions: nested }],
    tags: [
      ...project(namespace),
      { scope: 'ncp/network_policy_uid', tag: id },
      { scope: 'ncp/created_for', tag: 'network_policy' },
    ],
    ...audit(namespace),
  };
}
