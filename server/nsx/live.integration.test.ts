import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Lab, startLab } from '@/lab/testing';
import { kindNamed } from '@/lib/kinds';
import { describeObject } from '@/lib/details';
import type { GraphNode, ObjectChange } from '@/lib/model';
import { createTopology, type Topology } from '@/lib/topology';
import { WatchedFeed } from '@/tests/support/nsx-feed';
import { until } from '@/tests/support/until';
import { RequestBudget } from './budget';

const NAMES = ['tier-1', 'segment', 'segment-port', 'ip-block', 'ip-pool', 'ip-subnet', 'ip-allocation'];
const BALANCER = ['lb-service', 'lb-virtual-server', 'lb-pool'];
const HOSTS = '/infra/sites/default/enforcement-points/default/host-transport-nodes';

let lab: Lab;
let watched: WatchedFeed;

/** The graph of what has been read by now. */
function graphOf(): Topology['graph'] {
  const topology = createTopology({ clusters: [] });
  topology.apply([...watched.known.values()], 1);
  return topology.graph;
}

const oneOf = (kind: string, where: (node: GraphNode) => boolean = () => true): GraphNode => {
  const found = [...graphOf().nodesOfKind(kind)].find(where);
  if (found === undefined) throw new Error(`there is no ${kind}`);
  return found;
};

/** The facts of an object as its panel shows them, with what NSX tells on demand. */
async function factsOf(node: GraphNode): Promise<Readonly<Record<string, unknown>>> {
  const kind = kindNamed(node.kind);
  if (kind?.plane !== 'nsx') throw new Error('not of NSX');
  const graph = graphOf();
  const live = await watched.feed.live(kind.live(node, graph));
  return Object.fromEntries(
    (describeObject(graph, node.id, live)?.facts ?? []).map(({ label, value }) => [label, value]),
  );
}

const membersOf = ({ facts }: GraphNode): readonly string[] => (Array.isArray(facts.members) ? facts.members : []);

const WAITED_FOR = { timeout: 20_000, interval: 200 };

const isFilledPool = (change: ObjectChange): boolean =>
  change.type === 'upsert' && change.record.node.kind === 'lb-pool' && membersOf(change.record.node).length > 1;

/** The facts of an object once they are as wanted. */
async function factsOnce(node: GraphNode, wanted: Readonly<Record<string, unknown>>) {
  let facts = await factsOf(node);
  const asWanted = (): boolean => Object.entries(wanted).every(([label, value]) => facts[label] === value);
  const deadline = Date.now() + 20_000;
  while (!asWanted() && Date.now() < deadline) facts = await factsOf(node);
  expect(facts).toMatchObject(wanted);
  return facts;
}

beforeAll(async () => {
  lab = await startLab({ world: 'single-tier', only: ['kubernetes', 'nsx', 'ncp'] });
  const host = { resource_type: 'HostTransportNode', id: 'host-1', path: `${HOSTS}/host-1` };
  await lab.control('nsx', 'POST', '/_lab/load', { objects: [host] });
  const passwordFile = join(lab.folder, 'nsx-password');
  const place = { server: { url: lab.nsx.url, caFile: join(lab.folder, 'ca.pem') }, passwordFile };
  const { username } = lab.nsx;
  watched = new WatchedFeed(place, {
    kinds: [...NAMES, ...BALANCER, 'transport-node'].map((name) => {
      const kind = kindNamed(name);
      if (kind?.plane !== 'nsx') throw new Error(`no NSX kind ${name}`);
      return kind;
    }),
    login: { by: 'basic', username, password: () => readFileSync(passwordFile, 'utf8').trim() },
    tagValues: lab.world.clusters.map(({ tagValue }) => tagValue),
    budget: new RequestBudget({ perSecond: 90, concurrent: 4 }),
    tuning: { pageSize: 1_000, shareMs: 10 },
  });
  await until(
    'a pool has members, and ports have addresses',
    () => watched.known.has(`${HOSTS}/host-1`) && [...watched.known.values()].some(isFilledPool),
    30_000,
  );
});
afterAll(async () => {
  await watched.feed.stop();
  await lab.close();
});

