/**
 * Raw objects of a synthetic estate, as the two APIs would send them, deterministic by seed. Sizes follow real lists: a Pod is
 * about 4.7 kB of JSON with its managedFields, a segment port about 1 kB.
 */
export interface FleetSize {
  readonly name: 'S' | 'M' | 'L' | 'XL';
  readonly namespaces: number;
  readonly pods: number;
}

export const SIZES: Readonly<Record<FleetSize['name'], FleetSize>> = {
  S: { name: 'S', namespaces: 50, pods: 1_000 },
  M: { name: 'M', namespaces: 300, pods: 5_000 },
  L: { name: 'L', namespaces: 1_000, pods: 20_000 },
  XL: { name: 'XL', namespaces: 2_000, pods: 50_000 },
};

const CLUSTER = 'fleet';
const CREATED = '2026-11-01T08:00:00Z';
const CREATED_MS = Date.parse(CREATED);
const PODS_PER_WORKLOAD = 5;
const CLUSTER_NODES = 200;

const hex = (value: number, width: number) => value.toString(16).padStart(width, '0');
const uid = (family: number, index: number) => `${hex(family, 8)}-0000-4000-8000-${hex(index, 12)}`;
const podUid = (index: number) => uid(1, index);
const namespaceUid = (index: number) => uid(2, index);
const viId = (index: number) => uid(3, index);
const nodeName = (index: number) => `worker-${index % CLUSTER_NODES}`;
const address = (index: number) => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
const namespaceName = (index: number) => `team-${index}`;
const namespaceOf = (pod: number, size: FleetSize) => pod % size.namespaces;
const workloadOf = (pod: number, size: FleetSize) => `app-${Math.floor(pod / size.namespaces / PODS_PER_WORKLOAD)}`;
const podName = (pod: number, size: FleetSize) => `${workloadOf(pod, size)}-5d8f7c6b9d-${hex(pod, 5)}`;

function labelsOf(pod: number, size: FleetSize): Record<string, string> {
  const app = workloadOf(pod, size);
  return { app, tier: pod % 3 === 0 ? 'frontend' : 'backend', 'app.kubernetes.io/part-of': `suite-${pod % 17}` };
}

export function rawNamespace(index: number): unknown {
  const name = namespaceName(index);
  return {
    metadata: {
      name,
      uid: namespaceUid(index),
      resourceVersion: String(1000 + index),
      creationTimestamp: CREATED,
      labels: { 'kubernetes.io/metadata.name': name, team: name },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

/** One Pod as a list holds it, managedFields included; `revision` changes a label so that an event differs. */
export function rawPod(pod: number, size: FleetSize, revision = 0): unknown {
  const name = podName(pod, size);
  const app = workloadOf(pod, size);
  const labels = {
    ...labelsOf(pod, size),
    'pod-template-hash': '5d8f7c6b9d',
    ...(revision > 0 ? { revision: String(revision) } : {}),
  };
  const ready = (type: string) => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: CREATED });
  return {
    metadata: {
      name,
      generateName: `${app}-5d8f7c6b9d-`,
      namespace: namespaceName(namespaceOf(pod, size)),
      uid: podUid(pod),
      resourceVersion: String(10_000 + pod + revision * 1_000_000),
      creationTimestamp: CREATED,
      labels,
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: `${app}-5d8f7c6b9d`,
          uid: uid(4, Math.floor(pod / size.namespaces / PODS_PER_WORKLOAD) * size.namespaces + namespaceOf(pod, size)),
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
      managedFields: managedFields(),
    },
    spec: {
      volumes: [
        {
          name: 'kube-api-access-x7k2p',
          projected: {
            defaultMode: 420,
            sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }],
          },
        },
      ],
      containers: [
        {
          name: app,
          image: `registry.example/${app}:1.4.2`,
          ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
          env: Array.from({ length: 8 }, (_, i) => ({
            name: `SETTING_${i}`,
            value: `value of setting ${i} of ${app}`,
          })),
          resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
          volumeMounts: [
            {
              name: 'kube-api-access-x7k2p',
              readOnly: true,
              mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
            },
          ],
          imagePullPolicy: 'IfNotPresent',
        },
      ],
      restartPolicy: 'Always',
      dnsPolicy: 'ClusterFirst',
      serviceAccountName: 'default',
      nodeName: nodeName(pod),
      schedulerName: 'default-scheduler',
    },
    status: {
      phase: 'Running',
      conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(ready),
      hostIP: address(pod % CLUSTER_NODES),
      podIP: address(pod + 65_536),
      podIPs: [{ ip: address(pod + 65_536) }],
      startTime: CREATED,
      containerStatuses: [
        {
          name: app,
          state: { running: { startedAt: CREATED } },
          lastState: {},
          ready: true,
          restartCount: 0,
          image: `registry.example/${app}:1.4.2`,
          imageID: `registry.example/${app}@sha256:${hex(pod, 64)}`,
          containerID: `containerd://${hex(pod, 64)}`,
          started: true,
        },
      ],
      qosClass: 'Burstable',
    },
  };
}

function managedFields(): unknown {
  const status = Object.fromEntries(
    ['ContainersReady', 'Initialized', 'Ready', 'PodReadyToStartContainers'].map((type) => [
      `k:{"type":"${type}"}`,
      {
        '.': {},
        'f:lastProbeTime': {},
        'f:lastTransitionTime': {},
        'f:observedGeneration': {},
        'f:status': {},
        'f:type': {},
      },
    ]),
  );
  const container = Object.fromEntries(
    [
      'env',
      'image',
      'imagePullPolicy',
      'name',
      'ports',
      'resources',
      'terminationMessagePath',
      'terminationMessagePolicy',
      'volumeMounts',
    ].map((field) => [`f:${field}`, {}]),
  );
  return [
    {
      manager: 'kube-controller-manager',
      operation: 'Update',
      apiVersion: 'v1',
      time: CREATED,
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:containers': container, 'f:dnsPolicy': {}, 'f:restartPolicy': {} } },
    },
    {
      manager: 'kubelet',
      operation: 'Update',
      apiVersion: 'v1',
      time: CREATED,
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:status': { 'f:conditions': status, 'f:podIP': {} } },
      subresource: 'status',
    },
  ];
}

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
const project = (namespace: number) => [
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
