import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asArray, asObject, asString, at, isObject } from '../json/value';
import { type ClusterUnderTest, noRecordings, recordings, startCluster } from './cluster-under-test';
import { deployment, node, service } from './manifests';

function recorded(file: string): unknown {
  return JSON.parse(readFileSync(join(recordings, file), 'utf8'));
}

/** Paths of all keys with the JSON type behind each; list items are folded into one, map keys of free maps left out. */
function shapeOf(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  const free = /(?:labels|annotations|selector|matchLabels|fieldsV1|nodeInfo|capacity|allocatable)$/;
  if (Array.isArray(value)) for (const item of value) shapeOf(item, `${path}[]`, into);
  else if (isObject(value)) {
    if (!free.test(path)) for (const [key, item] of Object.entries(value)) shapeOf(item, `${path}.${key}`, into);
  } else into.set(path, value === null ? 'null' : typeof value);
  return into;
}

const sameKeys = (a: unknown, b: unknown) =>
  expect(Object.keys(asObject(a)).sort()).toEqual(Object.keys(asObject(b)).sort());

describe.skipIf(noRecordings !== undefined)('recordings of a real server (skipped where they are absent)', () => {
  let cluster: ClusterUnderTest;
  const dev = '/api/v1/namespaces/development';
  const get = async (path: string, accept?: string) =>
    (await cluster.call('GET', path, accept === undefined ? {} : { accept })).body;

  beforeAll(async () => {
    cluster = await startCluster();
    await cluster.call('POST', '/api/v1/namespaces', { body: { metadata: { name: 'development' } } });
    await cluster.call('POST', '/api/v1/nodes', { body: node('worker-1', '10.8.1.0/24') });
    const web = { ...deployment('web', 1) };
    await cluster.kubectl(['apply', '-n', 'development', '-f', '-'], { input: JSON.stringify(web) });
    await cluster.kubectl(['apply', '-n', 'development', '-f', '-'], { input: JSON.stringify(service('web')) });
    const done = await cluster.kubectl(['rollout', 'status', '-n', 'development', 'deployment/web', '--timeout=30s']);
    expect(done.stderr).toBe('');
    const sliced = await cluster.watch('/apis/discovery.k8s.io/v1/namespaces/development/endpointslices?watch=true');
    await sliced.until((events) => events.some((event) => asArray(at(event, 'object', 'endpoints')).length > 0));
    sliced.stop();
  });
  afterAll(async () => await cluster.close());

  it.each([
    ['list-pods.json', `${dev}/pods`],
    ['list-services.json', `${dev}/services`],
    ['list-replicasets.json', '/apis/apps/v1/namespaces/development/replicasets'],
    ['list-endpointslices.json', '/apis/discovery.k8s.io/v1/namespaces/development/endpointslices'],
  ])('answers every key of %s with the same type', async (file, path) => {
    const theirs = shapeOf(recorded(file));
    const ours = shapeOf(await get(path));
    const wrong = [...theirs].filter(
      ([key, type]) => ours.get(key) !== type && !(type === 'null' || ours.get(key) === 'null'),
    );
    expect(wrong.map(([key, type]) => `${key}: ${type}, ours ${ours.get(key) ?? 'absent'}`)).toEqual([]);
  });

  it.each([
    ['table-pods.json', `${dev}/pods`],
    ['table-services.json', `${dev}/services`],
    ['table-deployments.json', '/apis/apps/v1/namespaces/development/deployments'],
    ['table-nodes.json', '/api/v1/nodes'],
  ])('prints the columns of %s', async (file, path) => {
    const theirs = recorded(file);
    const ours = await get(path, 'application/json;as=Table;v=v1;g=meta.k8s.io');
    const head = (table: unknown) =>
      asArray(at(table, 'columnDefinitions')).map((column) =>
        ['name', 'type', 'format', 'priority'].map((key) => at(column, key)),
      );
    expect(head(ours)).toEqual(head(theirs));
    const row = (table: unknown) => asArray(at(table, 'rows'))[0];
    sameKeys(row(ours), row(theirs));
    const types = (table: unknown) => asArray(at(row(table), 'cells')).map((cell) => typeof cell);
    expect(types(ours)).toEqual(types(theirs));
    sameKeys(at(row(ours), 'object'), at(row(theirs), 'object'));
  });

  it.each([
    ['status-403.json', 'GET', '/api/v1/pods', 'limited'],
    ['status-404.json', 'GET', '/api/v1/namespaces/default/pods/nothing', 'ncp'],
  ] as const)('refuses as in %s', async (file, method, path, user) => {
    const answer = await cluster.call(method, path, { user });
    expect(answer.body).toEqual(at(recorded(file), 'body'));
  });

  it('refuses the second creation, the stale version and the wrong name as recorded', async () => {
    const again = await cluster.call('POST', '/api/v1/namespaces', { body: { metadata: { name: 'development' } } });
    expect(again.body).toEqual(at(recorded('status-409-exists.json'), 'body'));
    const stale = await cluster.call('PUT', '/api/v1/namespaces/development', {
      body: { metadata: { name: 'development', resourceVersion: '1' } },
    });
    expect(stale.body).toEqual(at(recorded('status-409-conflict.json'), 'body'));
    const body = { metadata: { name: 'Bad_Name' }, spec: { ports: [{ port: 99_999 }], selector: { a: 'b' } } };
    const wrong = await cluster.call('POST', `${dev}/services`, { body });
    expect(wrong.body).toEqual(at(recorded('status-422.json'), 'body'));
    expect((await cluster.call('GET', '/api/v1/pods', { user: 'nobody' })).body).toEqual(
      at(recorded('status-401.json'), 'body'),
    );
  });

  it('words 410 and 504 as recorded', async () => {
    const digits = (text: unknown) => asString(text).replaceAll(/\d+/g, 'N');
    const future = await cluster.call('GET', `${dev}/pods?resourceVersion=99999999`);
    const theirs = at(recorded('status-504-future-version.json'), 'body');
    expect({ ...asObject(future.body), message: digits(at(future.body, 'message')) }).toEqual({
      ...asObject(theirs),
      message: digits(at(theirs, 'message')),
    });
    await cluster.call('POST', '/_lab/faults', { body: { kind: 'compact' } });
    const watch = await cluster.watch(`${dev}/pods?watch=true&resourceVersion=2`);
    await watch.ended;
    const line: unknown = JSON.parse(readFileSync(join(recordings, 'watch-410-expired.ndjson'), 'utf8').trim());
    expect(digits(JSON.stringify(watch.events[0]))).toBe(digits(JSON.stringify(line)));
  });

  it('serves the core resources a real server serves, with their names, verbs and subresources', async () => {
    const index = (list: unknown) =>
      new Map(asArray(at(list, 'resources')).map((entry) => [asString(at(entry, 'name')), entry]));
    const omitted = new Set(['bindings', 'componentstatuses']);
    for (const [file, path] of [
      ['api-v1.json', '/api/v1'],
      ['apis-apps-v1.json', '/apis/apps/v1'],
    ] as const) {
      const ours = index(await get(path));
      for (const [name, theirs] of index(recorded(file))) {
        if (omitted.has(name)) continue;
        const { storageVersionHash: _hash, ...rest } = asObject(theirs);
        expect(ours.get(name), name).toMatchObject(rest);
      }
    }
  });

  it('groups discovery as a real server does', async () => {
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
    const items = (list: unknown) =>
      asArray(at(asArray(at(asArray(at(list, 'items'))[0], 'versions'))[0], 'resources'));
    const ours = new Map(items(await get('/api', accept)).map((entry) => [asString(at(entry, 'resource')), entry]));
    for (const theirs of items(recorded('discovery-aggregated-api.json'))) {
      const name = asString(at(theirs, 'resource'));
      if (ours.has(name)) expect(ours.get(name)).toEqual(theirs);
    }
    sameKeys(await get('/version'), recorded('version.json'));
    sameKeys(await get('/api'), recorded('api.json'));
    const groups = asArray(at(recorded('apis.json'), 'groups'));
    const served = new Map(asArray(at(await get('/apis'), 'groups')).map((group) => [at(group, 'name'), group]));
    const shared = groups.filter((group) => served.has(at(group, 'name')) && at(group, 'name') !== 'autoscaling');
    expect(shared.length).toBeGreaterThan(10);
    for (const group of shared) expect(served.get(at(group, 'name'))).toEqual(group);
    const documents = Object.keys(asObject(at(await get('/openapi/v3'), 'paths')));
    expect(documents).toContain('api/v1');
  });

  it('marks the end of the present state in a stream as recorded', async () => {
    const lines = readFileSync(join(recordings, 'watch-streaming-list.ndjson'), 'utf8').trim().split('\n');
    const theirs: unknown = JSON.parse(lines.at(-1) ?? '');
    const stream = await cluster.watch(
      `${dev}/pods?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    );
    await stream.until((events) => events.some((event) => at(event, 'type') === 'BOOKMARK'));
    const ours = stream.events.find((event) => at(event, 'type') === 'BOOKMARK');
    expect(at(ours, 'object', 'metadata', 'annotations')).toEqual(at(theirs, 'object', 'metadata', 'annotations'));
    expect(at(ours, 'object', 'kind')).toBe(at(theirs, 'object', 'kind'));
    stream.stop();
  });
});
