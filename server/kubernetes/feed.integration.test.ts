import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kindNamed, type KubernetesKind } from '@/lib/kinds';
import type { KindStatus, ObjectChange } from '@/lib/model';
import { Gate, ROOM } from '@/tests/support/gate';
import { FakeKubernetes, status } from '@/tests/support/kubernetes-api';
import { until } from '@/tests/support/until';
import { createLogger } from '../logging';
import { KubernetesFeed } from './feed';
import type { KubernetesTuning } from './tuning';

const TUNING: Partial<KubernetesTuning> = {
  pageSize: 3,
  idleMs: 2_000,
  answerMs: 1_000,
  healthyWatchMs: 1_000,
  backoff: { baseMs: 10, capMs: 60 },
  forbiddenBackoff: { baseMs: 10, capMs: 60 },
  rediscoverMs: 100,
};

function kind(name: string): KubernetesKind {
  const found = kindNamed(name);
  if (found?.plane !== 'kubernetes') throw new Error(`no Kubernetes kind ${name}`);
  return found;
}

let fake: FakeKubernetes;
let feed: KubernetesFeed;
let logged: string[];
const known = new Map<string, ObjectChange>();
const changes: ObjectChange[] = [];

function begin(more: Partial<KubernetesTuning> = {}, namespaces: readonly string[] | null = null, room = ROOM): void {
  feed = new KubernetesFeed(
    {
      name: 'test',
      access: { by: 'kubeconfig', path: fake.kubeconfig, context: 'fake' },
      manager: null,
      tagValue: 'test',
      namespaces,
      kinds: [kind('pod'), kind('namespace')],
      tuning: { ...TUNING, ...more },
      log: createLogger('debug', { write: (line) => logged.push(line) }),
    },
    { emit: take, room, statusChanged: () => undefined },
  );
}

function take(batch: readonly ObjectChange[]): void {
  for (const change of batch) {
    changes.push(change);
    if (change.type === 'upsert') known.set(change.record.node.key, change);
    else known.delete(change.key);
  }
}

function pods(): KindStatus {
  const found = feed.status().kinds.find((each) => each.kind === 'pod');
  if (found === undefined) throw new Error('no status of Pods');
  return found;
}

const live = () => until('Pods are live and watched', () => pods().state === 'live' && fake.watching('pods'));
const keys = () => [...known.keys()].sort();

beforeEach(async () => {
  fake = await FakeKubernetes.start();
  logged = [];
  known.clear();
  changes.length = 0;
});
afterEach(async () => {
  await feed.stop();
  await fake.server.close();
});

describe('lists', () => {
  it('reads page by page, and watches from the version of the list', async () => {
    for (let index = 0; index < 8; index += 1) fake.put('pods', `p${index}`);
    begin();
    await live();
    expect(keys()).toHaveLength(8);
    expect(fake.lists('pods').map(({ query }) => query.get('continue'))).toEqual([null, '3', '6']);
    const [watch] = fake.watchRequests('pods');
    expect(watch?.query.get('resourceVersion')).toBe('108');
    expect(watch?.query.get('allowWatchBookmarks')).toBe('true');
    expect(Number(watch?.query.get('timeoutSeconds'))).toBeGreaterThanOrEqual(240);
    expect(feed.status()).toMatchObject({ state: 'live', version: 'v1.30.0', reason: null });
  });

  it('takes in no page before there is room for it, and is not called live until then', async () => {
    for (let index = 0; index < 8; index += 1) fake.put('pods', `p${index}`);
    const gate = new Gate();
    begin({}, null, gate.room);
    await until('room is asked for', () => gate.asked > 0);
    expect([keys(), feed.status().state]).toEqual([[], 'starting']);
    gate.open();
    await live();
    expect(keys()).toHaveLength(8);
    expect(gate.asked).toBeGreaterThanOrEqual(fake.lists('pods').length);
  });

  it('begins again when a page token has expired', async () => {
    for (let index = 0; index < 5; index += 1) fake.put('pods', `p${index}`);
    let expired = 0;
    fake.intercept = (request, response) => {
      if (!request.query.has('continue') || expired > 0) return false;
      expired += 1;
      status(response, 410, 'Expired', 'the provided continue parameter is too old');
      return true;
    };
    begin();
    await live();
    expect(expired).toBe(1);
    expect(keys()).toHaveLength(5);
  });

  it('makes an issue of an object that it cannot read, and goes on', async () => {
    fake.put('pods', 'good');
    fake.objects.get('pods')?.set('bad', { metadata: { uid: 'u-bad', name: '', resourceVersion: '7' } });
    begin();
    await live();
    expect(pods()).toMatchObject({ unreadable: 1, count: 2 });
    expect(keys()).toEqual(['pods-good', 'u-bad']);
    expect(known.get('u-bad')).toMatchObject({
      record: { node: { state: 'unknown', issues: [expect.stringMatching(/name is missing/)] } },
    });
  });
});

