import {
  address,
  CLUSTER_NODES,
  CREATED,
  type FleetSize,
  hex,
  labelsOf,
  namespaceName,
  namespaceOf,
  namespaceUid,
  nodeName,
  podName,
  PODS_PER_WORKLOAD,
  podUid,
  uid,
  workloadOf,
} from './estate';

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
