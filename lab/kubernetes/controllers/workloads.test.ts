import { afterEach, describe, expect, it } from 'vitest';
import { equal } from '../json/value';
import { conditionOf } from './conditions';
import { controllerOf } from './owner';
import {
  controllerRevisions,
  daemonSets,
  deployments,
  events,
  jobs,
  pods,
  replicaSets,
  statefulSets,
} from './resources';
import { addNode, createDeployment, createIn, startTestCluster, template, type TestCluster } from './test-cluster';
import type { Deployment } from './types';

let cluster: TestCluster;
afterEach(() => cluster.stop());

const deploymentOf = (name: string) => cluster.get(deployments, `development/${name}`);
const isRolledOut = (name: string, replicas: number) => {
  const found = deploymentOf(name);
  const { observedGeneration, updatedReplicas = 0, replicas: total = 0, availableReplicas = 0 } = found?.status ?? {};
  return (
    observedGeneration === found?.metadata.generation &&
    [updatedReplicas, total, availableReplicas].every((count) => count === replicas)
  );
};
const change = (name: string, edit: (spec: Deployment['spec']) => Deployment['spec']) =>
  cluster.mutate(deployments, `development/${name}`, (current) => ({ ...current, spec: edit(current.spec) }));
const names = () => cluster.list(pods, 'development').map(({ metadata }) => metadata.name);
const restart = (name: string, at: string) =>
  change(name, (spec) => ({
    ...spec,
    template: {
      ...spec.template,
      metadata: { ...spec.template.metadata, annotations: { 'kubectl.kubernetes.io/restartedAt': at } },
    },
  }));

