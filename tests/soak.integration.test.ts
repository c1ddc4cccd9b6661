import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { expect, it, vi } from 'vitest';
import { type Lab, startLab } from '@/lab/testing';
import { kubernetesKinds, nsxKinds } from '@/lib/kinds';
import {
  edgeId,
  type GraphEdge,
  type GraphNode,
  kubernetesSource,
  type NodeId,
  nsxSource,
  type ObjectChange,
} from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { readSettings } from '@/server/config';
import { Runtime } from '@/server/dashboard';
import { createLogger } from '@/server/logging';
import { LabGroups } from '@/tests/support/lab-groups';
import { act, clientsOf, randomFrom } from '@/tests/support/random-acts';
import { until } from '@/tests/support/until';

/** Seconds of churn per world, the worlds, and the seed; a long soak is `SOAK_SECONDS=300 npm test -- --only integration`. */
const SECONDS = Number(process.env.SOAK_SECONDS ?? 8);
const WORLDS = (process.env.SOAK_WORLDS ?? 'pandora,single-tier,two-clusters,vpc,mixed').split(',');
const SEED = Number(process.env.SOAK_SEED ?? 20_261_122);
const BUDGET = { perSecond: 20, concurrent: 4 };
const ALL = { cluster: null, namespace: null, kinds: [] };
vi.setConfig({ testTimeout: (SECONDS + 360) * 1_000 });

const FAULTS: readonly (readonly [program: 'kubernetes' | 'nsx', fault: Readonly<Record<string, unknown>>])[] = [
  ['nsx', { kind: 'status', status: 429, times: 3 }],
  ['nsx', { kind: 'status', status: 503, times: 2 }],
  ['nsx', { kind: 'drop', times: 2 }],
  ['nsx', { kind: 'truncate', times: 2 }],
  ['nsx', { kind: 'garbage', times: 2 }],
  ['nsx', { kind: 'latency', ms: 300, times: 5 }],
  ['nsx', { kind: 'sessions-expire' }],
  ['nsx', { kind: 'search-broken', code: 60514, times: 2 }],
  ['kubernetes', { kind: 'watch-drop' }],
  ['kubernetes', { kind: 'compact' }],
  ['kubernetes', { kind: 'status', status: 500, times: 3 }],
  ['kubernetes', { kind: 'status', status: 429, times: 2 }],
  ['kubernetes', { kind: 'truncate', times: 1 }],
  ['kubernetes', { kind: 'drop', times: 2 }],
];

async function startProduct(lab: Lab): Promise<Runtime> {
  const settings = {
    listen: '127.0.0.1:3000',
    clusters: lab.world.clusters.map((cluster, index) => ({
      name: cluster.name,
      kubeconfig: lab.clusters[index]?.kubeconfigFile,
      context: 'lab',
      manager: 'nsx',
      tagValue: cluster.tagValue,
    })),
    managers: [
      {
        name: 'nsx',
        urls: [lab.nsx.url],
        username: 'audit',
        passwordFile: join(lab.folder, 'nsx-password'),
        caFile: join(lab.folder, 'ca.pem'),
        budget: BUDGET,
      },
    ],
  };
  const file = join(lab.folder, 'soak.yaml');
  await writeFile(file, JSON.stringify(settings));
  const read = readSettings(file);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return new Runtime({ settings: read.settings, version: 'soak', log: createLogger('silent') });
}

const isLive = (product: Runtime) =>
  product.sources().sources.every(({ state }) => state === 'live' || state === 'partial');

/** What both planes hold, told by the lab itself, read by the same kinds and built from nothing. */
async function expected(lab: Lab): Promise<{ nodes: readonly GraphNode[]; edges: readonly GraphEdge[] }> {
  const changes: ObjectChange[] = [];
  const manager = nsxSource('nsx');
  const clusters = lab.world.clusters.map(({ name, tagValue }) => ({
    source: kubernetesSource(name),
    name,
    manager,
    tagValue,
  }));
  for (const [index, { name }] of lab.world.clusters.entries()) {
    const program = lab.clusters[index]?.kubernetes ?? 'kubernetes';
    const { objects } = (await lab.control(program, 'GET', '/_lab/dump')) as { objects: KubernetesObject[] };
    for (const object of objects) changes.push(...kubernetesChanges(object, name));
  }
  const { objects } = (await lab.control('nsx', 'GET', '/_lab/dump')) as { objects: NsxObject[] };
  const ours = new Set(clusters.map(({ tagValue }) => tagValue));
  for (const object of objects) changes.push(...nsxChanges(object, ours));
  const topology = createTopology({ clusters });
  topology.apply(changes, 0);
  const { nodes, edges, criteria, memberships } = topology.snapshot();
  const members = [...memberships.values()].flatMap(({ port, criteria: met, evidence }): GraphEdge[] =>
    (criteria.get(met)?.groups ?? []).map((to) => ({
      id: edgeId('member', port, to),
      kind: 'member',
      from: port,
      to,
      evidence,
    })),
  );
  return { nodes: [...nodes.values()], edges: [...edges.values(), ...members] };
}

interface Counts {
  readonly peakPerSecondByUser: Readonly<Record<string, number>>;
}

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

interface NsxObject {
  readonly resource_type: string;
  readonly tags?: readonly { readonly scope: string; readonly tag: string }[];
}

