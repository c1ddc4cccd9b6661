import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { kubectlFor, type Lab, startLab } from '@/lab/testing';
import { kindNamed, type KubernetesKind } from '@/lib/kinds';
import { FakeKubernetes, status } from '@/tests/support/kubernetes-api';
import { until } from '@/tests/support/until';
import { createLogger } from '../logging';
import type { KubernetesAccess } from './access';
import { KubernetesFeed } from './feed';
import { ROOM } from '@/tests/support/gate';

const opened: KubernetesFeed[] = [];
const logged: string[] = [];

function kind(name: string): KubernetesKind {
  const found = kindNamed(name);
  if (found?.plane !== 'kubernetes') throw new Error(`no Kubernetes kind ${name}`);
  return found;
}

function open(access: KubernetesAccess, name = 'test'): KubernetesFeed {
  const tuning = { backoff: { baseMs: 10, capMs: 50 }, forbiddenBackoff: { baseMs: 10, capMs: 50 }, rediscoverMs: 200 };
  const log = createLogger('trace', { write: (line) => logged.push(line) });
  const common = { name, access, manager: null, tagValue: name, namespaces: null, tuning, log };
  const feed = new KubernetesFeed(
    { ...common, kinds: [kind('namespace'), kind('pod')] },
    { emit: () => undefined, room: ROOM, statusChanged: () => undefined },
  );
  opened.push(feed);
  return feed;
}

const live = (feed: KubernetesFeed) => until('it is live', () => feed.status().state === 'live');
const shown = () => JSON.stringify([logged, opened.map((feed) => feed.status())]);

afterEach(async () => {
  await Promise.all(opened.splice(0).map((feed) => feed.stop()));
  logged.length = 0;
});

describe('several clusters at once', () => {
  let labs: Lab[];
  beforeAll(async () => {
    labs = [await startLab({ only: ['kubernetes'] }), await startLab({ only: ['kubernetes'] })];
  });
  afterAll(async () => await Promise.all(labs.map((lab) => lab.close())));

  it('are read by the contexts of one kubeconfig, each with its own objects and its own trouble', async () => {
    const [one, two] = labs;
    if (one === undefined || two === undefined) throw new Error('two labs were started');
    const configs = await Promise.all(labs.map(async (lab) => parse(await lab.kubeconfig('admin'))));
    const merged = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: configs.map((config, index) => ({ ...config.clusters[0], name: `c${index}` })),
      users: configs.map((config, index) => ({ ...config.users[0], name: `u${index}` })),
      contexts: configs.map((_, index) => ({
        name: `x${index}`,
        context: { cluster: `c${index}`, user: `u${index}` },
      })),
    };
    const path = join(one.folder, 'kubeconfig-merged');
    await writeFile(path, JSON.stringify(merged));
    const [first, second] = [0, 1].map((index) => open({ by: 'kubeconfig', path, context: `x${index}` }, `n${index}`));
    if (first === undefined || second === undefined) throw new Error('two feeds were opened');
    await Promise.all([live(first), live(second)]);
    expect(first.status().endpoints).toEqual([one.kubernetesUrl]);
    expect(second.status().endpoints).toEqual([two.kubernetesUrl]);
    const namespaces = (feed: KubernetesFeed) =>
      feed.status().kinds.find((each) => each.kind === 'namespace')?.count ?? 0;
    const before = namespaces(first);
    await kubectlFor(two)('create', 'namespace', 'only-here');
    await until('it is seen in its cluster', () => namespaces(second) === before + 1);
    expect(namespaces(first)).toBe(before);
    await two.stop('kubernetes');
    await until('the second is stale', () => second.status().state === 'stale');
    expect(first.status().state).toBe('live');
  });
});