describe('deployment', () => {
  it('brings three replicas up, ready and spread over the workers', async () => {
    cluster = startTestCluster();
    createDeployment(cluster, 'frontend', 3);
    await cluster.until('three replicas are available', () => isRolledOut('frontend', 3));
    const list = cluster.list(pods, 'development');
    expect(list).toHaveLength(3);
    const [set] = cluster.list(replicaSets, 'development');
    const hash = set?.metadata.labels?.['pod-template-hash'];
    expect(hash).toMatch(/^[4-9bcdf]{6,10}$/);
    expect(set?.metadata.name).toBe(`frontend-${hash}`);
    for (const pod of list) {
      expect(pod.metadata.name).toMatch(new RegExp(`^frontend-${hash}-[bcdfghjklmnpqrstvwxz2456789]{5}$`));
      expect(pod.status?.phase).toBe('Running');
      expect(pod.status?.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual([
        'PodReadyToStartContainers=True',
        'Initialized=True',
        'Ready=True',
        'ContainersReady=True',
        'PodScheduled=True',
      ]);
      expect(pod.status?.containerStatuses?.[0]).toMatchObject({ ready: true, started: true });
      expect(pod.status?.podIPs).toEqual([{ ip: pod.status?.podIP }]);
    }
    expect(new Set(list.map(({ spec }) => spec.nodeName))).toEqual(new Set(['k8s-worker-1', 'k8s-worker-2']));
    const status = deploymentOf('frontend')?.status;
    expect(conditionOf(status?.conditions, 'Progressing')).toMatchObject({
      reason: 'NewReplicaSetAvailable',
      status: 'True',
    });
    expect(conditionOf(status?.conditions, 'Available')).toMatchObject({
      reason: 'MinimumReplicasAvailable',
      status: 'True',
    });
    const said = cluster.list(events, 'development').map((event) => `${event.reason}: ${event.message}`);
    expect(said).toContain(`ScalingReplicaSet: Scaled up replica set frontend-${hash} from 0 to 3`);
    for (const { metadata, spec } of list) {
      expect(said).toContain(`SuccessfulCreate: Created pod: ${metadata.name}`);
      expect(said).toContain(`Scheduled: Successfully assigned development/${metadata.name} to ${spec.nodeName}`);
    }
  });

  it('scales up and down, giving up the newest first', async () => {
    cluster = startTestCluster();
    createDeployment(cluster, 'frontend', 2);
    await cluster.until('two are available', () => isRolledOut('frontend', 2));
    const first = names();
    change('frontend', (spec) => ({ ...spec, replicas: 5 }));
    await cluster.until('five are available', () => isRolledOut('frontend', 5));
    change('frontend', (spec) => ({ ...spec, replicas: 2 }));
    await cluster.until('two are left', () => isRolledOut('frontend', 2) && names().length === 2);
    expect(cluster.list(replicaSets, 'development')).toHaveLength(1);
    change('frontend', (spec) => ({ ...spec, replicas: 0 }));
    await cluster.until('none is left', () => names().length === 0);
    expect(first).toHaveLength(2);
  });

  it('replaces every Pod on a restart and never drops below what must be available', async () => {
    cluster = startTestCluster();
    createDeployment(cluster, 'frontend', 4);
    await cluster.until('four are available', () => isRolledOut('frontend', 4));
    const before = new Set(names());
    let fewest = 4;
    let most = 0;
    cluster.watch(pods, () => {
      const living = cluster.list(pods, 'development').filter(({ metadata }) => !metadata.deletionTimestamp).length;
      fewest = Math.min(fewest, cluster.ready('development').length);
      most = Math.max(most, living);
    });
    restart('frontend', '2026-11-22T12:00:00Z');
    await cluster.until(
      'the new template is rolled out',
      () => isRolledOut('frontend', 4) && cluster.list(replicaSets, 'development').length === 2,
    );
    await cluster.until('the old Pods are gone', () => names().length === 4);
    expect(names().filter((name) => before.has(name))).toEqual([]);
    expect(fewest).toBeGreaterThanOrEqual(3);
    expect(most).toBeLessThanOrEqual(5);
    expect(deploymentOf('frontend')?.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2');
    const sizes = cluster.list(replicaSets, 'development').map(({ spec }) => spec.replicas);
    expect(sizes.sort()).toEqual([0, 4]);
  });

  it('goes back to an earlier ReplicaSet under a new revision, and keeps only the history it is told to', async () => {
    cluster = startTestCluster();
    const { spec: original } = createDeployment(cluster, 'frontend', 1, { revisionHistoryLimit: 1 });
    await cluster.until('it runs', () => isRolledOut('frontend', 1));
    const [first] = cluster.list(replicaSets, 'development');
    restart('frontend', 'a');
    await cluster.until(
      'the second template runs',
      () => isRolledOut('frontend', 1) && names().length === 1 && cluster.list(replicaSets, 'development').length === 2,
    );
    change('frontend', (spec) => ({ ...spec, template: original.template }));
    const isBack = () =>
      cluster.get(replicaSets, `development/${first?.metadata.name}`)?.status?.availableReplicas === 1;
    await cluster.until('the first ReplicaSet runs again', () => isBack() && isRolledOut('frontend', 1));
    expect(deploymentOf('frontend')?.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3');
    restart('frontend', 'b');
    await cluster.until(
      'one old ReplicaSet is dropped',
      () => isRolledOut('frontend', 1) && cluster.list(replicaSets, 'development').length === 2,
    );
  });

  it('with Recreate ends all old Pods before it starts new ones', async () => {
    cluster = startTestCluster();
    createDeployment(cluster, 'frontend', 2, { strategy: { type: 'Recreate' } });
    await cluster.until('two run', () => isRolledOut('frontend', 2));
    const old = new Set(names());
    let wasMixed = false;
    cluster.watch(pods, () => {
      const living = names();
      if (living.some((name) => old.has(name)) && living.some((name) => !old.has(name))) wasMixed = true;
    });
    restart('frontend', 'a');
    await cluster.until(
      'two new ones run',
      () => isRolledOut('frontend', 2) && names().every((name) => !old.has(name)),
    );
    expect(wasMixed).toBe(false);
  });

  it('says so when it makes no progress in time', async () => {
    cluster = startTestCluster();
    const spec = { ...template({ app: 'stuck' }, { nodeSelector: { disk: 'none' } }) };
    createDeployment(cluster, 'stuck', 1, { progressDeadlineSeconds: 1, minReadySeconds: 0, template: spec });
    const reason = () => conditionOf(deploymentOf('stuck')?.status?.conditions, 'Progressing')?.reason;
    await cluster.until('the deadline is exceeded', () => reason() === 'ProgressDeadlineExceeded', 5_000);
  }, 8_000);
});

describe('replicaset', () => {
  it('replaces a deleted Pod', async () => {
    cluster = startTestCluster();
    createDeployment(cluster, 'frontend', 3);
    await cluster.until('three run', () => isRolledOut('frontend', 3));
    const [victim] = names();
    cluster.remove(pods, `development/${victim}`);
    await cluster.until('another one runs', () => isRolledOut('frontend', 3) && !names().includes(victim ?? ''));
    expect(names()).toHaveLength(3);
  });

  it('releases a Pod whose label leaves the selector, replaces it, and takes it back', async () => {
    cluster = startTestCluster();
    createDeployment(cluster, 'frontend', 2);
    await cluster.until('two run', () => isRolledOut('frontend', 2));
    const [leaver = ''] = names();
    const relabel = (app: string) =>
      cluster.mutate(pods, `development/${leaver}`, (pod) => ({
        ...pod,
        metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, app } },
      }));
    relabel('elsewhere');
    await cluster.until('a replacement runs', () => cluster.ready('development', { app: 'frontend' }).length === 2);
    const orphan = cluster.get(pods, `development/${leaver}`);
    expect(orphan && controllerOf(orphan)).toBeUndefined();
    expect(orphan?.metadata.deletionTimestamp).toBeUndefined();
    relabel('frontend');
    await cluster.until('one too many is given up', () => names().length === 2 && isRolledOut('frontend', 2));
  });
});

describe('statefulset', () => {
  const sizes = () => cluster.get(statefulSets, 'development/db')?.status;
  it('makes its Pods in order and replaces them from the top', async () => {
    cluster = startTestCluster();
    const started: string[] = [];
    cluster.watch(pods, ({ type, object }) => {
      if (type !== 'ADDED') return;
      if (object.metadata.name !== 'db-0' && started.length < 3) {
        expect(cluster.ready('development')).toHaveLength(started.length);
      }
      started.push(object.metadata.name);
    });
    const labels = { app: 'db' };
    createIn(cluster, statefulSets, 'StatefulSet', 'db', {
      replicas: 3,
      serviceName: 'db',
      selector: { matchLabels: labels },
      template: template(labels),
    });
    await cluster.until('three are ready', () => sizes()?.availableReplicas === 3);
    expect(started).toEqual(['db-0', 'db-1', 'db-2']);
    cluster.mutate(statefulSets, 'development/db', (set) => ({
      ...set,
      spec: {
        ...set.spec,
        template: template(labels, {
          restartPolicy: 'Always',
          hostname: undefined,
          containers: [{ name: 'main', image: 'web:2' }],
        } as never),
      }, // only the image matters
    }));
    await cluster.until(
      'the update is rolled out',
      () =>
        sizes()?.currentRevision === sizes()?.updateRevision && started.length === 6 && sizes()?.readyReplicas === 3,
    );
    expect(started.slice(3)).toEqual(['db-2', 'db-1', 'db-0']);
    expect(cluster.list(controllerRevisions, 'development')).toHaveLength(2);
    cluster.mutate(statefulSets, 'development/db', (set) => ({ ...set, spec: { ...set.spec, replicas: 1 } }));
    await cluster.until('only db-0 is left', () => equal(names(), ['db-0']));
  });
});

describe('daemonset', () => {
  it('runs once per node it tolerates, also on nodes that join', async () => {
    cluster = startTestCluster();
    const labels = { component: 'agent' };
    const tolerations = [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }];
    const everywhere = template(labels, { tolerations, hostNetwork: true });
    createIn(cluster, daemonSets, 'DaemonSet', 'agent', { selector: { matchLabels: labels }, template: everywhere });
    createIn(cluster, daemonSets, 'DaemonSet', 'workers', {
      selector: { matchLabels: { a: 'b' } },
      template: template({ a: 'b' }),
    });
    await cluster.until('three agents are ready', () => cluster.ready('development', labels).length === 3);
    await cluster.until('two workers are ready', () => cluster.ready('development', { a: 'b' }).length === 2);
    expect(
      cluster
        .ready('development', labels)
        .map(({ status }) => status?.podIP)
        .sort(),
    ).toEqual(['192.168.1.27', '192.168.1.28', '192.168.1.29']);
    addNode(cluster, 'k8s-worker-3', '192.168.1.30');
    await cluster.until(
      'the new node has both',
      () => cluster.ready('development').filter(({ spec }) => spec.nodeName === 'k8s-worker-3').length === 2,
    );
    const status = () => cluster.get(daemonSets, 'development/agent')?.status;
    await cluster.until(
      'the status counts four',
      () => status()?.numberAvailable === 4 && status()?.desiredNumberScheduled === 4,
    );
  });
});

describe('job', () => {
  it('runs to completion', async () => {
    cluster = startTestCluster();
    createIn(cluster, jobs, 'Job', 'report', {
      completions: 2,
      parallelism: 1,
      template: template({ job: 'report' }, { restartPolicy: 'Never' }),
    });
    const job = () => cluster.get(jobs, 'development/report');
    await cluster.until(
      'the job is complete',
      () => conditionOf(job()?.status?.conditions, 'Complete')?.status === 'True',
    );
    expect(job()?.status?.succeeded).toBe(2);
    expect(cluster.list(pods, 'development').map(({ status }) => status?.phase)).toEqual(['Succeeded', 'Succeeded']);
  });
});
