import { describe, expect, it } from 'vitest';
import { podRaw, record } from '@/tests/support/builders';
import { readNcpIni } from './ncp-ini';

const base = podRaw({ uid: 'u', name: 'p', address: '10.0.6.4', node: 'w1' });
const withStatus = (status: object, spec: object = {}) => ({
  ...base,
  spec: { containers: [{ name: 'c' }], ...spec },
  status,
});
const waiting = (reason: string, message?: string) => ({
  phase: 'Pending',
  containerStatuses: [{ name: 'c', ready: false, restartCount: 4, state: { waiting: { reason, message } } }],
});

describe('reading Pods', () => {
  it.each([
    [{ phase: 'Running', containerStatuses: [{ name: 'c', ready: true }] }, 'healthy', null],
    [{ phase: 'Running', containerStatuses: [{ name: 'c', ready: false }] }, 'warning', '0 of 1 containers are ready'],
    [waiting('ContainerCreating'), 'pending', 'its containers are being created'],
    [waiting('CrashLoopBackOff', 'back-off 5m'), 'failed', 'container c is waiting, CrashLoopBackOff: back-off 5m'],
    [waiting('ImagePullBackOff'), 'failed', 'container c is waiting, ImagePullBackOff'],
    [{ phase: 'Pending' }, 'pending', 'waiting to be scheduled'],
    [
      {
        phase: 'Pending',
        conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no room' }],
      },
      'warning',
      'Unschedulable: no room',
    ],
    [{ phase: 'Failed', reason: 'Evicted', message: 'disk' }, 'failed', 'Evicted: disk'],
    [{ phase: 'Succeeded' }, 'healthy', 'completed'],
    [{ phase: 'Unknown' }, 'unknown', 'phase is Unknown: the cluster node does not report'],
  ])('tells %o as %s', (status, state, reason) => {
    expect(record('pod', withStatus(status)).node).toMatchObject({ state, reason });
  });

  it('shows a Pod that is being deleted as terminating', () => {
    const metadata = { ...(base.metadata as object), deletionTimestamp: '2026-11-22T12:00:00Z' }; // made by the builder
    expect(record('pod', { ...base, metadata }).node).toMatchObject({ state: 'pending', reason: 'terminating' });
  });

  it('answers to its addresses, but not on the host network and not when finished', () => {
    expect(record('pod', base).keys).toEqual(['10.0.6.4']);
    expect(record('pod', withStatus({ phase: 'Running', podIP: '192.168.1.21' }, { hostNetwork: true })).keys).toEqual(
      [],
    );
    expect(record('pod', withStatus({ phase: 'Succeeded', podIP: '10.0.6.4' })).keys).toEqual([]);
    const dual = { phase: 'Running', podIP: '10.0.6.4', podIPs: [{ ip: '10.0.6.4' }, { ip: 'fd00::4' }] };
    expect(record('pod', withStatus(dual)).keys).toEqual(['10.0.6.4', 'fd00::4']);
  });

  it('names the workload behind a ReplicaSet, and takes a date as well as text for a time', () => {
    const owner = { kind: 'ReplicaSet', name: 'web-6cb7', uid: 'rs' };
    const pod = podRaw({ uid: 'u', name: 'web-6cb7-x', labels: { 'pod-template-hash': '6cb7' }, owner });
    expect(record('pod', pod).node.facts.workload).toBe('web');
    const metadata = { ...(pod.metadata as object), creationTimestamp: new Date('2026-11-01T08:00:00Z') }; // made by the builder
    expect(record('pod', { ...pod, metadata }).node.createdAt).toBe(Date.parse('2026-11-01T08:00:00Z'));
  });
});