function kubernetesChanges(object: KubernetesObject, cluster: string): readonly ObjectChange[] {
  const kind = kubernetesKinds().find(({ type, resource }) => {
    const versions = resource.versions.map((version) =>
      resource.group === '' ? version : `${resource.group}/${version}`,
    );
    const wanted = resource.fieldSelector?.replace('metadata.name=', '');
    return (
      type === object.kind &&
      versions.includes(object.apiVersion) &&
      (wanted ?? object.metadata.name) === object.metadata.name
    );
  });
  const parsed = kind?.parse(object, { source: kubernetesSource(cluster), sourceName: cluster });
  return parsed?.ok === true ? [{ type: 'upsert', record: parsed.record }] : [];
}

const comparableNsx = nsxKinds().filter(({ read }) => !read.listOnly);

function nsxChanges(object: NsxObject, ours: ReadonlySet<string>): readonly ObjectChange[] {
  const kind = comparableNsx.find(({ read }) => read.resourceTypes.includes(object.resource_type));
  const isOurs = object.tags?.some(({ scope, tag }) => /^(ncp|nsx-op)\/cluster$/.test(scope) && ours.has(tag)) ?? false;
  if (kind === undefined || (kind.read.scope === 'cluster' && !isOurs)) return [];
  const parsed = kind.parse(object, { source: nsxSource('nsx'), sourceName: 'nsx' });
  return parsed.ok ? [{ type: 'upsert', record: parsed.record }] : [];
}

/** What the product's graph has too much, too little or otherwise; empty when both are the same. */
async function differences(lab: Lab, product: Runtime): Promise<readonly string[]> {
  const truth = await expected(lab);
  const shown = product.graph(ALL);
  const kinds = new Set([...kubernetesKinds(), ...comparableNsx].map(({ name }) => name));
  const skipped = new Set(shown.nodes.filter(({ kind }) => !kinds.has(kind)).map(({ id }) => String(id)));
  const nodes = shown.nodes.filter(({ id }) => !skipped.has(id));
  const edges = shown.edges.filter(({ from, to }) => !skipped.has(from) && !skipped.has(to));
  return [...compare('node', truth.nodes, nodes), ...compare('edge', truth.edges, edges)];
}

const ALL_OF_THEM = { from: 0, count: 99_999 };
const EVERYBODY = { text: '', differing: false, sort: 'name', down: false } as const;

/** Groups whose members NSX and the product tell otherwise, or that only one of them knows. */
async function groupDifferences(groups: LabGroups, product: Runtime): Promise<readonly string[]> {
  const { rows } = await product.groups.list(
    { text: '', ofNsx: true, warned: false, sort: 'name', down: false },
    ALL_OF_THEM,
  );
  const stored = await groups.all();
  const found: string[] = [];
  for (const row of rows) {
    const members = await product.groups.members(row.node.id as NodeId, EVERYBODY, ALL_OF_THEM);
    found.push(...(members === null ? [] : await groups.differences(members, row, stored)));
  }
  const [theirs, ours] = [stored.map(({ path }) => path).sort(), rows.map(({ path }) => path).sort()];
  return String(theirs) === String(ours) ? found : [`groups of NSX ${theirs}, of the product ${ours}`];
}

function compare(
  what: string,
  truth: readonly { readonly id: string }[],
  shown: readonly { readonly id: string }[],
): readonly string[] {
  const left = new Map(truth.map((item) => [item.id, JSON.stringify(item)]));
  const right = new Map(shown.map((item) => [item.id, JSON.stringify(item)]));
  const missing = [...left.keys()].filter((id) => !right.has(id)).map((id) => `${what} ${id} is missing`);
  const extra = [...right.keys()].filter((id) => !left.has(id)).map((id) => `${what} ${id} is gone from the lab`);
  const other = [...left].filter(([id, text]) => right.has(id) && right.get(id) !== text);
  return [...missing, ...extra, ...other.map(([id, text]) => `${what} ${id}: lab ${text}, shown ${right.get(id)}`)];
}

it.each(WORLDS)(
  'shows world %s exactly as it is once churn and faults have stopped, and stays within its budget',
  async (world) => {
    const lab = await startLab({ world });
    const groups = new LabGroups(lab);
    await groups.make();
    const product = await startProduct(lab);
    try {
      await until('the product has read everything', () => isLive(product), 60_000);
      await lab.control('nsx', 'DELETE', '/_lab/requests');
      const random = randomFrom(SEED);
      const clients = await Promise.all(lab.clusters.map(clientsOf));
      const end = Date.now() + SECONDS * 1_000;
      while (Date.now() < end) {
        const some = clients[random(clients.length)];
        if (some !== undefined) await act(some, random);
        if (random(12) === 0) {
          const [program, fault] = FAULTS[random(FAULTS.length)] ?? FAULTS[0] ?? ['nsx', {}];
          const target =
            program === 'nsx' ? 'nsx' : (lab.clusters[random(lab.clusters.length)]?.kubernetes ?? 'kubernetes');
          await lab.control(target, 'POST', '/_lab/faults', fault);
        }
      }
      for (const { kubernetes } of lab.clusters) await lab.control(kubernetes, 'DELETE', '/_lab/faults');
      await lab.control('nsx', 'DELETE', '/_lab/faults');
      await expect
        .poll(async () => (await differences(lab, product)).slice(0, 10), { timeout: 240_000, interval: 1_000 })
        .toEqual([]);
      await expect
        .poll(async () => (await groupDifferences(groups, product)).slice(0, 10), { timeout: 120_000, interval: 1_000 })
        .toEqual([]);
      const { peakPerSecondByUser } = (await lab.control('nsx', 'GET', '/_lab/requests')) as Counts;
      expect(peakPerSecondByUser.audit).toBeGreaterThan(0);
      expect(peakPerSecondByUser.audit).toBeLessThanOrEqual(BUDGET.perSecond);
    } finally {
      await product.stop();
      await groups.close();
      await lab.close();
    }
  },
);
