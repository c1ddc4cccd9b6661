import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Gate, ROOM } from '@/tests/support/gate';
import { reply } from '@/tests/support/https-server';
import { nsxKindNamed, WatchedFeed } from '@/tests/support/nsx-feed';
import { FakeNsx, failure, frontDoor } from '@/tests/support/nsx-manager';
import { until } from '@/tests/support/until';
import { RequestBudget } from './budget';
import type { ManagerOptions, NsxFeed } from './feed';

const OURS = { tags: [{ scope: 'ncp/cluster', tag: 'ours' }] };
const SEGMENT = '/infra/segments/s1';

let fake: FakeNsx;
let watched: WatchedFeed;
let feed: NsxFeed;
let known: WatchedFeed['known'];

function begin(options: Partial<ManagerOptions> = {}, room = ROOM): void {
  // Requests are counted and refused here; those of the health probe would come in between.
  watched = new WatchedFeed(fake, { ...options, tuning: { probeMs: 600_000, ...options.tuning } }, room);
  ({ feed, known } = watched);
}

const live = () => watched.live();
const statusOf = (kind: string) => watched.statusOf(kind);
const quiet = async (): Promise<void> => {
  const before = fake.searches.length;
  await until('some more looks have been taken', () => fake.searches.length >= before + 3);
};

beforeEach(async () => {
  fake = await FakeNsx.start();
  fake.put('Tier1', '/infra/tier-1s/t1');
  fake.put('Segment', SEGMENT, OURS);
  for (let index = 0; index < 12; index += 1) fake.put('SegmentPort', `${SEGMENT}/ports/p${index}`, OURS);
});
afterEach(async () => {
  await feed.stop();
  await fake.server.close();
});

describe('the look for changes', () => {
  const remarks = () => feed.status().warnings;

  it('goes on after the newest object has gone', async () => {
    begin();
    await live();
    const newest = '/infra/domains/default/groups/newest';
    fake.put('Group', newest);
    await until('the group is known', () => known.has(newest));
    fake.objects.delete(newest);
    await until('the group is gone', () => !known.has(newest));
    await quiet();
    expect(remarks()).toEqual([]);
  });

  it('is not misled when objects move down a page while it reads', async () => {
    begin();
    await live();
    let moves = 6;
    fake.intercept = ({ query }) => {
      const isLaterPage = query.get('sort_by') !== null && query.get('cursor') !== null;
      // Two at once, so that the page begins with something newer than the end of the one before.
      for (let each = 0; isLaterPage && moves > 0 && each < 2; each += 1)
        fake.put('SegmentPort', `${SEGMENT}/ports/late${moves--}`, OURS);
      return false;
    };
    for (let index = 0; index < 120; index += 1) fake.put('SegmentPort', `${SEGMENT}/ports/many${index}`, OURS);
    await until('all are known', () => moves === 0 && statusOf('segment-port').count === 12 + 120 + 6);
    await quiet();
    expect(remarks()).toEqual([]);
  });
});

