import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClusterUnderTest, type CommandResult, startCluster } from './cluster-under-test';
import { deployment, harbourDefinition, node, pod, service } from './manifests';

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

function columns(output: CommandResult): string[] {
  return (output.stdout.split('\n')[0] ?? '').trim().split(/\s{2,}/);
}

describe.skipIf(!hasKubectl)('kubectl (skipped where there is no kubectl)', () => {
  let cluster: ClusterUnderTest;
  const run = async (line: string, input?: unknown) =>
    await cluster.kubectl(line.split(' '), input === undefined ? {} : { input: JSON.stringify(input) });
  const said = async (line: string, input?: unknown) => {
    const { stdout, stderr, code } = await run(line, input);
    expect(stderr.replace(/^Warning: .*\n/gm, '')).toBe('');
    expect(code).toBe(0);
    return stdout;
  };

  beforeAll(async () => {
    cluster = await startCluster();
    for (const [name, cidr] of [
      ['worker-1', '10.8.1.0/24'],
      ['worker-2', '10.8.2.0/24'],
    ] as const)
      await said('create -f -', node(name, cidr));
    await said('create namespace development');
    await said('config set-context --current --namespace=development');
  });
  afterAll(async () => await cluster.close());

  it('creates, refuses a second time, and finds nothing yet', async () => {
    const again = await run('create namespace development');
    expect(again.stderr).toContain('Error from server (AlreadyExists): namespaces "development" already exists');
    expect(again.code).toBe(1);
    expect((await run('get pods')).stderr).toContain('No resources found in development namespace.');
    expect(await said('get ns development --show-labels')).toContain('kubernetes.io/metadata.name=development');
    expect(await said('describe ns development')).toMatch(
      /Status: +Active\n\nNo resource quota.\n\nNo LimitRange resource/,
    );
  });

  it('applies, rolls out, and prints the columns people expect', async () => {
    expect(await said('apply -f -', deployment('web', 3))).toBe('deployment.apps/web created\n');
    expect(await said('apply -f -', service('web'))).toBe('service/web created\n');
    expect(await said('rollout status deployment/web --timeout=30s')).toContain(
      'deployment "web" successfully rolled out',
    );
    expect(await said('apply -f -', deployment('web', 3))).toBe('deployment.apps/web unchanged\n');
    expect(columns(await run('get pods -o wide'))).toEqual([
      'NAME',
      'READY',
      'STATUS',
      'RESTARTS',
      'AGE',
      'IP',
      'NODE',
      'NOMINATED NODE',
      'READINESS GATES',
    ]);
    expect(columns(await run('get deployments -o wide'))).toEqual([
      'NAME',
      'READY',
      'UP-TO-DATE',
      'AVAILABLE',
      'AGE',
      'CONTAINERS',
      'IMAGES',
      'SELECTOR',
    ]);
    expect(columns(await run('get services -o wide'))).toEqual([
      'NAME',
      'TYPE',
      'CLUSTER-IP',
      'EXTERNAL-IP',
      'PORT(S)',
      'AGE',
      'SELECTOR',
    ]);
    expect(columns(await run('get replicasets'))).toEqual(['NAME', 'DESIRED', 'CURRENT', 'READY', 'AGE']);
    expect(columns(await run('get nodes'))).toEqual(['NAME', 'STATUS', 'ROLES', 'AGE', 'VERSION']);
    expect(await said('get deployments')).toMatch(/web +3\/3 +3 +3 +/);
  });

  it('warns of v1 Endpoints and describes what it stores', async () => {
    expect((await run('get endpoints')).stderr).toContain(
      'Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
    );
    const described = await said('describe service web');
    expect(described).toMatch(/IP Family Policy: +SingleStack\n/);
    expect(described).toMatch(/Port: +<unset> {2}80\/TCP\n/);
    const name = (await said('get pods -o name')).split('\n')[0] ?? '';
    const text = await said(`describe ${name}`);
    expect(text).toMatch(/Service Account: +default/);
    expect(text).toMatch(/QoS Class: +Burstable/);
    expect(text).toContain('node.kubernetes.io/not-ready:NoExecute op=Exists for 300s');
    expect(text).toContain('/var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-');
  });

  it('exposes, and shows an address written to the status', async () => {
    expect(await said('expose deployment web --type=LoadBalancer --name=front --port=8080')).toBe(
      'service/front exposed\n',
    );
    expect(await said('get service front')).toMatch(/LoadBalancer +10\.\S+ +<pending> +8080:3\d{4}\/TCP/);
    const patch = JSON.stringify({ status: { loadBalancer: { ingress: [{ ip: '172.30.0.9' }] } } });
    const patched = await cluster.kubectl([
      'patch',
      'service',
      'front',
      '--subresource=status',
      '--type=merge',
      '-p',
      patch,
    ]);
    expect(patched.stdout).toBe('service/front patched\n');
    expect(await said('get service front')).toMatch(/ 172\.30\.0\.9 /);
    expect(await said('describe service front')).toMatch(/LoadBalancer Ingress: +172\.30\.0\.9 \(VIP\)/);
  });

  it('labels with and without overwriting, and selects by labels', async () => {
    await said('apply -f -', pod('buoy', { tier: 'sea' }));
    expect(await said('label pod buoy group=red')).toBe('pod/buoy labeled\n');
    expect(await said('label pod buoy group=red')).toBe('pod/buoy not labeled\n');
    expect((await run('label pod buoy group=green')).stderr).toContain(
      "'group' already has a value (red), and --overwrite is false",
    );
    expect(await said('label pod buoy group=green --overwrite')).toBe('pod/buoy labeled\n');
    const chosen = await cluster.kubectl(['get', 'pods', '-l', 'tier in (sea, land),group!=red', '-o', 'name']);
    expect(chosen.stdout).toBe('pod/buoy\n');
    expect(await said('label pod buoy group-')).toBe('pod/buoy unlabeled\n');
  });

  it('scales, restarts, patches in every way and waits for deletions', async () => {
    expect(await said('scale deployment web --replicas=4')).toBe('deployment.apps/web scaled\n');
    expect(await said('rollout restart deployment/web')).toBe('deployment.apps/web restarted\n');
    expect(await said('rollout status deployment/web --timeout=30s')).toContain('successfully rolled out');
    expect(await said('patch deployment web -p {"spec":{"replicas":3}}')).toBe('deployment.apps/web patched\n');
    expect(await said('patch deployment web --type=json -p [{"op":"replace","path":"/spec/replicas","value":2}]')).toBe(
      'deployment.apps/web patched\n',
    );
    expect(await said('annotate deployment web note=kept')).toBe('deployment.apps/web annotated\n');
    expect(await said('delete pod buoy')).toBe('pod "buoy" deleted\n');
  });

  it('applies on the server with conflicts and force', async () => {
    const refused = await run('apply --server-side -f -', deployment('web', 5));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      'Apply failed with 1 conflict: conflict with "kubectl-patch" using apps/v1: .spec.replicas',
    );
    expect(await said('apply --server-side --force-conflicts -f -', deployment('web', 5))).toBe(
      'deployment.apps/web serverside-applied\n',
    );
    expect(await said('get deployment web -o jsonpath={.spec.replicas}')).toBe('5');
  });

  it('answers mistakes as a real server does', async () => {
    const unknown = { ...service('bad'), spec: { prots: [{ port: 80 }], selector: { app: 'x' } } };
    expect((await run('create -f -', unknown)).stderr).toContain(
      'Service in version "v1" cannot be handled as a Service: strict decoding error: unknown field "spec.prots"',
    );
    expect((await run('get widgets')).stderr).toContain('error: the server doesn\'t have a resource type "widgets"');
    expect((await run('delete service nothing')).stderr).toContain(
      'Error from server (NotFound): services "nothing" not found',
    );
    expect((await run('get pods -n absent')).stderr).toContain('No resources found in absent namespace.');
    expect((await run('create -n absent -f -', deployment('web', 1))).stderr).toContain(
      'namespaces "absent" not found',
    );
    expect((await run('get pods --field-selector spec.bogus=1')).stderr.trim()).toBe(
      'Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "", field selector "spec.bogus=1": field label not supported: spec.bogus',
    );
    expect((await run('attach deploy/web')).stderr).toContain('the lab runs no containers');
  });

  it('tells users apart', async () => {
    const limited = await cluster.kubectl(['get', 'nodes'], { user: 'limited' });
    expect(limited.stderr).toBe(
      'Error from server (Forbidden): nodes is forbidden: User "limited" cannot list resource "nodes" in API group "" at the cluster scope\n',
    );
    const viewer = await cluster.kubectl(['get', 'secrets', '-n', 'development'], { user: 'viewer' });
    expect(viewer.stderr).toContain(
      'User "viewer" cannot list resource "secrets" in API group "" in the namespace "development"',
    );
    expect((await cluster.kubectl(['get', 'pods', '-A'], { user: 'viewer' })).code).toBe(0);
    expect((await run('--token=wrong get pods --kubeconfig limited.yaml')).stderr).toContain(
      'error: You must be logged in to the server (Unauthorized)',
    );
    expect(await said('auth can-i list pods')).toBe('yes\n');
    expect((await cluster.kubectl(['auth', 'can-i', 'list', 'pods'], { user: 'limited' })).stdout).toBe('no\n');
    expect(await said('auth whoami')).toMatch(/Username +admin\nGroups +\[system:masters system:authenticated\]/);
    await said('create role reader --verb=list --resource=pods');
    await said('create rolebinding reader --role=reader --user=limited');
    expect((await cluster.kubectl(['get', 'pods', '-n', 'development'], { user: 'limited' })).code).toBe(0);
  });

  it('serves a custom resource from the moment it is defined', async () => {
    await said('create -f -', harbourDefinition);
    const harbour = { apiVersion: 'sea.example/v1', kind: 'Harbour', metadata: { name: 'north' }, spec: { depth: 12 } };
    expect(await said('create -f -', harbour)).toBe('harbour.sea.example/north created\n');
    expect(await said('get hb')).toMatch(/NAME +DEPTH +AGE\nnorth +12 +/);
    expect(await said('explain hb.spec.depth')).toContain('FIELD: depth <integer>');
    const wrong = await run('create -f -', { ...harbour, metadata: { name: 'south' }, spec: { depht: 1 } });
    expect(wrong.stderr).toContain('strict decoding error: unknown field "spec.depht"');
    const missing = await run('create -f -', { ...harbour, metadata: { name: 'south' }, spec: {} });
    expect(missing.stderr).toContain('spec.depth: Required value');
    expect(await said('delete crd harbours.sea.example')).toContain('deleted');
    expect((await run('get hb')).code).toBe(1);
  });

  it('explains, lists resources, versions and health', async () => {
    expect(await said('explain pod.status.podIP')).toContain('FIELD: podIP <string>');
    expect(await said('api-resources --api-group=apps --no-headers')).toContain('statefulsets');
    expect((await run('version')).stdout).toContain('Server Version: v1.36');
    expect(await said('get --raw /healthz')).toBe('ok');
  });

  it('takes what typed clients write: accounts, tokens, config maps, deployments', async () => {
    expect(await said('create deployment typed --image=typed:1 --replicas=2 --port=8080')).toBe(
      'deployment.apps/typed created\n',
    );
    expect(
      await said('get deployment typed -o jsonpath={.spec.template.spec.containers[0].ports[0].containerPort}'),
    ).toBe('8080');
    await said('create configmap settings --from-literal=tide=high');
    expect(await said('get configmap settings -o jsonpath={.data.tide}')).toBe('high');
    await said('create serviceaccount pilot');
    expect((await said('create token pilot')).trim().length).toBeGreaterThan(20);
  });

  it('ends a namespace with everything in it', async () => {
    expect(await said('delete namespace development')).toBe('namespace "development" deleted\n');
    expect((await run('get ns development')).stderr).toContain('namespaces "development" not found');
    expect((await run('get all -n development')).stderr).toContain('No resources found in development namespace.');
  });
});
