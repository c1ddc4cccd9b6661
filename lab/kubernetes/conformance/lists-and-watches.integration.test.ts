import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asArray, asNumber, asObject, asString, at } from '../json/value';
import { type ApiAnswer, type ClusterUnderTest, startCluster } from './cluster-under-test';
import { pod } from './manifests';

function names(answer: ApiAnswer): string[] {
  return asArray(at(answer.body, 'items')).map((item) => asString(at(item, 'metadata', 'name')));
}

function seen(events: readonly unknown[]): string[] {
  return events.map((event) =>
    `${asString(at(event, 'type'))} ${asString(at(event, 'object', 'metadata', 'name'))}`.trim(),
  );
}

describe('lists and watches', () => {
  let cluster: ClusterUnderTest;
  const pods = '/api/v1/namespaces/sea/pods';
  const make = async (name: string, labels: Record<string, string> = {}) =>
    await cluster.call('POST', pods, { body: pod(name, labels) });
  const version = async () => asString(at((await cluster.call('GET', pods)).body, 'metadata', 'resourceVersion'));

  beforeAll(async () => {
    cluster = await startCluster({ tuning: { bookmarkMs: 60 } });
    await cluster.call('POST', '/api/v1/namespaces', { body: { metadata: { name: 'sea' } } });
    for (const name of ['a', 'b', 'c', 'd', 'e']) await make(name, { even: String('bd'.includes(name)) });
  });
  afterAll(async () => await cluster.close());

  it('pages at one version, whatever happens between the pages', async () => {
    const first = await cluster.call('GET', `${pods}?limit=2`);
    expect(names(first)).toEqual(['a', 'b']);
    expect(at(first.body, 'metadata', 'remainingItemCount')).toBe(3);
    await cluster.call('DELETE', `${pods}/d`);
    await make('ca');
    const rest = await cluster.call(
      'GET',
      `${pods}?limit=9&continue=${asString(at(first.body, 'metadata', 'continue'))}`,
    );
    expect(names(rest)).toEqual(['c', 'd', 'e']);
    expect(at(rest.body, 'metadata', 'resourceVersion')).toBe(at(first.body, 'metadata', 'resourceVersion'));
    await cluster.call('DELETE', `${pods}/ca`);
    await make('d', { even: 'true' });
  });

  it('ignores limit at version 0 and leaves kind out of items', async () => {
    const all = await cluster.call('GET', `${pods}?limit=1&resourceVersion=0`);
    expect(names(all)).toHaveLength(5);
    expect(asObject(asArray(at(all.body, 'items'))[0])).not.toHaveProperty('kind');
  });

  it('lists exactly at an old version', async () => {
    const before = await version();
    await cluster.call('DELETE', `${pods}/e`);
    const past = await cluster.call('GET', `${pods}?resourceVersion=${before}&resourceVersionMatch=Exact`);
    expect(names(past)).toContain('e');
    await make('e');
  });

  it('answers 504 for the future, 500 for rubbish, 410 after compaction', async () => {
    const future = await cluster.call('GET', `${pods}?resourceVersion=99999999`);
    expect([future.status, future.headers['retry-after'], at(future.body, 'reason')]).toEqual([504, '1', 'Timeout']);
    expect((await cluster.call('GET', `${pods}?resourceVersion=rubbish`)).status).toBe(500);
    expect((await cluster.call('GET', `${pods}?watch=1&resourceVersion=rubbish`)).status).toBe(500);
    const first = await cluster.call('GET', `${pods}?limit=2`);
    const old = await version();
    await make('x');
    await cluster.call('POST', '/_lab/faults', { body: { kind: 'compact' } });
    const expired = await cluster.call('GET', `${pods}?continue=${asString(at(first.body, 'metadata', 'continue'))}`);
    expect([expired.status, at(expired.body, 'reason')]).toEqual([410, 'Expired']);
    const fresh = asString(at(expired.body, 'metadata', 'continue'));
    expect(names(await cluster.call('GET', `${pods}?continue=${fresh}`))).toEqual(['c', 'd', 'e', 'x']);
    const exact = await cluster.call('GET', `${pods}?resourceVersion=${old}&resourceVersionMatch=Exact`);
    expect(exact.status).toBe(410);
    const watch = await cluster.watch(`${pods}?watch=true&resourceVersion=${old}`);
    await watch.ended;
    expect(
      watch.events.map((event) => [at(event, 'type'), at(event, 'object', 'code'), at(event, 'object', 'reason')]),
    ).toEqual([['ERROR', 410, 'Expired']]);
    await cluster.call('DELETE', `${pods}/x`);
  });

  it('watches from a version on, and by selector', async () => {
    const from = await version();
    const all = await cluster.watch(`${pods}?watch=true&resourceVersion=${from}`);
    const red = await cluster.watch(`${pods}?watch=true&resourceVersion=${from}&labelSelector=colour%3Dred`);
    const recolour = async (colour: string | null) =>
      await cluster.call('PATCH', `${pods}/a`, {
        body: { metadata: { labels: { colour } } },
        type: 'application/merge-patch+json',
      });
    await recolour('red');
    await recolour('blue');
    await recolour('red');
    await cluster.call('DELETE', `${pods}/a`);
    await all.until((events) => seen(events).includes('DELETED a'));
    await red.until((events) => events.length >= 4);
    expect(seen(red.events)).toEqual(['ADDED a', 'DELETED a', 'ADDED a', 'DELETED a']);
    const versions = all.events.map((event) => asNumber(Number(at(event, 'object', 'metadata', 'resourceVersion'))));
    expect(versions).toEqual([...versions].sort((x, y) => x - y));
    all.stop();
    red.stop();
    await make('a');
  });

  it('streams the present state, marks its end, and sends bookmarks only when asked', async () => {
    const query = 'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const stream = await cluster.watch(`${pods}?${query}`);
    const isEnd = (event: unknown) =>
      at(event, 'object', 'metadata', 'annotations', 'k8s.io/initial-events-end') === 'true';
    await stream.until((events) => events.some(isEnd));
    expect(seen(stream.events.slice(0, 5))).toEqual(['ADDED a', 'ADDED b', 'ADDED c', 'ADDED d', 'ADDED e']);
    await stream.until((events) => events.filter((event) => at(event, 'type') === 'BOOKMARK').length >= 3);
    stream.stop();
    const unasked = await cluster.watch(`${pods}?watch=true&timeoutSeconds=1`);
    await unasked.ended;
    expect(seen(unasked.events).filter((line) => line.startsWith('BOOKMARK'))).toEqual([]);
    const refused = await cluster.call('GET', `${pods}?watch=true&sendInitialEvents=true`);
    expect(refused.status).toBe(422);
  });

  it('is silent for a version of the future and ends watches on request', async () => {
    const watch = await cluster.watch(`${pods}?watch=true&resourceVersion=99999999`);
    await make('silent');
    await cluster.call('POST', '/_lab/faults', { body: { kind: 'watch-drop' } });
    await watch.ended;
    expect(watch.events).toEqual([]);
  });

  it('selects by every operator and by fields', async () => {
    const by = async (selector: string) =>
      names(await cluster.call('GET', `${pods}?labelSelector=${encodeURIComponent(selector)}`));
    expect(await by('even=true')).toEqual(['b', 'd']);
    expect(await by('even!=true')).toEqual(['a', 'c', 'e', 'silent']);
    expect(await by('even in (true,false),even')).toEqual(['b', 'c', 'd']);
    expect(await by('even notin (true)')).toEqual(['a', 'c', 'e', 'silent']);
    expect(await by('!even')).toEqual(['a', 'e', 'silent']);
    expect((await cluster.call('GET', `${pods}?labelSelector=${encodeURIComponent('a in b')}`)).status).toBe(400);
    const field = await cluster.call(
      'GET',
      `/api/v1/pods?fieldSelector=${encodeURIComponent('metadata.name=c,status.phase!=Running')}`,
    );
    expect(names(field)).toEqual(['c']);
  });

  it('prints tables for lists and watches', async () => {
    const table = await cluster.call('GET', pods, {
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
    });
    expect(at(table.body, 'kind')).toBe('Table');
    expect(asArray(at(table.body, 'rows'))).toHaveLength(6);
    const metadata = await cluster.call('GET', pods, {
      accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
    });
    expect(Object.keys(asObject(asArray(at(metadata.body, 'items'))[0]))).toEqual(['kind', 'apiVersion', 'metadata']);
    expect((await cluster.call('GET', pods, { accept: 'application/vnd.kubernetes.protobuf' })).status).toBe(406);
  });

  it('deletes collections by selector', async () => {
    await cluster.call('DELETE', `${pods}?labelSelector=even%3Dtrue`);
    expect(names(await cluster.call('GET', pods))).toEqual(['a', 'c', 'e', 'silent']);
  });
});