describe('the first pass', () => {
  it('reads every kind by search, page by page, with cookie and token of one session', async () => {
    begin();
    await live();
    expect(known.size).toBe(14);
    expect(fake.logins).toBe(1);
    expect(feed.status()).toMatchObject({ version: '4.2.0.0.0.1', reason: null, warnings: [] });
    expect(statusOf('segment-port')).toMatchObject({ state: 'live', count: 12, unreadable: 0, message: null });
    const ports = fake.searches.filter(({ query }) => query.get('query')?.startsWith('resource_type:(SegmentPort'));
    expect(ports[0]?.query.get('query')).toMatch(
      /^resource_type:[(]SegmentPort OR [A-Za-z ]+[)] AND tags.scope:[(]ncp.\/cluster OR nsx.-op.\/cluster[)] AND tags.tag:ours$/,
    );
    expect(ports.map(({ query }) => query.get('cursor'))).toEqual([null, '5', '10']);
    expect(fake.server.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it('takes in no page before there is room for it, and is not called live until then', async () => {
    const gate = new Gate();
    begin({}, gate.room);
    await until('room is asked for', () => gate.asked > 0);
    expect([known.size, feed.status().state]).toEqual([0, 'starting']);
    gate.open();
    await live();
    expect(known.size).toBe(14);
    expect(gate.asked).toBeGreaterThan(5);
  });

  it('checks scope and value of a tag as a pair', async () => {
    const crossed = [
      { scope: 'ncp/cluster', tag: 'theirs' },
      { scope: 'app', tag: 'ours' },
    ];
    fake.put('SegmentPort', `${SEGMENT}/ports/crossed`, { tags: crossed });
    fake.put('SegmentPort', `${SEGMENT}/ports/operator`, { tags: [{ scope: 'nsx-op/cluster', tag: 'ours' }] });
    begin();
    await live();
    expect(known.has(`${SEGMENT}/ports/crossed`)).toBe(false);
    expect(known.has(`${SEGMENT}/ports/operator`)).toBe(true);
  });

  it('makes smaller pages when NSX finds them too large', async () => {
    const sizes: number[] = [];
    fake.intercept = ({ query }, response) => {
      const size = Number(query.get('page_size'));
      if (!query.has('page_size') || size <= 200) return false;
      sizes.push(size);
      failure(response, size > 500 ? 503 : 400, 'page too large', size > 500 ? 60576 : 255);
      return true;
    };
    begin({ tuning: { pageSize: 1000 } });
    await live();
    expect(new Set(sizes)).toEqual(new Set([1000, 500, 250]));
    expect(feed.status().requests.throttled).toBe(0);
    expect(known.size).toBe(14);
  });

  it('uses basic authentication where sessions are refused', async () => {
    fake.sessionsAllowed = false;
    begin();
    await live();
    expect(fake.logins).toBe(1);
    expect(known.size).toBe(14);
  });

  it('goes on to the next address when the first is dead', async () => {
    begin({ urls: ['https://127.0.0.1:1', fake.server.url] });
    await live();
    expect(known.size).toBe(14);
  });
});

describe('changes', () => {
  it('notices what is new, changed and deleted', async () => {
    begin();
    await live();
    await quiet();
    fake.put('Segment', '/infra/segments/s2', OURS);
    await until('the new segment is known', () => known.has('/infra/segments/s2'));
    fake.put('Segment', SEGMENT, { ...OURS, display_name: 'renamed', _revision: 1 });
    await until('the new name is known', () => JSON.stringify(known.get(SEGMENT)).includes('renamed'));
    fake.objects.delete('/infra/segments/s2');
    await until('the deleted segment is gone', () => !known.has('/infra/segments/s2'));
    fake.objects.delete(`${SEGMENT}/ports/p3`);
    fake.put('SegmentPort', `${SEGMENT}/ports/p99`, OURS);
    await until(
      'one has gone and one has come',
      () => !known.has(`${SEGMENT}/ports/p3`) && known.has(`${SEGMENT}/ports/p99`),
    );
    expect(known.size).toBe(14);
  });

  it('notices that realization is through, which moves no modification time', async () => {
    const status = (text: string) => ({ ...OURS, status: { consolidated_status: { consolidated_status: text } } });
    const pending = fake.put('Tier1', '/infra/tier-1s/t2', status('IN_PROGRESS'));
    for (let index = 0; index < 60; index += 1) fake.put('SegmentPort', `${SEGMENT}/ports/later${index}`, OURS);
    begin();
    await live();
    expect(JSON.stringify(known.get(pending.path))).toContain('"state":"pending"');
    fake.objects.set(pending.path, { ...pending, ...status('SUCCESS') });
    await until('it is realized', () => JSON.stringify(known.get(pending.path)).includes('"state":"healthy"'));
  });

  it('reads everything in turn where search does not sort', async () => {
    fake.intercept = (request, response) => {
      if (request.query.get('sort_by') !== '_last_modified_time') return false;
      const results = [...fake.objects.values()];
      reply(response, 200, { results, result_count: results.length, cursor: String(results.length) });
      return true;
    };
    begin({ tuning: { fullPassPerSecond: 100 } });
    await until('the warning is there', () => feed.status().warnings.some((text) => text.includes('in turn')));
    fake.put('Tier1', '/infra/tier-1s/t9');
    fake.objects.delete(`${SEGMENT}/ports/p0`);
    await until('both are noticed', () => known.has('/infra/tier-1s/t9') && !known.has(`${SEGMENT}/ports/p0`), 15_000);
  });

  it('reads in turn for seconds only where search does not sort for a moment', async () => {
    const inTurn = () => feed.status().warnings.some((text) => text.includes('in turn'));
    fake.intercept = (request, response) => {
      if (request.query.get('sort_by') !== '_last_modified_time' || request.query.get('sort_ascending') !== 'false')
        return false;
      const results = [...fake.objects.values()];
      reply(response, 200, { results, result_count: results.length, cursor: String(results.length) });
      return true;
    };
    begin();
    await until('it is noticed', inTurn);
    fake.intercept = () => false;
    await until('search is trusted again', () => !inTurn(), 30_000);
  });

  it('is quiet when nothing happens', async () => {
    begin({ tuning: { changesMs: 100, pageSize: 1000, fullPassPerSecond: 0.25 } });
    await live();
    await quiet();
    const before = fake.server.requests.length;
    const began = Date.now();
    await until('ten looks have been taken', () => fake.server.requests.length >= before + 10);
    expect(Date.now() - began).toBeGreaterThan(900);
  });
});

describe('trouble', () => {
  it('logs in again, once, when the session has expired', async () => {
    begin();
    await live();
    fake.sessions.clear();
    fake.put('Tier1', '/infra/tier-1s/t2');
    await until('the new gateway is known', () => known.has('/infra/tier-1s/t2'));
    expect(fake.logins).toBe(2);
    expect(feed.status().state).toBe('live');
  });

  it('says that the login is refused, does not hammer, and recovers with the right password', async () => {
    const right = fake.password;
    await fake.setPassword('sentinel-password-2');
    fake.password = right;
    begin();
    await until(
      'it is told',
      () => feed.status().state === 'failed' && feed.status().reason?.includes('login') === true,
    );
    expect(feed.status().retryAt).not.toBeNull();
    expect(statusOf('segment').state).toBe('failed');
    const before = fake.logins;
    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, index) => feed.onDemand.raw(nsxKindNamed('segment'), `/infra/x${index}`)),
    );
    expect(asked.every((answer) => !answer.ok && answer.failure.kind === 'unauthorized')).toBe(true);
    expect(fake.logins - before).toBeLessThan(5);
    await fake.setPassword(right);
    await live();
    expect(JSON.stringify([watched.logged, feed.status()])).not.toContain('sentinel');
  });

  it('halves its budget on 429 and 503, obeys Retry-After, and gets its budget back', async () => {
    begin();
    await live();
    const refusals: number[] = [];
    fake.intercept = (_request, response) => {
      if (refusals.length >= 3) return false;
      refusals.push(Date.now());
      frontDoor(
        response,
        refusals.length === 2 ? 503 : 429,
        "Client 'admin' exceeded request rate of 100 per second",
        '102',
        refusals.length === 1 ? { 'retry-after': '1' } : {},
      );
      return true;
    };
    await until('it was refused', () => feed.status().requests.throttled > 0);
    expect(feed.status().requests.limitPerSecond).toBeLessThanOrEqual(50);
    await until('three are counted', () => feed.status().requests.throttled === 3);
    const [first = 0, second = 0] = refusals;
    expect(second - first).toBeGreaterThan(900);
    await until('the budget is back', () => feed.status().requests.limitPerSecond > 90, 20_000);
    expect(feed.status().state).toBe('live');
  });

  it('is slowed down and not unread while NSX refuses for a moment, and stale when it goes on', async () => {
    begin({ tuning: { slowedMs: 2_000 } });
    await live();
    fake.intercept = (_request, response) => {
      frontDoor(response, 429, "Client 'admin' exceeded request rate of 100 per second", '102');
      return true;
    };
    await until('it is slowed down', () => /Slowed down by NSX \(429/.test(feed.status().warnings.join()));
    expect(feed.status()).toMatchObject({ state: 'live', reason: null });
    expect(statusOf('segment').state).toBe('live');
    await until('it is stale', () => feed.status().state === 'stale', 30_000);
    expect(feed.status().reason).toMatch(/exceeded request rate/);
    expect(feed.status().warnings).toEqual([]);
    fake.intercept = () => false;
    fake.put('Segment', '/infra/segments/late', OURS);
    await until('it has caught up', () => known.has('/infra/segments/late'), 30_000);
    await live();
  });

  it('keeps what it has when NSX goes away or talks rubbish, says so, and catches up', async () => {
    begin();
    await live();
    await fake.server.down();
    await until('it is stale', () => feed.status().state === 'stale');
    expect(feed.status().reason).toMatch(/refused|reset|closed/);
    expect(known.size).toBe(14);
    expect(statusOf('segment').state).toBe('stale');
    fake.objects.delete(`${SEGMENT}/ports/p1`);
    fake.put('Tier1', '/infra/tier-1s/t2');
    await fake.server.up();
    await live();
    expect(known.has('/infra/tier-1s/t2')).toBe(true);
    expect(known.has(`${SEGMENT}/ports/p1`)).toBe(false);
    let rubbish = 0;
    fake.intercept = (_request, response) => {
      rubbish += 1;
      response.writeHead(200).end('{"results":[{"path":"/infra/ti');
      return true;
    };
    await until('rubbish was answered', () => rubbish > 3 && feed.status().state === 'stale');
    expect(feed.status().reason).toContain('not a JSON object');
    expect(known.size).toBe(14);
    fake.intercept = () => false;
    fake.put('Tier1', '/infra/tier-1s/t3');
    await until('it goes on', () => known.has('/infra/tier-1s/t3'));
    await live();
  });

  it('survives a start with rubbish and a server error for everything', async () => {
    let answer = (response: Parameters<typeof reply>[0]): void => void response.writeHead(200).end('<html>');
    let broken = true;
    fake.intercept = (request, response) => {
      if (!broken || request.path.startsWith('/api/')) return false;
      answer(response);
      return true;
    };
    begin();
    await until('it has failed', () => feed.status().state === 'failed');
    answer = (response) => failure(response, 500, 'internal', 99);
    await until('the reason is told', () => feed.status().reason?.includes('internal') === true);
    broken = false;
    await live();
  });

  it('reads by lists while search is broken, with opaque cursors, and returns to search', async () => {
    let broken = true;
    fake.intercept = (request, response) => {
      if (!broken || !request.path.endsWith('/search/query')) return false;
      failure(response, 400, 'Search index is out of sync', 60515);
      return true;
    };
    const objects = [...fake.objects.values()];
    const of = (type: string) => objects.filter((object) => object.resource_type === type);
    fake.lists.set('/infra/tier-1s', [{ results: of('Tier1'), result_count: 1 }]);
    fake.lists.set('/infra/segments', [{ results: of('Segment'), result_count: 1, cursor: '00012' }]);
    fake.lists.set(`${SEGMENT}/ports`, [
      { results: of('SegmentPort').slice(0, 7), result_count: 12, cursor: '0036abc1' },
      { results: of('SegmentPort').slice(7) },
    ]);
    fake.lists.set('/infra/domains', [{ results: [], result_count: 0 }]);
    begin();
    await until('everything is there', () => known.size === 14);
    expect(statusOf('segment-port').message).toMatch(/Search cannot be used.*out of sync/);
    broken = false;
    await until('search is used again', () => statusOf('segment-port').message === null, 15_000);
    expect(known.size).toBe(14);
  });

  it('tells a certificate that it does not trust', async () => {
    const other = await FakeNsx.start();
    begin({ urls: [other.server.url] });
    await until('it is told', () => feed.status().reason?.includes('certificate') === true);
    await feed.stop();
    await other.server.close();
  });
});

describe('the budget', () => {
  it('is never exceeded, as the server counts it, by collector and viewers together', async () => {
    begin({ budget: new RequestBudget({ perSecond: 20, concurrent: 2 }), tuning: { changesMs: 5, shareMs: 1 } });
    fake.intercept = (request, response) => {
      if (!request.path.endsWith('/state')) return false;
      setTimeout(() => reply(response, 200, {}), 30);
      return true;
    };
    await live();
    const asked = Array.from({ length: 25 }, (_, index) => feed.onDemand.portState(`${SEGMENT}/ports/p${index}`));
    await Promise.all(asked);
    const times = fake.server.requests.map(({ at }) => at);
    const inAnySecond = times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length);
    expect(Math.max(...inAnySecond)).toBeLessThanOrEqual(20);
    expect(fake.server.mostInFlight).toBeLessThanOrEqual(2);
  });

  it('lets viewers of the same thing share one answer', async () => {
    begin();
    await live();
    const path = `${SEGMENT}/ports/p1`;
    const answers = await Promise.all(Array.from({ length: 10 }, () => feed.onDemand.portState(path)));
    expect(answers.every((answer) => answer.state === 'unavailable')).toBe(true);
    expect(fake.server.requests.filter((request) => request.path.endsWith('/p1/state'))).toHaveLength(1);
  });
});

