import { join } from 'node:path';
import { CoreV1Api, KubeConfig, RbacAuthorizationV1Api, type V1PolicyRule } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '@/lab/testing';
import { kindNamed, type KubernetesKind } from '@/lib/kinds';
import type { GraphNode, KindStatus, ObjectChange } from '@/lib/model';
import { until } from '@/tests/support/until';
import { createLogger } from '../logging';
import { KubernetesFeed } from './feed';
import { ROOM } from '@/tests/support/gate';

const READ = ['get', 'list', 'watch'];
let lab: Lab;
let core: CoreV1Api;
let rbac: RbacAuthorizationV1Api;
let feed: KubernetesFeed;
const known = new Map<string, string>();

function kind(name: string): KubernetesKind {
  const found = kindNamed(name);
  if (found?.plane !== 'kubernetes') throw new Error(`no Kubernetes kind ${name}`);
  return found;
}

/** Starts a feed as the lab's account that may do nothing by itself. */
function begin(namespaces: readonly string[] | null = null): void {
  known.clear();
  feed = new KubernetesFeed(
    {
      name: 'test',
      access: { by: 'kubeconfig', path: join(lab.folder, 'kubeconfig-limited'), context: 'lab' },
      manager: null,
      tagValue: 'test',
      namespaces,
      kinds: ['namespace', 'cluster-node', 'pod', 'service', 'config-map'].map(kind),
      tuning: {
        backoff: { baseMs: 10, capMs: 60 },
        forbiddenBackoff: { baseMs: 20, capMs: 100 },
        rediscoverMs: 100,
        relistMs: 100,
        // So that a role that is taken away is noticed by a watch that ends.
        watchSeconds: [1, 1],
      },
      log: createLogger('silent'),
    },
    { emit: take, room: ROOM, statusChanged: () => undefined },
  );
}

function take(changes: readonly ObjectChange[]): void {
  for (const change of changes) {
    if (change.type === 'remove') known.delete(change.key);
    else known.set(change.record.node.key, wordsOf(change.record.node));
  }
}

/** Kind and namespace, and the state where it is not plain. */
const wordsOf = ({ kind: name, namespace, state }: GraphNode): string =>
  `${name} ${namespace}${state === 'warning' ? ' warning' : ''}`;

function status(name: string): KindStatus {
  const found = feed.status().kinds.find((each) => each.kind === name);
  if (found === undefined) throw new Error(`no status of ${name}`);
  return found;
}

const namespacesOf = (name: string): string[] =>
  [...new Set([...known.values()].filter((each) => each.startsWith(`${name} `)))].map(
    (each) => each.split(' ')[1] ?? '',
  );

async function allow(
  namespace: string,
  rules: readonly V1PolicyRule[] = [{ apiGroups: [''], resources: ['pods', 'services'], verbs: READ }],
): Promise<void> {
  await rbac.createNamespacedRole({ namespace, body: { metadata: { name: 'reader' }, rules: [...rules] } });
  const subjects = [{ kind: 'User', name: 'limited', apiGroup: 'rbac.authorization.k8s.io' }];
  const roleRef = { kind: 'Role', name: 'reader', apiGroup: 'rbac.authorization.k8s.io' };
  await rbac.createNamespacedRoleBinding({ namespace, body: { metadata: { name: 'reader' }, roleRef, subjects } });
}

async function allowAll(resources: readonly string[]): Promise<void> {
  const rules = [{ apiGroups: [''], resources: [...resources], verbs: READ }];
  await rbac.createClusterRole({ body: { metadata: { name: 'all-reader' }, rules } });
  const subjects = [{ kind: 'User', name: 'limited', apiGroup: 'rbac.authorization.k8s.io' }];
  const roleRef = { kind: 'ClusterRole', name: 'all-reader', apiGroup: 'rbac.authorization.k8s.io' };
  await rbac.createClusterRoleBinding({ body: { metadata: { name: 'all-reader' }, roleRef, subjects } });
}

async function forbidAll(): Promise<void> {
  await rbac.deleteClusterRoleBinding({ name: 'all-reader' });
  await rbac.deleteClusterRole({ name: 'all-reader' });
}

beforeAll(async () => {
  lab = await startLab({ only: ['kubernetes'] });
  const config = new KubeConfig();
  config.loadFromString(await lab.kubeconfig('admin'));
  core = config.makeApiClient(CoreV1Api);
  rbac = config.makeApiClient(RbacAuthorizationV1Api);
  for (const name of ['red', 'green', 'blue', 'white', 'grey']) {
    await core.createNamespace({ body: { metadata: { name } } });
    await core.createNamespacedService({
      namespace: name,
      body: { metadata: { name: 's' }, spec: { ports: [{ port: 80 }] } },
    });
  }
});
afterEach(async () => await feed.stop());
afterAll(async () => await lab.close());