describe('reading ncp.ini', () => {
  const ini = [
    '[DEFAULT]',
    'debug = True',
    '[coe]',
    'cluster = pandora',
    '[nsx_v3]',
    'nsx_api_managers = https://admin:s3cret@192.168.1.14,192.168.1.15',
    'nsx_api_user = admin',
    'nsx_api_password = s3cret',
    'nsx_api_private_key_file = /etc/s3cret.key',
    'future_token = s3cret',
    '# nsx_api_password = s3cret',
    'policy_nsxapi = True',
    'single_tier_topology = True',
    'external_ip_pools = k8s-1-loadbalancer',
  ].join('\n');

  it('keeps what places the cluster in NSX and nothing that may be a secret', () => {
    const settings = readNcpIni(ini);
    expect(settings).toEqual({
      'coe.cluster': 'pandora',
      'nsx_v3.nsx_api_managers': 'https://192.168.1.14,192.168.1.15',
      'nsx_v3.policy_nsxapi': 'True',
      'nsx_v3.single_tier_topology': 'True',
      'nsx_v3.external_ip_pools': 'k8s-1-loadbalancer',
    });
  });

  it('leaves no secret anywhere in the record', () => {
    const map = {
      metadata: { uid: 'u', name: 'nsx-ncp-config', namespace: 'nsx-system', annotations: { last: ini } },
      data: { 'ncp.ini': ini },
    };
    const made = record('config-map', map);
    expect(JSON.stringify(made)).not.toContain('s3cret');
    expect(made.node.facts).toMatchObject({ cluster: 'pandora', topology: 'single-tier', policyApi: true });
  });

  it("reads the operator's file under any name, its usual one first", () => {
    const map = (data: Readonly<Record<string, string>>) =>
      record('operator-config', { metadata: { uid: 'u', name: 'nsx-operator-config', namespace: 'x' }, data }).node;
    const usual = '[coe]\ncluster = west\nenable_vpc_network = True\n[nsx_v3]\nnsx_api_password = s3cret\n';
    const both = map({ 'a.ini': '[coe]\ncluster = other\n', 'nsxop.ini': usual });
    expect(both.facts).toMatchObject({ cluster: 'west', vpc: true, file: 'nsxop.ini' });
    expect(JSON.stringify(both)).not.toContain('s3cret');
    expect(map({ 'readme.txt': '', 'agent.ini': usual }).facts).toMatchObject({ cluster: 'west', file: 'agent.ini' });
  });

  it.each([
    ['config-map', 'nsx-ncp-config', 'data.ncp.ini is missing'],
    ['operator-config', 'nsx-operator-config', 'data holds no .ini file'],
  ])('says so when the ConfigMap of %s holds no settings', (kind, name, problem) => {
    const made = record(kind, { metadata: { uid: 'u', name, namespace: 'x' }, data: { 'readme.txt': '' } });
    expect(made.node.issues).toEqual([problem]);
    expect(made.node.facts.cluster).toBeNull();
  });

  it.each(['config-map', 'operator-config'])('reads no other ConfigMap for %s', (kind) => {
    expect(() => record(kind, { metadata: { uid: 'u', name: 'other', namespace: 'x' } })).toThrow('is not read');
  });
});

describe('an error that NCP recorded', () => {
  const about = (spec: object) => record('nsx-error', { metadata: { uid: 'e', name: 'e' }, spec }).relations;

  it('is tied to what it is about, by UID and by name', () => {
    const [byUid, byName, ...more] = about({
      message: ['no address left'],
      'error-object-id': 'u1',
      'error-object-type': 'Pod',
      'error-object-name': 'frontend',
      'error-object-ns': 'development',
    });
    expect(byUid).toMatchObject({ edge: 'reports', target: { by: 'key', key: 'u1' } });
    expect(byName).toMatchObject({
      edge: 'reports',
      target: { by: 'name', kind: 'pod', namespace: 'development', name: 'frontend' },
    });
    expect(more).toEqual([]);
  });

  it('is tied to nothing that it does not name in full', () => {
    expect(about({ message: 'x', 'error-object-type': 'Pod', 'error-object-name': 'frontend' })).toEqual([]);
    expect(about({ message: 'x', 'error-object-type': 'Router', 'error-object-name': 'r' })).toEqual([]);
    expect(about({ 'error-object-type': 'Namespace', 'error-object-name': 'development' })).toMatchObject([
      { target: { kind: 'namespace', namespace: null, name: 'development' } },
    ]);
  });
});
