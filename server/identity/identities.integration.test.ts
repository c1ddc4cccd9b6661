import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreV1Api, KubeConfig, RbacAuthorizationV1Api } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '@/lab/testing';
import { until } from '@/tests/support/until';
import { readSettings } from '../config';
import { Runtime } from '../dashboard';
import { createLogger } from '../logging';

const ALL = { cluster: null, namespace: null, kinds: [] };
let lab: Lab;
let core: CoreV1Api;
let runtime: Runtime;
let logged: string[];

/** A Portolan that calls the cluster `shown`, which NSX knows as `pandora`. */
async function begin(more: { readonly kubeconfig?: string; readonly tagValue?: string } = {}): Promise<void> {
  const { kubeconfig = 'kubeconfig', ...rest } = more;
  const file = join(lab.folder, `identity-${Object.values(more).join('-')}.yaml`);
  const cluster = { name: 'shown', kubeconfig: join(lab.folder, kubeconfig), context: 'lab', manager: 'nsx', ...rest };
  const login = { username: lab.nsx.username, passwordFile: 'nsx-password', caFile: 'ca.pem' };
  const manager = { name: 'nsx', urls: [lab.nsx.url], ...login };
  await writeFile(file, JSON.stringify({ clusters: [cluster], managers: [manager] }));
  const read = readSettings(file);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  logged = [];
  runtime = new Runtime({
    settings: read.settings,
    version: 'test',
    log: createLogger('trace', { write: (line) => logged.push(line) }),
  });
}

function status() {
  const found = runtime.sources().sources.find(({ plane }) => plane === 'kubernetes');
  if (found === undefined) throw new Error('no cluster');
  return found;
}

const joined = (): number => runtime.graph(ALL).edges.filter(({ kind }) => kind === 'realizes').length;
/** Objects of the cluster that are known by its tag alone. */
const ofCluster = (): number =>
  runtime.graph({ cluster: 'shown', namespace: null, kinds: ['segment', 'segment-port', 'tier-1', 'ip-pool'] }).nodes
    .length;
const whole = () =>
  until(
    'both planes are read and joined',
    () =>
      status().tagValue === 'pandora' &&
      ofCluster() > 5 &&
      joined() > 5 &&
      runtime.sources().sources.every(({ state }) => state !== 'starting'),
    30_000,
  );

beforeAll(async () => {
  lab = await startLab();
  const config = new KubeConfig();
  config.loadFromString(await lab.kubeconfig('admin'));
  core = config.makeApiClient(CoreV1Api);
  // The limited account may read everything but the configuration.
  const rbac = config.makeApiClient(RbacAuthorizationV1Api);
  const resources = ['namespaces', 'nodes', 'pods', 'services'];
  const rules = [{ apiGroups: [''], resources, verbs: ['get', 'list', 'watch'] }];
  await rbac.createClusterRole({ body: { metadata: { name: 'some' }, rules } });
  const subjects = [{ kind: 'User', name: 'limited', apiGroup: 'rbac.authorization.k8s.io' }];
  const roleRef = { kind: 'ClusterRole', name: 'some', apiGroup: 'rbac.authorization.k8s.io' };
  await rbac.createClusterRoleBinding({ body: { metadata: { name: 'some' }, roleRef, subjects } });
});
afterEach(async () => await runtime.stop());
afterAll(async () => await lab.close());

describe('the name of a cluster on NSX', () => {
  it('is read from ncp.ini, whose password goes nowhere', async () => {
    await begin();
    await whole();
    expect(status()).toMatchObject({ tagValue: 'pandora', identity: { from: 'ncp-ini' } });
    expect(status().identity?.where).toBe('ncp.ini in ConfigMap nsx-system/nsx-ncp-config');
    expect(status().identity?.facts).toEqual(expect.arrayContaining([{ label: 'Topology', value: 'two-tier' }]));
    expect(status().warnings).toEqual([]);
    expect(ofCluster()).toBeGreaterThan(5);
    const shown = JSON.stringify([logged, runtime.sources(), runtime.graph(ALL)]);
    expect(shown).not.toContain('VMware1!');
  });

  it("is read from nsx-operator's configuration where there is none of NCP, and its password goes nowhere", async () => {
    const name = { namespace: 'nsx-system', name: 'nsx-ncp-config' };
    const before = await core.readNamespacedConfigMap(name);
    await core.deleteNamespacedConfigMap(name);
    const ini = ['[coe]', 'cluster = pandora', '[nsx_v3]', 'nsx_api_password = sentinel-operator'].join('\n');
    const operator = { namespace: 'nsx-system', name: 'nsx-operator-config' };
    await core.createNamespacedConfigMap({
      namespace: operator.namespace,
      body: { metadata: { name: operator.name }, data: { 'nsxop.ini': ini } },
    });
    await begin();
    await whole();
    expect(status()).toMatchObject({ tagValue: 'pandora', identity: { from: 'nsx-operator' } });
    expect(JSON.stringify([logged, runtime.sources(), runtime.graph(ALL)])).not.toContain('sentinel');
    await core.deleteNamespacedConfigMap(operator);
    const { data = {} } = before;
    await core.createNamespacedConfigMap({
      namespace: name.namespace,
      body: { metadata: { name: name.name }, data },
    });
  });

  it('is read from the ports of its nodes when no configuration may be read', async () => {
    await begin({ kubeconfig: 'kubeconfig-limited' });
    await until('the ports tell', () => status().identity?.from === 'node-ports', 30_000);
    expect(status()).toMatchObject({ tagValue: 'pandora' });
    expect(status().identity?.where).toMatch(/cluster tags on the ports of \d+ cluster nodes/);
    await until('what is tagged so is read', () => ofCluster() > 5, 30_000);
  });

  it('is what the settings say, with a warning when the cluster says otherwise, and nothing of another name is left', async () => {
    await begin({ tagValue: 'elsewhere' });
    await until('the sources disagree', () => status().warnings.length >= 2, 30_000);
    expect(status()).toMatchObject({ tagValue: 'elsewhere', identity: { from: 'settings' } });
    expect(status().warnings.join(' ')).toMatch(
      /ncp\.ini in .* says "pandora".*ports of its cluster nodes are tagged for "pandora"/,
    );
    expect(ofCluster()).toBe(0);
  });

  it('follows the configuration when it changes, and forgets what was tagged otherwise', async () => {
    await begin();
    await whole();
    const name = { namespace: 'nsx-system', name: 'nsx-ncp-config' };
    const before = await core.readNamespacedConfigMap(name);
    const ini = before.data?.['ncp.ini'] ?? '';
    const change = async (text: string) => {
      const map = await core.readNamespacedConfigMap(name);
      await core.replaceNamespacedConfigMap({ ...name, body: { ...map, data: { 'ncp.ini': text } } });
    };
    await change(ini.replace('cluster = pandora', 'cluster = renamed'));
    await until('the new name is used', () => status().tagValue === 'renamed');
    await until('nothing of the old one is left', () => ofCluster() === 0 && managerIsLive(), 20_000);
    expect(runtime.graph({ ...ALL, kinds: ['segment-port'] }).nodes.filter(({ plane }) => plane === 'nsx')).toEqual([]);
    await change(ini);
    await whole();
    expect(status().tagValue).toBe('pandora');
  });
});

const managerIsLive = (): boolean =>
  runtime.sources().sources.some(({ plane, state }) => plane === 'nsx' && state === 'live');
