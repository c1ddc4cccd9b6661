import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NsxKind } from '@/lib/kinds';
import { nodeId } from '@/lib/model';
import { reply } from '@/tests/support/https-server';
import { nsxKindNamed, QUICK, WatchedFeed } from '@/tests/support/nsx-feed';
import { FakeNsx, failure } from '@/tests/support/nsx-manager';
import { until } from '@/tests/support/until';

const OURS = { tags: [{ scope: 'ncp/cluster', tag: 'ours' }] };
const SEGMENT = '/infra/segments/s1';
const PORTS = 47;

let fake: FakeNsx;
let watched: WatchedFeed;

const begin = (options: ConstructorParameters<typeof WatchedFeed>[1] = {}): void => {
  watched = new WatchedFeed(fake, options);
};
const putPorts = (count: number): void => {
  for (let index = 0; index < count; index += 1)
    fake.put('SegmentPort', `${SEGMENT}/ports/port_${(index * 7919).toString(16)}_${index}`, OURS);
};
const ports = (): number => [...watched.known.keys()].filter((key) => key.includes('/ports/')).length;
const status = (text: string) => ({ status: { consolidated_status: { consolidated_status: text } } });
const stateOf = (path: string): string => {
  const change = watched.known.get(path);
  return change?.type === 'upsert' ? change.record.node.state : 'unknown here';
};
/** Refuses searches whose query holds one of some texts. */
const refuse = (...texts: readonly string[]) => {
  fake.intercept = ({ query }, response: ServerResponse) => {
    if (!texts.some((text) => query.get('query')?.includes(text))) return false;
    failure(response, 400, 'the query cannot be parsed', 60505);
    return true;
  };
};

beforeEach(async () => {
  fake = await FakeNsx.start();
  fake.put('Segment', SEGMENT, OURS);
});
afterEach(async () => {
  await watched.feed.stop();
  await fake.server.close();
});

describe('more hits than one search gives', () => {
  const window = { searchWindow: 20, changesMs: 1_000, sweepMs: 60_000 };
  beforeEach(() => {
    fake.searchWindow = 20;
    putPorts(PORTS);
  });

  it('are read by going on behind the last one, in hardly more requests than pages', async () => {
    begin({ tuning: window });
    await watched.live();
    expect(ports()).toBe(PORTS);
    const asked = fake.searches.filter(({ query }) => query.get('query')?.includes('resource_type:(SegmentPort OR '));
    const passes = asked.filter(({ query }) => query.get('sort_by') === 'path');
    expect(passes.length).toBeLessThanOrEqual(Math.ceil(PORTS / 5) + 2);
    expect(watched.statusOf('segment-port')).toMatchObject({ state: 'live', count: PORTS, message: null });
  });

  it('are read to the end where NSX counts no further than its window', async () => {
    fake.countedAtMost = 20;
    begin({ tuning: window });
    await watched.live();
    expect(ports()).toBe(PORTS);
  });

  it('are split by their ids where going on does not work', async () => {
    refuse('path:>');
    begin({ tuning: window });
    await watched.live();
    expect(ports()).toBe(PORTS);
    expect(watched.statusOf('segment-port')).toMatchObject({ count: PORTS, message: null });
  });

  it('are told to be missing where nothing works, and what is known stays', async () => {
    begin({ tuning: { ...window, fullPassMs: 100 } });
    await watched.live();
    refuse('path:>', 'id:port');
    await until('it is told', () => watched.statusOf('segment-port').message?.includes('gives 20') === true);
    expect(watched.statusOf('segment-port').message).toContain(`NSX counts ${PORTS} segment ports`);
    expect(ports()).toBe(PORTS);
  });
});

describe('a count that is wrong', () => {
  it.each([3, -3])('by %d is told, hides nothing, and does not keep the dead alive', async (miscount) => {
    putPorts(12);
    fake.miscount = miscount;
    begin({ tuning: { sweepMs: 50 } });
    await watched.live();
    expect(ports()).toBe(12);
    const told = `NSX counts ${12 + miscount} segment ports but gives 12.`;
    await until('it is told', () => watched.statusOf('segment-port').message?.includes(told) === true);
    const [gone] = [...fake.objects.keys()].filter((path) => path.includes('/ports/'));
    fake.objects.delete(gone ?? '');
    await until('it is gone', () => !watched.known.has(gone ?? ''));
  });
});