describe('what NSX tells only when asked', () => {
  it('says how a pool, its members, its virtual server and its LB service fare', async () => {
    const { id } = oneOf('lb-pool', (node) => membersOf(node).length > 1);
    // NCP may still be adding Pods to it: NSX and the graph then tell of another moment.
    const pool = await vi.waitFor(async () => {
      const node = oneOf('lb-pool', (one) => one.id === id);
      const told = await factsOf(node);
      expect(told).toMatchObject({ 'Runtime status': 'UP', Realized: 'REALIZED' });
      expect(told['Members now']).toEqual(membersOf(node).map((member) => `${member} UP`));
      return node;
    }, WAITED_FOR);
    const members = membersOf(pool);
    const [ip_address, port] = members[0]?.split(':') ?? [];
    await lab.control('nsx', 'POST', '/_lab/member-status', { ip_address, port, status: 'DOWN' });
    const now = await factsOnce(pool, { 'Runtime status': 'PARTIALLY_UP' });
    expect(now['Members now']).toContain(`${members[0]} DOWN (Connect to Peer Failure)`);
    const [server] = graphOf()
      .hopsTo(pool.id)
      .flatMap((hop) => (hop.kind === 'balances' ? [hop.from.node] : []));
    if (server === undefined) throw new Error('no virtual server is before the pool');
    await factsOnce(server, { 'Runtime status': 'PARTIALLY_UP', Realized: 'REALIZED' });
    await vi.waitFor(
      async () => expect((await factsOf(server))['Members now']).toEqual((await factsOf(pool))['Members now']),
      WAITED_FOR,
    );
    const [service] = graphOf()
      .hopsFrom(server.id)
      .flatMap((hop) => (hop.kind === 'serves' ? [hop.to.node] : []));
    if (service === undefined) throw new Error('no LB service carries the virtual server');
    // NCP may still be at work on what the service carries: a moment later NSX has realized it.
    await vi.waitFor(async () => {
      const told = await factsOf(service);
      expect(told).toMatchObject({ 'Runtime status': 'PARTIALLY_UP' });
      expect(told['Not up']).toEqual(expect.arrayContaining([`${pool.key.split('/').at(-1)} PARTIALLY_UP`]));
      expect(told['In use']).toEqual(expect.arrayContaining([expect.stringMatching(/^\d+ of \d+ virtual servers$/)]));
    }, WAITED_FOR);
  });

  it('says how full a block is, and which network and address NSX has given', async () => {
    const used = oneOf('ip-subnet', ({ key }) => key.includes('ibs_'));
    const network = await factsOf(used);
    expect(network['Realized addresses']).toEqual(
      expect.arrayContaining([expect.stringMatching(/^\d+\.\d+\.\d+\.\d+\/\d+$/)]),
    );
    const blocks = await Promise.all([...graphOf().nodesOfKind('ip-block')].map(factsOf));
    expect(blocks.some((facts) => Array.isArray(facts['Ranges in use']) && Array.isArray(facts['Free ranges']))).toBe(
      true,
    );
    const allocation = await factsOf(oneOf('ip-allocation'));
    expect(allocation['Realized addresses']).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/)]);
  });

  it('says where a port is attached and how its transport node fares', async () => {
    const port = await factsOf(oneOf('segment-port', ({ key }) => key.includes('/port_')));
    expect(port).toMatchObject({ Attached: 'ATTACHED', Realized: 'REALIZED' });
    expect(port['Bound addresses']).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+\.\d+ [0-9a-f:]+ VLAN \d+$/)]);
    const node = await factsOf(oneOf('transport-node'));
    expect(node).toMatchObject({ 'Runtime status': 'UP', Tunnels: 'UP (2 up)', Hyperbus: 'HEALTHY' });
    expect(node).not.toHaveProperty('Realized');
  });

  it('names what is not told, and says nothing of what there is not', async () => {
    const node = { ...oneOf('lb-service'), key: '/infra/lb-services/none' };
    const kind = kindNamed('lb-service');
    if (kind?.plane !== 'nsx') throw new Error('not of NSX');
    const reads = kind.live(node, graphOf()).filter(({ path }) => path.includes('/none/'));
    expect(reads).toHaveLength(2);
    expect(await watched.feed.live(reads)).toEqual([]);
    await lab.control('nsx', 'POST', '/_lab/faults', { kind: 'status', status: 500 });
    const told = await watched.feed.live(kind.live(oneOf('lb-service'), graphOf()));
    await lab.control('nsx', 'DELETE', '/_lab/faults');
    expect(told.map(({ label, value }) => `${label}: ${String(value)}`)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^Not read: its runtime status: /)]),
    );
  });

  it('keeps nobody waiting while NSX is away, and says so', async () => {
    const service = oneOf('lb-service');
    await lab.stop('nsx');
    await until('it is noticed', () => watched.feed.status().state === 'stale', 20_000);
    const told = await factsOf(service);
    expect(told['Not read']).toMatch(/^what NSX tells only when asked: /);
    expect(told).toMatchObject({ Size: 'SMALL' });
    expect(told).not.toHaveProperty('Runtime status');
  });
});