describe('watches', () => {
  it('follows what is added, changed and deleted', async () => {
    begin();
    await live();
    fake.put('pods', 'a');
    await until('a is known', () => known.has('pods-a'));
    fake.put('pods', 'a', { status: { phase: 'Running' } });
    await until('a has changed', () => JSON.stringify(known.get('pods-a')).includes('Running'));
    fake.drop('pods', 'a');
    await until('a is gone', () => !known.has('pods-a'));
  });

  it('resumes from the last version, bookmarks included, without a new list', async () => {
    begin();
    await live();
    fake.put('pods', 'a');
    fake.send('pods', { type: 'BOOKMARK', object: { kind: 'Pod', metadata: { resourceVersion: '555' } } });
    await until('a is known', () => known.has('pods-a'));
    for (const how of ['clean', 'broken'] as const) {
      const before = fake.watchRequests('pods').length;
      fake.endWatches('pods', how);
      await until('the watch is back', () => fake.watchRequests('pods').length > before && fake.watching('pods'));
      expect(fake.watchRequests('pods').at(-1)?.query.get('resourceVersion')).toBe('555');
    }
    expect(fake.lists('pods')).toHaveLength(1);
  });

  it('makes an issue of an object that goes bad, on that object, and takes it back when it is good again', async () => {
    fake.put('pods', 'a');
    fake.put('pods', 'b');
    begin();
    await live();
    const bad = { metadata: { uid: 'pods-a', name: '', namespace: 'default', resourceVersion: '900' } };
    fake.send('pods', { type: 'MODIFIED', object: bad });
    await until('a is an issue', () => JSON.stringify(known.get('pods-a')).includes('metadata.name is missing'));
    expect(pods()).toMatchObject({ state: 'live', count: 2, unreadable: 1 });
    expect(keys()).toEqual(['pods-a', 'pods-b']);
    fake.version = 901;
    fake.put('pods', 'a');
    await until('a is well again', () => pods().unreadable === 0);
    expect(JSON.stringify(known.get('pods-a'))).toContain('"issues":[]');
    expect(fake.lists('pods')).toHaveLength(1);
  });

  it('waits longer and longer while nothing comes, with jitter, and anew after traffic', async () => {
    const refuse = (request: { readonly query: URLSearchParams; readonly path: string }): boolean =>
      request.query.has('watch') && request.path.endsWith('/pods');
    begin({ backoff: { baseMs: 40, capMs: 5_000 }, healthyWatchMs: 60_000 });
    await live();
    const gaps = async (count: number): Promise<readonly number[]> => {
      const from = fake.watchRequests('pods').length;
      fake.intercept = (request, response) => {
        if (!refuse(request)) return false;
        response.writeHead(200).end();
        return true;
      };
      fake.endWatches('pods', 'clean');
      await until('it has tried again and again', () => fake.watchRequests('pods').length >= from + count);
      const times = fake
        .watchRequests('pods')
        .slice(from)
        .map(({ at }) => at);
      return times.slice(1).map((at, index) => at - (times[index] ?? at));
    };
    const first = await gaps(5);
    // Waits of 20–40, 40–80, 80–160, 160–320 and 320–640 ms, in which the first is before the second attempt at most.
    expect(first.at(-1)).toBeGreaterThan(150);
    expect(first.every((gap, index) => gap >= 20 * 2 ** index)).toBe(true);
    fake.intercept = () => false;
    await until('it watches again', () => fake.watching('pods'));
    fake.put('pods', 'traffic');
    await until('traffic has come', () => known.has('pods-traffic'));
    const [again = Number.POSITIVE_INFINITY] = await gaps(2);
    expect(again).toBeLessThan(150);
  });

  it('does not turn into a hot loop when the server ends every watch at once', async () => {
    fake.intercept = (request, response) => {
      if (!request.query.has('watch') || !request.path.endsWith('/pods')) return false;
      response.writeHead(200).end();
      return true;
    };
    begin({ backoff: { baseMs: 100, capMs: 400 } });
    const began = Date.now();
    await until('it has tried some times', () => fake.watchRequests('pods').length >= 4);
    expect(Date.now() - began).toBeGreaterThan(200);
  });

  it('lists again after 410 as an event, and as an answer, and removes what has gone', async () => {
    fake.put('pods', 'stays');
    fake.put('pods', 'goes');
    fake.put('pods', 'goes-too');
    begin();
    await live();
    fake.drop('pods', 'goes', false);
    fake.send('pods', { type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old' } });
    await until('goes is gone', () => !known.has('pods-goes'));
    await live();
    fake.drop('pods', 'goes-too', false);
    let refused = 0;
    fake.intercept = (request, response) => {
      if (refused > 0 || !request.query.has('watch') || !request.path.endsWith('/pods')) return false;
      refused += 1;
      status(response, 410, 'Expired', 'too old resource version');
      return true;
    };
    fake.endWatches('pods', 'clean');
    await until('goes-too is gone', () => !known.has('pods-goes-too'));
    expect(keys()).toEqual(['pods-stays']);
    await live();
  });

  it('does not send an object again that a relist brings unchanged', async () => {
    fake.put('pods', 'same');
    begin();
    await live();
    const before = changes.length;
    fake.send('pods', { type: 'ERROR', object: { kind: 'Status', code: 410 } });
    await until('it has listed again', () => fake.lists('pods').length === 2);
    await live();
    expect(changes).toHaveLength(before);
  });

  it('reads characters that the network cut in two', async () => {
    begin();
    await live();
    const metadata = {
      uid: 'u1',
      name: 'über-ü',
      namespace: 'default',
      resourceVersion: '900',
      labels: { word: 'grüße✓' },
    };
    const bytes = Buffer.from(`${JSON.stringify({ type: 'ADDED', object: { metadata } })}\n`);
    for (const byte of bytes) fake.send('pods', Buffer.of(byte));
    await until('it is known', () => known.has('u1'));
    const change = known.get('u1');
    expect(change?.type === 'upsert' && change.record.node.labels).toEqual({ word: 'grüße✓' });
  });

  it('counts a line that is not an event, and lists again', async () => {
    fake.put('pods', 'a');
    begin();
    await live();
    fake.drop('pods', 'a', false);
    fake.send('pods', '{"type":"MODIFIED","object":{"metadata"\n');
    await until('a is gone', () => !known.has('pods-a'));
    await until('the line is told', () => pods().message?.includes('1 lines') === true);
  });

  it('notices a connection that has gone silent', async () => {
    begin({ idleMs: 150 });
    await live();
    await until('it has asked again', () => fake.watchRequests('pods').length >= 2);
    expect(fake.lists('pods')).toHaveLength(1);
  });

  it('lists again when the server cannot make sense of the version', async () => {
    begin();
    await live();
    fake.intercept = (request, response) => {
      if (fake.lists('pods').length > 1 || !request.query.has('watch') || !request.path.endsWith('/pods')) return false;
      status(response, 500, 'InternalError', 'strconv.ParseUint: parsing "x": invalid syntax');
      return true;
    };
    fake.endWatches('pods', 'broken');
    await until('it has listed again', () => fake.lists('pods').length === 2);
    await live();
  });
});

describe('refusals', () => {
  it('reports a forbidden kind with what that hides, reads the others, and recovers', async () => {
    let forbid = true;
    fake.intercept = (request, response) => {
      if (!forbid || !request.path.endsWith('/pods')) return false;
      status(response, 403, 'Forbidden', 'pods is forbidden: User "viewer" cannot list resource "pods"');
      return true;
    };
    fake.put('namespaces', 'default');
    begin();
    await until('Pods are forbidden', () => pods().state === 'forbidden' && feed.status().state === 'partial');
    expect(pods().message).toMatch(/pods is forbidden.*Hidden: /i);
    expect(keys()).toEqual(['namespaces-default']);
    forbid = false;
    await until('nothing is hidden any more', () => pods().message === null);
    await until('all is well', () => feed.status().state === 'live');
  });

  it('takes one 403 after a restart of the server for what it is', async () => {
    fake.put('pods', 'a');
    begin();
    await live();
    let refusals = 0;
    const states = new Set<string>();
    fake.intercept = (request, response) => {
      states.add(pods().state);
      if (refusals >= 2 || !request.path.endsWith('/pods')) return false;
      refusals += 1;
      status(response, 403, 'Forbidden', 'not yet');
      return true;
    };
    await fake.server.down();
    await fake.server.up();
    await until('it was refused', () => refusals === 2);
    await live();
    expect(states).not.toContain('forbidden');
    expect(known.has('pods-a')).toBe(true);
  });

  it('follows a server through its restart: refused, forbidden for a moment, its versions forgotten', async () => {
    fake.put('pods', 'stays');
    fake.put('pods', 'goes');
    begin();
    await live();
    const states = new Set<string>();
    const seen: string[] = [];
    await fake.server.down();
    await until('the refusal is told', () => /refused|closed|reset/.test(feed.status().reason ?? ''));
    expect(keys()).toContain('pods-goes');
    fake.drop('pods', 'goes', false);
    fake.put('pods', 'new');
    let forbidden = 2;
    fake.intercept = (request, response) => {
      states.add(pods().state);
      if (!request.path.endsWith('/pods')) return false;
      if (forbidden > 0) {
        forbidden -= 1;
        seen.push('403');
        status(response, 403, 'Forbidden', 'authorization is not ready');
        return true;
      }
      if (!request.query.has('watch') || Number(request.query.get('resourceVersion')) >= fake.version) return false;
      seen.push('410');
      response
        .writeHead(200)
        .end(`${JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } })}\n`);
      return true;
    };
    await fake.server.up();
    await until('it has caught up', () => known.has('pods-new') && !known.has('pods-goes'));
    await live();
    expect(seen).toEqual(['403', '403', '410']);
    expect([...states].every((state) => state === 'stale' || state === 'live')).toBe(true);
    expect(keys()).toEqual(['pods-new', 'pods-stays']);
    await until('nothing is said of it any more', () => feed.status().state === 'live' && pods().message === null);
  });

  it('waits as long as a 429 says', async () => {
    let throttled = 0;
    fake.intercept = (request, response) => {
      if (throttled > 0 || !request.path.endsWith('/pods')) return false;
      throttled = Date.now();
      status(response, 429, 'TooManyRequests', 'slow down', { 'retry-after': '1' });
      return true;
    };
    begin();
    await live();
    expect((fake.lists('pods')[1]?.at ?? 0) - throttled).toBeGreaterThanOrEqual(990);
    expect(feed.status().requests.throttled).toBe(1);
  });

  it('says that a kind is not served, and finds it when it is', async () => {
    fake.served = ['namespaces'];
    begin();
    await until('Pods are absent', () => pods().state === 'absent' && feed.status().state === 'partial');
    expect(pods().message).toMatch(/does not serve Pods/i);
    fake.put('pods', 'late');
    fake.served = ['namespaces', 'pods'];
    await live();
    expect(known.has('pods-late')).toBe(true);
  });
});

describe('a server that goes away', () => {
  it('keeps what it has, says so, and comes back by itself without loss', async () => {
    fake.put('pods', 'a');
    begin();
    await live();
    await fake.server.down();
    await until('the source is stale', () => feed.status().state === 'stale');
    expect(feed.status().reason).toMatch(/refused|reset|closed/);
    expect(feed.status().retryAt).not.toBeNull();
    expect(known.has('pods-a')).toBe(true);
    fake.put('pods', 'b');
    fake.drop('pods', 'a', false);
    fake.intercept = (request, response) => {
      if (request.query.get('watch') === null || Number(request.query.get('resourceVersion')) >= fake.version)
        return false;
      status(response, 410, 'Expired', 'too old resource version');
      return true;
    };
    await fake.server.up();
    await until('it has caught up', () => known.has('pods-b') && !known.has('pods-a'));
    await until('the source is live', () => feed.status().state === 'live');
    expect(feed.status()).toMatchObject({ reason: null, retryAt: null });
  });

  it('survives a start without server, and answers that are rubbish', async () => {
    await fake.server.down();
    begin();
    await until('the source has failed', () => feed.status().state === 'failed');
    fake.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>a proxy</html>');
      return true;
    };
    await fake.server.up();
    await until('rubbish is told', () => feed.status().reason?.includes('not JSON') === true);
    fake.intercept = () => false;
    await live();
    await until('the source is live', () => feed.status().state === 'live');
  });

  it('leaves no connection behind when it is stopped', async () => {
    begin();
    await live();
    await feed.stop();
    await until('all connections are gone', () => fake.server.connections === 0);
  });
});

describe('credentials', () => {
  it('reads the kubeconfig again when the token was rotated, and shows no token', async () => {
    const accepted = new Set(['Bearer sentinel-token-1']);
    fake.intercept = (request, response) => {
      if (accepted.has(request.headers.authorization ?? '')) return false;
      status(response, 401, 'Unauthorized', 'Unauthorized');
      return true;
    };
    begin();
    await live();
    accepted.clear();
    accepted.add('Bearer sentinel-token-2');
    await fake.rotateToken('sentinel-token-2');
    fake.server.cut();
    await until('the new token is used', () =>
      fake.server.requests.some((r) => r.headers.authorization === 'Bearer sentinel-token-2'),
    );
    await live();
    expect(JSON.stringify([logged, feed.status()])).not.toContain('sentinel');
  });
});

describe('a credential plugin', () => {
  it('is asked for the token', async () => {
    await fake.usePlugin('sentinel-plugin-token');
    begin();
    await live();
    expect(fake.server.requests.every((r) => r.headers.authorization === 'Bearer sentinel-plugin-token')).toBe(true);
    expect(JSON.stringify([logged, feed.status()])).not.toContain('sentinel');
  });
});

describe('namespaces', () => {
  it('reads only the namespaces it was given', async () => {
    begin({}, ['default', 'other']);
    await until('both are watched', () => fake.watchRequests('pods').length >= 2);
    const paths = new Set(fake.lists('pods').map(({ path }) => path));
    expect([...paths].sort()).toEqual(['/api/v1/namespaces/default/pods', '/api/v1/namespaces/other/pods']);
    expect(fake.lists('namespaces')[0]?.path).toBe('/api/v1/namespaces');
  });
});

describe('one object', () => {
  it('is read as it is now, and refused when its name belongs to another by now', async () => {
    const object = fake.put('pods', 'a', { spec: { nodeName: 'n1' } });
    begin();
    await live();
    fake.intercept = (request, response) => {
      if (request.path !== '/api/v1/namespaces/default/pods/a') return false;
      response.writeHead(200).end(JSON.stringify(object));
      return true;
    };
    const signal = new AbortController().signal;
    const read = await feed.read('pod', { namespace: 'default', name: 'a', uid: 'pods-a' }, signal);
    expect(read).toMatchObject({ ok: true, value: { spec: { nodeName: 'n1' } } });
    const other = await feed.read('pod', { namespace: 'default', name: 'a', uid: 'earlier' }, signal);
    expect(other).toMatchObject({ ok: false, failure: { kind: 'not-found' } });
  });
});