describe('what moves no time', () => {
  it('is noticed within the bound that is told: a settled object that fails', async () => {
    const { path } = fake.put('Tier1', '/infra/tier-1s/t1', status('SUCCESS'));
    begin({ tuning: { sweepMs: 200 } });
    await watched.live();
    await until('it is swept', () => (watched.statusOf('tier-1').stalenessBoundMs ?? 0) <= 400 + 1_000);
    const object = fake.objects.get(path);
    if (object === undefined) throw new Error('not there');
    const began = Date.now();
    fake.objects.set(path, { ...object, ...status('ERROR') });
    await until('it is seen', () => stateOf(path) === 'failed');
    expect(Date.now() - began).toBeLessThanOrEqual(watched.statusOf('tier-1').stalenessBoundMs ?? 0);
  });

  it('is noticed in a large inventory too, long before it is read again', async () => {
    putPorts(PORTS);
    const { path } = fake.put('Tier1', '/infra/tier-1s/t1', status('SUCCESS'));
    begin({ tuning: { sweepMs: 50 } });
    await watched.live();
    const object = fake.objects.get(path);
    if (object === undefined) throw new Error('not there');
    fake.objects.set(path, { ...object, ...status('ERROR') });
    await until('it is seen', () => stateOf(path) === 'failed');
    // The bound is that of full passes: the quick look is an extra that nothing proves.
    expect(watched.statusOf('tier-1').stalenessBoundMs).toBeGreaterThanOrEqual(QUICK.fullPassMs ?? 0);
  });

  it('includes an object that is being deleted, and then is not there', async () => {
    const { path } = fake.put('Tier1', '/infra/tier-1s/t1', status('SUCCESS'));
    begin();
    await watched.live();
    fake.put('Tier1', path, { marked_for_delete: true, ...status('SUCCESS') });
    await until('it is on its way', () => stateOf(path) === 'pending');
    fake.objects.delete(path);
    await until('it is gone', () => !watched.known.has(path));
  });

  it('cannot hide one object that came while another went', async () => {
    putPorts(12);
    begin({ tuning: { sweepMs: 100 } });
    await watched.live();
    const [gone = ''] = [...fake.objects.keys()].filter((path) => path.includes('/ports/'));
    fake.objects.delete(gone);
    const old = fake.put('SegmentPort', `${SEGMENT}/ports/old`, OURS);
    fake.objects.set(old.path, { ...old, _last_modified_time: 5 });
    await until('both are noticed', () => !watched.known.has(gone) && watched.known.has(old.path));
  });
});

describe('the clock of NSX', () => {
  it.each([4_000_000_000_000, 1_000])('may stand at %d', async (clock) => {
    fake.clock = clock;
    putPorts(3);
    begin();
    await watched.live();
    fake.put('Tier1', '/infra/tier-1s/t1');
    await until('the gateway is known', () => watched.known.has('/infra/tier-1s/t1'));
    expect(watched.feed.status().warnings).toEqual([]);
  });

  it('is the one that a date in Retry-After is read by', async () => {
    begin();
    await watched.live();
    let refused = 0;
    fake.intercept = (_request, response) => {
      refused += 1;
      if (refused > 1) return false;
      const headers = { date: 'Mon, 01 Jan 2035 00:00:00 GMT', 'retry-after': 'Mon, 01 Jan 2035 00:00:01 GMT' };
      reply(response, 429, { error_code: '102', error_message: 'too much' }, headers);
      return true;
    };
    await until('it was refused', () => refused === 1);
    const began = Date.now();
    await until('it goes on', () => refused > 1);
    expect(Date.now() - began).toBeGreaterThan(800);
    expect(Date.now() - began).toBeLessThan(20_000);
  });
});