describe('questions on demand', () => {
  it('gives port state, members and raw objects, and failures as values', async () => {
    const port = `${SEGMENT}/ports/p1`;
    fake.put('PortState', `${port}/state`, {
      attachment: { id: 'vif', state: 'ATTACHED' },
      realized_bindings: [
        { binding: { ip_address: '10.0.0.4', mac_address: '04:50', vlan: 7 }, source: 'USER_DEFINED' },
      ],
      duplicate_bindings: [{ binding: { ip_address: '10.0.0.4' }, conflicting_port: 'other' }],
      transport_node_ids: ['tn-1'],
    });
    fake.lists.set('/infra/realized-state/realized-entities', [
      { results: [{ state: 'REALIZED', alarms: [{ message: 'beep' }] }] },
    ]);
    fake.lists.set('/infra/domains/default/groups/web/members/segment-ports', [
      { results: [{ id: port, display_name: 'one' }] },
    ]);
    fake.lists.set('/infra/domains/default/groups/web/members/ip-addresses', [
      { results: ['10.0.0.4', '10.1.0.0/24'] },
    ]);
    begin();
    await live();
    expect(await feed.onDemand.portState(port)).toMatchObject({
      state: 'read',
      attachment: 'ATTACHED',
      bindings: [{ ip: '10.0.0.4', mac: '04:50', vlan: 7, source: 'USER_DEFINED' }],
      duplicates: ['10.0.0.4 is also on other'],
      transportNodes: ['tn-1'],
      realization: 'REALIZED',
      alarms: ['beep'],
    });
    expect(await feed.onDemand.boundAddresses(port)).toEqual({ ok: true, value: ['10.0.0.4'] });
    fake.put('PortState', `${SEGMENT}/ports/p2/state`, { realized_bindings: [{ binding: { mac_address: '04:51' } }] });
    expect(await feed.onDemand.boundAddresses(`${SEGMENT}/ports/p2`)).toEqual({ ok: true, value: [] });
    fake.put('PortState', `${SEGMENT}/ports/p3/state`, { attachment: { id: 'vif' } });
    expect(await feed.onDemand.boundAddresses(`${SEGMENT}/ports/p3`)).toMatchObject({ ok: false });
    expect(await feed.onDemand.groupMembers('/infra/domains/default/groups/web')).toEqual({
      ok: true,
      value: {
        ports: [{ id: port, name: 'one' }],
        addresses: ['10.0.0.4', '10.1.0.0/24'],
        at: expect.any(String),
        whole: true,
      },
    });
    expect(await feed.onDemand.raw(nsxKindNamed('segment-port'), port)).toMatchObject({
      ok: true,
      value: { path: port },
    });
    expect(await feed.onDemand.raw(nsxKindNamed('segment'), '/infra/none')).toMatchObject({
      ok: false,
      failure: { kind: 'not-found', code: '600' },
    });
  });
});