describe('an account that may read some namespaces', () => {
  it('finds them when it may list namespaces, reads them, and says what is hidden', async () => {
    await allowAll(['namespaces']);
    await allow('red');
    begin();
    await until('red is read', () => namespacesOf('service').includes('red'));
    expect(namespacesOf('service')).toEqual(['red']);
    expect(status('service')).toMatchObject({ state: 'live', count: 1, namespaces: ['red'] });
    expect(status('service').message).toMatch(/only in red\. Hidden elsewhere: /);
    expect(status('cluster-node')).toMatchObject({ state: 'forbidden', namespaces: null });
    expect(status('config-map').state).toBe('forbidden');
    await until('the source is judged', () => feed.status().state === 'partial');
    expect(feed.status().reason).toMatch(/cluster nodes, .+ cannot be read; Pods, Services can be read in some/);
    expect(status('namespace')).toMatchObject({ state: 'live', message: null });

    await allow('green');
    await until('green is read too', () => namespacesOf('service').includes('green'));
    expect(status('service').namespaces).toEqual(['green', 'red']);
    await core.deleteNamespacedService({ namespace: 'red', name: 's' });
    await until('a change in red is seen', () => !namespacesOf('service').includes('red'));
    await forbidAll();
  });

  it('reads all at once as soon as that is allowed, and keeps what it had when it is forbidden again', async () => {
    begin(null);
    await allowAll(['namespaces', 'pods', 'services', 'nodes', 'configmaps']);
    await until('all is read', () => feed.status().state === 'live');
    expect(status('service')).toMatchObject({ namespaces: null, message: null });
    expect(namespacesOf('service')).toEqual(expect.arrayContaining(['blue', 'green']));
    await forbidAll();
    await until(
      'nodes are stale for good',
      () => /since \d{4}-.*still shown/.test(status('cluster-node').message ?? ''),
      20_000,
    );
    expect(status('cluster-node')).toMatchObject({ state: 'stale' });
    expect(status('cluster-node').message).toMatch(/nodes is forbidden/i);
    expect(status('cluster-node').count).toBeGreaterThan(0);
    await until('the source is partial', () => feed.status().state === 'partial', 20_000);
    expect(namespacesOf('service')).toContain('blue');
  });

  it('reads the namespaces of the settings, and names those it may not read', async () => {
    begin(['green', 'blue']);
    await until(
      'green is read',
      () => status('service').state === 'live' && /blue/.test(status('service').message ?? ''),
    );
    expect(namespacesOf('service')).toEqual(['green']);
    expect(status('service')).toMatchObject({ namespaces: ['green'] });
    expect(status('service').message).toMatch(/^Forbidden in blue\. Hidden there: /);
    await until('the source is partial', () => feed.status().state === 'partial');
  });

  it('reads single Namespaces by themselves where they may not be listed', async () => {
    const itself = { apiGroups: [''], resources: ['namespaces'], resourceNames: ['white'], verbs: ['get'] };
    await allow('white', [itself]);
    begin(['white', 'blue']);
    await until('white is known', () => known.size === 1 && status('namespace').state === 'live');
    expect([...known.values()]).toEqual(['namespace null']);
    expect(status('namespace')).toMatchObject({ count: 1, namespaces: ['white'] });
    expect(status('namespace').stalenessBoundMs).toBeLessThan(150_000);
    expect(status('namespace').message).toMatch(/^Forbidden in blue\. .* read anew every \d+ s/);
    const labelled = { metadata: { name: 'white', annotations: { 'ncp/error.snat': 'IP_POOL_EXHAUSTED' } } };
    await core.replaceNamespace({ name: 'white', body: labelled });
    await until('the change is noticed', () => [...known.values()].includes('namespace null warning'));
    // The role goes with it, so that nobody can say whether it is gone.
    await core.deleteNamespace({ name: 'white' });
    await until('it ages', () => /still shown/.test(status('namespace').message ?? ''), 20_000);
    expect(status('namespace')).toMatchObject({ state: 'stale', count: 1 });
  });

  it('lists anew what it may not watch, and watches it as soon as it may', async () => {
    const rules = [{ apiGroups: [''], resources: ['services'], verbs: ['get', 'list'] }];
    await allow('grey', rules);
    begin(['grey']);
    await until('it is clear that services are listed only', () => /not watched/.test(status('service').message ?? ''));
    expect(status('service')).toMatchObject({
      state: 'live',
      count: 1,
      namespaces: ['grey'],
    });
    expect(status('service').message).toMatch(
      /^May be read but not watched, so it is read anew every \d+ s: changes show late\.$/,
    );
    expect(status('service').stalenessBoundMs).toBeLessThan(150_000);
    await core.createNamespacedService({
      namespace: 'grey',
      body: { metadata: { name: 'late' }, spec: { ports: [{ port: 80 }] } },
    });
    await until('what is new is noticed', () => status('service').count === 2);
    expect(status('service').state).toBe('live');
    await rbac.replaceNamespacedRole({
      namespace: 'grey',
      name: 'reader',
      body: { metadata: { name: 'reader' }, rules: [{ apiGroups: [''], resources: ['services'], verbs: READ }] },
    });
    await until('it is watched', () => status('service').message === null);
    expect(status('service').stalenessBoundMs).toBe(150_000);
  });
});