describe('without search', () => {
  const broken = (response: ServerResponse): true => {
    failure(response, 400, 'Search index is out of sync', 60515);
    return true;
  };

  it('reads the tree where the lists would be too many', async () => {
    const segments = Array.from({ length: 60 }, (_, index) => `/infra/segments/many${index}`);
    for (const path of segments) fake.put('Segment', path, OURS);
    fake.intercept = (request, response) => request.path.endsWith('/search/query') && broken(response);
    fake.lists.set('/infra/segments', [
      { results: [...fake.objects.values()].filter((object) => object.resource_type === 'Segment') },
    ]);
    const port = (segment: string) => ({
      resource_type: 'ChildSegmentPort',
      SegmentPort: { resource_type: 'SegmentPort', id: 'p', path: `${segment}/ports/p`, ...OURS },
    });
    const children = segments.map((path) => ({
      resource_type: 'ChildSegment',
      Segment: { resource_type: 'Segment', id: path.slice(16), path, ...OURS, children: [port(path)] },
    }));
    fake.lists.set('/infra', [{ resource_type: 'Infra', children }]);
    begin({ kinds: ['segment', 'segment-port'].map(nsxKindNamed), tuning: { searchRetryMs: 60_000 } });
    await until('all ports are there', () => ports() === 60);
    const trees = fake.server.requests.filter(({ path, query }) => path.endsWith('/infra') && query.has('type_filter'));
    const asked = trees[0]?.query.get('type_filter')?.split(';');
    expect(asked).toEqual(expect.arrayContaining(['SegmentPort', 'LogicalPort', 'Segment']));
    expect(fake.server.requests.some(({ path }) => path.endsWith('/ports'))).toBe(false);
  });

  it('reads what lies in projects from their own tree, and loses none of it', async () => {
    const vpc = '/orgs/default/projects/p/vpcs/v';
    const subnets = Array.from({ length: 55 }, (_, index) => `${vpc}/subnets/s${index}`);
    fake.put('Vpc', vpc, OURS);
    for (const path of subnets) {
      fake.put('VpcSubnet', path, OURS);
      fake.put('VpcSubnetPort', `${path}/ports/p`, OURS);
    }
    begin({ kinds: ['vpc', 'segment', 'segment-port'].map(nsxKindNamed), tuning: { searchRetryMs: 60_000 } });
    await until('all ports are there', () => ports() === 55);
    const held = (path: string) => ({ ...fake.objects.get(path), children: undefined });
    const children = subnets.slice(1).map((path) => ({
      resource_type: 'ChildVpcSubnet',
      VpcSubnet: { ...held(path), children: [{ VpcSubnetPort: held(`${path}/ports/p`) }] },
    }));
    const projects = [{ Project: { children: [{ Vpc: { ...held(vpc), children } }] } }];
    fake.lists.set('/infra', [{ resource_type: 'Infra' }]);
    fake.lists.set('/org-root', [{ resource_type: 'OrgRoot', children: [{ Org: { children: projects } }] }]);
    fake.lists.set('/orgs/default/projects/p/vpcs', [{ results: [held(vpc)] }]);
    fake.intercept = (request, response) => request.path.endsWith('/search/query') && broken(response);
    await until('the port that is gone is noticed', () => ports() === 54);
    const trees = fake.server.requests.filter(({ path }) => path.endsWith('/org-root'));
    expect(trees[0]?.query.get('type_filter')?.split(';')).toEqual(
      expect.arrayContaining(['Org', 'Project', 'Vpc', 'VpcSubnet', 'VpcSubnetPort']),
    );
  });

  it('sorts lists, and reads them unsorted where they refuse to', async () => {
    const group = { resource_type: 'Group', id: 'g', path: '/infra/domains/default/groups/g' };
    fake.lists.set('/infra/domains', [
      { results: [{ resource_type: 'Domain', id: 'd', path: '/infra/domains/default' }] },
    ]);
    fake.lists.set('/infra/domains/default/groups', [{ results: [group] }]);
    fake.intercept = (request, response) => {
      if (request.path.endsWith('/search/query')) return broken(response);
      if (!request.path.endsWith('/groups') || !request.query.has('sort_by')) return false;
      failure(response, 400, 'sort_by is not known here', 220);
      return true;
    };
    begin({ kinds: ['domain', 'group'].map(nsxKindNamed) });
    await until('the group is there', () => watched.known.has(group.path));
    expect(fake.server.requests.some(({ query }) => query.get('sort_by') === 'id')).toBe(true);
  });
});

describe('a kind of the Manager API', () => {
  const vif: NsxKind = {
    ...nsxKindNamed('tier-0'),
    name: 'vif',
    type: 'VirtualNetworkInterface',
    read: {
      api: 'manager',
      resourceTypes: ['VirtualNetworkInterface'],
      scope: 'any',
      lists: ['/fabric/vifs'],
      listOnly: true,
    },
    parse: (raw, { source }) => {
      const { external_id: key } = Object(raw) as { readonly external_id?: string };
      if (key === undefined) return { ok: false, key: null, name: null, problem: 'external_id is missing' };
      const node = { id: nodeId(source, 'vif', key), kind: 'vif', type: 'x', plane: 'nsx' as const, source, key };
      const rest = { name: key, namespace: null, cluster: null, state: 'healthy' as const, reason: null, facts: {} };
      const times = { createdAt: null, modifiedAt: null, issues: [] };
      return {
        ok: true,
        record: { node: { ...node, ...rest, ...times }, relations: [], keys: [], claims: [], tagValue: null },
      };
    },
  };
  const vifs = (...ids: readonly string[]) => ids.map((external_id) => ({ external_id, resource_type: vif.type }));

  it('is read by its lists, and removals are noticed within its own bound', async () => {
    let pages = [{ results: vifs('a', 'b'), result_count: 3, cursor: '0036b' }, { results: vifs('c') }];
    fake.intercept = ({ path, query }, response) => {
      if (path !== '/api/v1/fabric/vifs') return false;
      reply(response, 200, pages[query.has('cursor') ? 1 : 0] ?? {});
      return true;
    };
    begin({ kinds: [vif, nsxKindNamed('tier-1')], tuning: { repeatMs: 50 } });
    await watched.live();
    expect([...watched.known.keys()]).toEqual(['a', 'b', 'c']);
    const bound = watched.statusOf('vif').stalenessBoundMs ?? 0;
    pages = [{ results: vifs('a'), result_count: 1, cursor: '0000' }];
    const began = Date.now();
    await until('two are gone', () => watched.known.size === 1);
    expect(Date.now() - began).toBeLessThanOrEqual(bound);
    expect(watched.statusOf('vif')).toMatchObject({ state: 'live', count: 1, message: null });
  });

  it('is absent where the server does not have it, and nothing is wrong with that', async () => {
    fake.intercept = ({ path }, response) => {
      if (path !== '/api/v1/fabric/vifs') return false;
      failure(response, 404, 'no such resource', 404);
      return true;
    };
    begin({ kinds: [vif, nsxKindNamed('tier-1')] });
    await watched.live();
    expect(watched.statusOf('vif').state).toBe('absent');
  });
});
