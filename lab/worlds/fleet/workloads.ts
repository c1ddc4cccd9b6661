import type { WorldObject } from '../world';
import { createdAt, seededSuffix, seededUuid } from './identity';
import type { AppPlan } from './blueprint';
import type { FleetNode } from './nodes';

/** Where one Pod of a fleet runs. */
export interface PodPlace {
  readonly node: FleetNode;
  readonly address: string;
}

/** An application with all its objects. */
export interface AppObjects {
  readonly deployment: WorldObject;
  readonly replicaSet: WorldObject;
  readonly pods: readonly WorldObject[];
}

const conditions = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

function containerOf(app: AppPlan): WorldObject {
  return {
    name: app.tier,
    image: `registry.lab/${app.tier}:1.${app.port % 10}`,
    ports: [{ name: 'http', containerPort: app.port, protocol: 'TCP' }],
    ...(app.probed ? { readinessProbe: { httpGet: { path: '/ready', port: app.port, scheme: 'HTTP' } } } : {}),
  };
}

function podStatus(uid: string, app: AppPlan, place: PodPlace, time: string): WorldObject {
  const image = `registry.lab/${app.tier}:1.${app.port % 10}`;
  return {
    phase: 'Running',
    conditions: conditions.map((type) => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: time })),
    hostIP: place.node.address,
    hostIPs: [{ ip: place.node.address }],
    podIP: place.address,
    podIPs: [{ ip: place.address }],
    startTime: time,
    qosClass: 'BestEffort',
    containerStatuses: [
      {
        name: app.tier,
        state: { running: { startedAt: time } },
        lastState: {},
        ready: true,
        restartCount: 0,
        image,
        imageID: `${image}@sha256:${'0'.repeat(64)}`,
        containerID: `containerd://${uid}`,
        started: true,
      },
    ],
  };
}

const labelsOf = (app: AppPlan) => ({ app: app.name, tier: app.tier });

/** A Deployment, its ReplicaSet and its running Pods, each at the place it is given. */
export function appObjects(
  seed: number,
  namespace: string,
  app: AppPlan,
  places: readonly PodPlace[],
  age: number,
): AppObjects {
  const key = `${namespace}/${app.name}`;
  const time = createdAt(age);
  const hash = seededSuffix(seed, key, 10);
  const labels = labelsOf(app);
  const [deploymentUid, setUid] = [seededUuid(seed, `deployment/${key}`), seededUuid(seed, `replicaset/${key}`)];
  const setName = `${app.name}-${hash}`;
  const template = { metadata: { labels }, spec: { containers: [containerOf(app)] } };
  const hashed = { ...labels, 'pod-template-hash': hash };
  const owner = (kind: string, name: string, uid: string) => [
    { apiVersion: 'apps/v1', kind, name, uid, controller: true, blockOwnerDeletion: true },
  ];
  const count = places.length;
  const counts = count === 0 ? {} : { replicas: count, readyReplicas: count, availableReplicas: count };
  const pods = places.map((place, index): WorldObject => {
    const name = `${setName}-${seededSuffix(seed, `${key}/${index}`)}`;
    const uid = seededUuid(seed, `pod/${namespace}/${name}`);
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name,
        namespace,
        uid,
        creationTimestamp: time,
        generateName: `${setName}-`,
        labels: hashed,
        ownerReferences: owner('ReplicaSet', setName, setUid),
      },
      spec: { nodeName: place.node.name, containers: [containerOf(app)] },
      status: podStatus(uid, app, place, time),
    };
  });
  return {
    deployment: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {
        name: app.name,
        namespace,
        uid: deploymentUid,
        creationTimestamp: time,
        generation: 1,
        labels,
        annotations: { 'deployment.kubernetes.io/revision': '1' },
      },
      spec: { replicas: count, selector: { matchLabels: labels }, template },
      status: { observedGeneration: 1, ...counts, ...(count === 0 ? {} : { updatedReplicas: count }) },
    },
    replicaSet: {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: setName,
        namespace,
        uid: setUid,
        creationTimestamp: time,
        generation: 1,
        labels: hashed,
        annotations: { 'deployment.kubernetes.io/revision': '1' },
        ownerReferences: owner('Deployment', app.name, deploymentUid),
      },
      spec: {
        replicas: count,
        selector: { matchLabels: hashed },
        template: { ...template, metadata: { labels: hashed } },
      },
      status: { observedGeneration: 1, ...counts, ...(count === 0 ? {} : { fullyLabeledReplicas: count }) },
    },
    pods,
  };
}
