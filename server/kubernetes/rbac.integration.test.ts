import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { kubectlFor, type Lab, startLab } from '@/lab/testing';
import { kubernetesKinds } from '@/lib/kinds';
import { writeLabSettings } from '@/tests/support/lab-settings';
import { until } from '@/tests/support/until';
import { readSettings } from '../config';
import { Runtime } from '../dashboard';
import { createLogger } from '../logging';

const print = (...args: string[]): string =>
  execFileSync(process.execPath, ['--import', 'tsx', 'server/kubernetes/print-rbac.ts', ...args], { encoding: 'utf8' });

let lab: Lab;
let kubectl: (...args: string[]) => Promise<string>;
let runtime: Runtime | undefined;

/** Applies what is printed with kubectl, and starts a Portolan as the account it makes. */
async function beginAs(name: string, namespaces: readonly string[] | null, ...args: string[]): Promise<Runtime> {
  const manifest = join(lab.folder, `${name}.yaml`);
  await writeFile(manifest, print('--name', name, ...args));
  await kubectl('apply', '-f', manifest);
  const token = (await kubectl('create', 'token', name, '--namespace', 'portolan')).trim();
  const config = parse(await lab.kubeconfig('admin'));
  config.users[0].user = { token };
  await writeFile(join(lab.folder, `kubeconfig-${name}`), stringify(config));
  const read = readSettings(await writeLabSettings(lab, { kubeconfig: `kubeconfig-${name}` }));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const clusters = read.settings.clusters.map((cluster) => ({ ...cluster, namespaces }));
  runtime = new Runtime({ settings: { ...read.settings, clusters }, version: 'test', log: createLogger('silent') });
  return runtime;
}

const clusterOf = (from: Runtime) => from.sources().sources.find(({ plane }) => plane === 'kubernetes');

beforeAll(async () => {
  lab = await startLab();
  kubectl = kubectlFor(lab);
});
afterEach(async () => await runtime?.stop());
afterAll(async () => await lab.close());

describe('the printed account', () => {
  it('may read every kind, and nothing else', async () => {
    const portolan = await beginAs('whole', null);
    await until(
      'the cluster is judged',
      () => !['starting', 'failed'].includes(clusterOf(portolan)?.state ?? 'starting'),
      30_000,
    );
    await until('the configuration is understood', () => clusterOf(portolan)?.identity?.from === 'ncp-ini', 30_000);
    const kinds = clusterOf(portolan)?.kinds ?? [];
    expect(kinds.filter(({ state }) => state !== 'live' && state !== 'absent')).toEqual([]);
    expect(kinds.filter(({ message }) => message !== null)).toEqual([]);
    expect(kinds.find(({ kind }) => kind === 'config-map')?.count).toBe(1);
    expect(clusterOf(portolan)).toMatchObject({ state: 'live', identity: { from: 'ncp-ini' } });

    const as = `--kubeconfig=${join(lab.folder, 'kubeconfig-whole')}`;
    expect((await kubectl(as, 'auth', 'can-i', 'list', 'events', '--all-namespaces')).trim()).toBe('yes');
    for (const question of [
      ['delete', 'pods'],
      ['create', 'deployments'],
      ['list', 'secrets'],
      ['list', 'configmaps'],
      ['create', 'events'],
      ['get', 'pods', '--subresource=log'],
    ]) {
      await expect(kubectl(as, 'auth', 'can-i', ...question, '--all-namespaces'), question.join(' ')).rejects.toThrow();
    }
  });

  it('may read the given namespaces only', async () => {
    const namespaces = ['kube-system', 'nsx-system'];
    const portolan = await beginAs('some', namespaces, '--namespaces', namespaces.join(','));
    const kind = (name: string) => clusterOf(portolan)?.kinds.find((each) => each.kind === name);
    await until('the cluster is judged', () => clusterOf(portolan)?.state === 'partial', 30_000);
    await until('the configuration is understood', () => clusterOf(portolan)?.identity?.from === 'ncp-ini', 30_000);
    expect(kind('pod')).toMatchObject({ state: 'live', namespaces, message: null });
    expect(kind('pod')?.count).toBeGreaterThan(0);
    expect(kind('namespace')).toMatchObject({ state: 'live', count: 2, namespaces });
    expect(kind('cluster-node')?.state).toBe('forbidden');
  });
});

describe('the manifest', () => {
  it('has only verbs that read, and names every resource that is read', () => {
    const documents = print()
      .split('---\n')
      .map((text) => parse(text));
    const role = documents.find(({ kind }) => kind === 'ClusterRole');
    const rules: { verbs: string[]; resources: string[]; apiGroups: string[] }[] = role.rules;
    expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list', 'watch']));
    for (const { resource } of kubernetesKinds()) {
      const covered = rules.some(
        (rule) => rule.apiGroups.includes(resource.group) && rule.resources.includes(resource.plural),
      );
      expect(covered, resource.plural).toBe(true);
    }
  });
});