describe('credentials that rotate', () => {
  let fake: FakeKubernetes;
  let accepted: string;
  beforeEach(async () => {
    fake = await FakeKubernetes.start();
    accepted = 'sentinel-first';
    fake.intercept = (request, response) => {
      if (request.headers.authorization === `Bearer ${accepted}`) return false;
      status(response, 401, 'Unauthorized', 'Unauthorized');
      return true;
    };
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await fake.server.close();
  });

  /** Changes what the server takes, and ends what is open, as an API server does not but a test must. */
  async function rotate(write: (token: string) => Promise<void>, feed: KubernetesFeed): Promise<void> {
    accepted = 'sentinel-second';
    await write(accepted);
    fake.server.cut();
    const seen = () => fake.server.requests.some(({ headers }) => headers.authorization === `Bearer ${accepted}`);
    await until('the new token is used', seen);
    await live(feed);
    expect(shown()).not.toContain('sentinel');
  }

  it('come from the files of the Pod that Portolan runs in', async () => {
    const root = fake.server.folder;
    const folder = join(root, 'var/run/secrets/kubernetes.io/serviceaccount');
    const write = (token: string) => writeFile(join(folder, 'token'), token);
    await mkdir(folder, { recursive: true });
    await write(accepted);
    await copyFile(fake.server.caFile, join(folder, 'ca.crt'));
    vi.stubEnv('KUBERNETES_SERVICE_HOST', '127.0.0.1');
    vi.stubEnv('KUBERNETES_SERVICE_PORT', new URL(fake.server.url).port);
    const feed = open({ by: 'in-cluster', root });
    await live(feed);
    expect(feed.status().endpoints).toEqual([fake.server.url]);
    await rotate(write, feed);
  });

  it('come from a token file of the kubeconfig, named from where it is', async () => {
    const write = (token: string) => writeFile(join(fake.server.folder, 'token'), token);
    await write(accepted);
    await fake.useUser({ tokenFile: 'token' });
    const feed = open({ by: 'kubeconfig', path: fake.kubeconfig, context: 'fake' });
    await live(feed);
    await rotate(write, feed);
  });

  it('come from a plugin, which is asked again when what it gave is refused', async () => {
    const file = join(fake.server.folder, 'plugin-says');
    const write = (token: string) =>
      writeFile(
        file,
        JSON.stringify({
          apiVersion: 'client.authentication.k8s.io/v1',
          kind: 'ExecCredential',
          // It claims to hold for long, and does not.
          status: { token, expirationTimestamp: new Date(Date.now() + 3_600_000).toISOString() },
        }),
      );
    await write(accepted);
    const args = ['-e', `process.stdout.write(require('fs').readFileSync(${JSON.stringify(file)}))`];
    const apiVersion = 'client.authentication.k8s.io/v1';
    await fake.useUser({ exec: { apiVersion, command: process.execPath, args, interactiveMode: 'Never' } });
    const feed = open({ by: 'kubeconfig', path: fake.kubeconfig, context: 'fake' });
    await live(feed);
    await rotate(write, feed);
  });

  it('come from a script that is named from where the kubeconfig is, with its arguments and environment', async () => {
    const folder = join(fake.server.folder, 'bin');
    await mkdir(folder);
    const credential =
      '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}';
    const script = `#!/bin/sh\nprintf '${credential}' "$1-$PLUGIN_WORD"\n`;
    await writeFile(join(folder, 'plugin.sh'), script, { mode: 0o755 });
    accepted = 'sentinel-by-script';
    const apiVersion = 'client.authentication.k8s.io/v1';
    const env = [{ name: 'PLUGIN_WORD', value: 'script' }];
    await fake.useUser({ exec: { apiVersion, command: './bin/plugin.sh', args: ['sentinel-by'], env } });
    await live(open({ by: 'kubeconfig', path: fake.kubeconfig, context: 'fake' }));
    expect(shown()).not.toContain('sentinel');
  });

  it('are named, not shown, when they cannot be had', async () => {
    const args = ['-e', "console.error('sentinel-words'); process.exit(3)"];
    await fake.useUser({ exec: { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args } });
    const feed = open({ by: 'kubeconfig', path: fake.kubeconfig, context: 'fake' });
    await until('it is told', () => feed.status().reason?.includes('credential plugin fails') === true);
    await rm(fake.kubeconfig);
    await fake.useUser({ token: accepted });
    await live(feed);
    expect(shown()).not.toContain('sentinel');
  });
});
