import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asArray, asObject, asString, at } from '../json/value';
import { type ClusterUnderTest, startCluster } from './cluster-under-test';
import { deployment, pod, service } from './manifests';

const apply = 'application/apply-patch+yaml';
const merge = 'application/merge-patch+json';
const strategic = 'application/strategic-merge-patch+json';

describe('writes', () => {
  let cluster: ClusterUnderTest;
  const base = '/api/v1/namespaces/sea';
  const apps = '/apis/apps/v1/namespaces/sea/deployments';
  const call = async (method: string, path: string, body?: unknown, type?: string) =>
    await cluster.call(method, path, {
      ...(body === undefined ? {} : { body }),
      ...(type === undefined ? {} : { type }),
    });

  beforeAll(async () => {
    cluster = await startCluster();
    await call('POST', '/api/v1/namespaces', { metadata: { name: 'sea' } });
  });
  afterAll(async () => await cluster.close());

  it('refuses stale versions, other names, absent and ending namespaces', async () => {
    const { body } = await call('POST', `${base}/configmaps`, { metadata: { name: 'log' }, data: { a: '1' } });
    expect((await call('PUT', `${base}/configmaps/log`, { ...asObject(body), data: { a: '2' } })).status).toBe(200);
    const stale = await call('PUT', `${base}/configmaps/log`, { ...asObject(body), data: { a: '3' } });
    expect([stale.status, at(stale.body, 'reason')]).toEqual([409, 'Conflict']);
    expect(at(stale.body, 'message')).toContain(
      'the object has been modified; please apply your changes to the latest version',
    );
    expect((await call('PUT', `${base}/configmaps/other`, { metadata: { name: 'log' } })).status).toBe(400);
    expect((await call('POST', '/api/v1/namespaces/absent/pods', pod('p'))).status).toBe(404);
    await call('POST', '/api/v1/namespaces', {
      metadata: { name: 'held' },
      spec: { finalizers: ['sea.example/hold'] },
    });
    await call('DELETE', '/api/v1/namespaces/held');
    const ending = await call('POST', '/api/v1/namespaces/held/pods', pod('p'));
    expect([ending.status, at(asArray(at(ending.body, 'details', 'causes'))[0], 'reason')]).toEqual([
      403,
      'NamespaceTerminating',
    ]);
  });

  it('keeps a status and the rest apart, and counts generations', async () => {
    await call('POST', apps, { ...deployment('web', 0), status: { replicas: 9 } });
    const spoilt = await call(
      'PATCH',
      `${apps}/web`,
      { status: { replicas: 7 }, metadata: { labels: { x: 'y' } } },
      merge,
    );
    expect(at(spoilt.body, 'status', 'replicas')).not.toBe(7);
    expect(at(spoilt.body, 'metadata', 'generation')).toBe(1);
    const viaStatus = await call(
      'PATCH',
      `${apps}/web/status`,
      { status: { collisionCount: 3 }, spec: { paused: true } },
      merge,
    );
    expect([at(viaStatus.body, 'status', 'collisionCount'), at(viaStatus.body, 'spec', 'paused')]).toEqual([
      3,
      undefined,
    ]);
    const bumped = await call('PATCH', `${apps}/web`, { spec: { minReadySeconds: 1 } }, merge);
    expect(at(bumped.body, 'metadata', 'generation')).toBe(2);
  });

  it('merges lists strategically by their keys', async () => {
    const patch = {
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'side', image: 'side:1' },
              { name: 'web', image: 'web:v2' },
            ],
          },
        },
      },
    };
    const { body } = await call('PATCH', `${apps}/web`, patch, strategic);
    const containers = asArray(at(body, 'spec', 'template', 'spec', 'containers'));
    expect(containers.map((entry) => [at(entry, 'name'), at(entry, 'image')])).toEqual([
      ['web', 'web:v2'],
      ['side', 'side:1'],
    ]);
    const removal = { spec: { template: { spec: { containers: [{ name: 'side', $patch: 'delete' }] } } } };
    const after = await call('PATCH', `${apps}/web`, removal, strategic);
    expect(asArray(at(after.body, 'spec', 'template', 'spec', 'containers'))).toHaveLength(1);
    expect((await call('PATCH', `${apps}/web`, {}, 'text/plain')).status).toBe(415);
  });

  it('tracks who applied what, frees what is no longer applied', async () => {
    const config = (data: Record<string, string>) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'applied' },
      data,
    });
    const first = await call('PATCH', `${base}/configmaps/applied?fieldManager=one`, config({ a: '1', b: '2' }), apply);
    expect(first.status).toBe(201);
    const other = await call('PATCH', `${base}/configmaps/applied?fieldManager=two`, config({ a: '9' }), apply);
    expect([other.status, at(other.body, 'message')]).toEqual([
      409,
      'Apply failed with 1 conflict: conflict with "one" using v1: .data.a',
    ]);
    const forced = await call(
      'PATCH',
      `${base}/configmaps/applied?fieldManager=two&force=true`,
      config({ a: '9' }),
      apply,
    );
    expect(at(forced.body, 'data')).toEqual({ a: '9', b: '2' });
    const freed = await call('PATCH', `${base}/configmaps/applied?fieldManager=one`, config({ c: '3' }), apply);
    expect(at(freed.body, 'data')).toEqual({ a: '9', c: '3' });
    const managers = asArray(at(freed.body, 'metadata', 'managedFields')).map((entry) => [
      at(entry, 'manager'),
      at(entry, 'operation'),
    ]);
    expect(managers.sort()).toEqual([
      ['one', 'Apply'],
      ['two', 'Apply'],
    ]);
  });

  it('stores nothing on a dry run', async () => {
    expect((await call('POST', `${base}/services?dryRun=All`, service('ghost'))).status).toBe(201);
    expect((await call('GET', `${base}/services/ghost`)).status).toBe(404);
    expect((await call('DELETE', `${base}/configmaps/log?dryRun=All`)).status).toBe(200);
    expect((await call('GET', `${base}/configmaps/log`)).status).toBe(200);
  });

  it('names every violation with its field', async () => {
    const bad = { metadata: { name: 'Bad_Name' }, spec: { ports: [{ port: 99_999 }], selector: { a: 'b' } } };
    const { status, body } = await call('POST', `${base}/services`, bad);
    expect(status).toBe(422);
    expect(asArray(at(body, 'details', 'causes')).map((cause) => at(cause, 'field'))).toEqual([
      'metadata.name',
      'spec.ports[0].port',
      'spec.ports[0].targetPort',
    ]);
    const empty = await call('POST', `${base}/pods`, { metadata: { name: 'empty' }, spec: { containers: [] } });
    expect(at(empty.body, 'message')).toBe('Pod "empty" is invalid: spec.containers: Required value');
    const selector = await call(
      'PATCH',
      `${apps}/web`,
      { spec: { selector: { matchLabels: { app: 'else' } } } },
      merge,
    );
    expect(at(selector.body, 'message')).toContain('field is immutable');
    const type = await call('POST', `${base}/services`, { metadata: { name: 'x' }, spec: { ports: 'many' } });
    expect([type.status, at(type.body, 'message')]).toEqual([
      400,
      expect.stringContaining('json: cannot unmarshal string'),
    ]);
  });

  it('warns of unknown fields unless told to be strict or silent', async () => {
    const odd = (name: string) => ({ metadata: { name }, data: {}, colour: 'red' });
    const warned = await call('POST', `${base}/configmaps`, odd('odd-1'));
    expect([warned.status, warned.headers.warning]).toEqual([201, '299 - "unknown field \\"colour\\""']);
    expect((await call('POST', `${base}/configmaps?fieldValidation=Ignore`, odd('odd-2'))).headers).not.toHaveProperty(
      'warning',
    );
    expect((await call('POST', `${base}/configmaps?fieldValidation=Strict`, odd('odd-3'))).status).toBe(400);
  });

  it('binds a Pod by one write, and no second time', async () => {
    const own = { ...pod('bound'), spec: { ...asObject(at(pod('bound'), 'spec')), schedulerName: 'somebody' } };
    const made = await call('POST', `${base}/pods`, own);
    const version = asString(at(made.body, 'metadata', 'resourceVersion'));
    const binding = { metadata: { name: 'bound' }, target: { kind: 'Node', name: 'n1' } };
    const tried = await call('POST', `${base}/pods/bound/binding?dryRun=All`, binding);
    expect(tried.status).toBe(201);
    expect(at((await call('GET', `${base}/pods/bound`)).body, 'metadata', 'resourceVersion')).toBe(version);
    expect((await call('POST', `${base}/pods/bound/binding`, binding)).status).toBe(201);
    const watch = await cluster.watch(`${base}/pods?watch=true&resourceVersion=${version}`);
    await watch.until((events) => events.length > 0);
    watch.stop();
    const [told] = watch.events;
    expect(at(told, 'object', 'spec', 'nodeName')).toBe('n1');
    expect(asArray(at(told, 'object', 'status', 'conditions'))).toEqual([
      expect.objectContaining({ type: 'PodScheduled', status: 'True' }),
    ]);
    expect(at(told, 'object', 'metadata', 'generation')).toBe(1);
    const again = await call('POST', `${base}/pods/bound/binding`, binding);
    expect([again.status, at(again.body, 'message')]).toEqual([409, expect.stringContaining('already assigned')]);
  });

  it('waits for finalizers, honours preconditions and propagation', async () => {
    const held = { metadata: { name: 'held', finalizers: ['sea.example/hold'] } };
    const { body } = await call('POST', `${base}/configmaps`, held);
    const wrong = await call('DELETE', `${base}/configmaps/held`, { preconditions: { uid: 'someone-else' } });
    expect(wrong.status).toBe(409);
    const marked = await call('DELETE', `${base}/configmaps/held`);
    expect(asString(at(marked.body, 'metadata', 'deletionTimestamp'))).not.toBe('');
    expect(at(marked.body, 'metadata', 'uid')).toBe(at(body, 'metadata', 'uid'));
    await call('PATCH', `${base}/configmaps/held`, { metadata: { finalizers: null } }, merge);
    expect((await call('GET', `${base}/configmaps/held`)).status).toBe(404);
    const gone = await call('DELETE', `${base}/configmaps/log`);
    expect([at(gone.body, 'kind'), at(gone.body, 'status')]).toEqual(['Status', 'Success']);
    const foreground = await call('DELETE', `${apps}/web`, { propagationPolicy: 'Foreground' });
    expect(at(foreground.body, 'metadata', 'finalizers')).toEqual(['foregroundDeletion']);
  });

  it.each([
    ['POST', `${base}/configmaps`, '', 400],
    ['POST', `${base}/configmaps`, '[1]', 400],
    ['POST', `${base}/configmaps`, '{"metadata":5}', 400],
    ['POST', `${base}/pods`, '{"metadata":{"name":"x"}}', 422],
    ['POST', `${base}/services`, '{"metadata":{"name":"x"},"spec":{"ports":[null]}}', 422],
    ['POST', `${base}/configmaps`, `{"data":{"a":"${'x'.repeat(3_200_000)}"}}`, 413],
    ['PATCH', '/api/v1/namespaces/sea', '{', 400],
    ['PATCH', '/api/v1/namespaces/sea', '{"metadata":{"labels":"x"}}', 400],
    ['PATCH', `${apps}/steady/scale`, '{', 400],
    ['GET', '/api/v1/namespaces/%E0%A4%A', undefined, 400],
  ])('answers rubbish of every sort plainly: %s %s %.40s', async (method, path, body, expected) => {
    await call('POST', apps, deployment('steady', 0));
    const answer = await call(method, path, body, method === 'PATCH' ? merge : undefined);
    expect([answer.status, at(answer.body, 'kind'), at(answer.body, 'code')]).toEqual([expected, 'Status', expected]);
  });

  it('refuses the unknown and the nameless', async () => {
    expect((await cluster.call('GET', '/api/v1/pods', { user: 'nobody' })).status).toBe(401);
    expect((await cluster.call('GET', '/version', { user: 'nobody' })).status).toBe(200);
    const missing = await call('GET', '/api/v1/widgets');
    expect([missing.status, at(missing.body, 'message')]).toEqual([
      404,
      'the server could not find the requested resource',
    ]);
    expect((await call('PATCH', `${base}/pods`, {}, merge)).status).toBe(405);
    expect((await call('GET', '/apis/no.such/v1')).status).toBe(404);
  });
});
