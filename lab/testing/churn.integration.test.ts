import { Agent, request } from 'undici';
import { afterEach, expect, test, vi } from 'vitest';
import { type Access, readKubeconfig } from '../ncp/kubernetes/kubeconfig';
import { type Lab, startLab } from './index';
import { type NsxObject, readNsx, tagOf } from './nsx-reader';

const seed = Number(process.env.CHURN_SEED ?? 20_261_122);
const steps = 200;
// Generous, for machines busy with other things: each wait ends as soon as its condition holds.
const patience = { timeout: 60_000, interval: 200 };
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
let lab: Lab | undefined;

afterEach(async () => {
  await lab?.close();
  lab = undefined;
});

/** A small seeded generator (mulberry32): the same seed gives the same churn. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

class Api {
  readonly #agent: Agent;

  constructor(readonly access: Access) {
    this.#agent = new Agent({ connect: { ca: access.ca ?? '' } });
  }

  async call(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<Record<string, unknown>> {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const answer = await request(`${this.access.server}${path}`, {
      method,
      dispatcher: this.#agent,
      headers: { authorization: (await this.access.authorization()) ?? '', 'content-type': type },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // Refusals are part of the churn (a namespace already terminating, a Pod already gone).
    return Object(await answer.body.json());
  }

  async items(path: string): Promise<Item[]> {
    const { items } = await this.call('GET', path);
    return Array.isArray(items) ? items : [];
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}

interface Item {
  readonly metadata: { readonly uid: string; readonly name: string; readonly labels?: Record<string, string> };
  readonly spec: { readonly hostNetwork?: boolean; readonly nodeName?: string };
  readonly status: { readonly podIP?: string };
}

const faults = [
  { kind: 'status', status: 429, times: 2 },
  { kind: 'status', status: 500, times: 1 },
  { kind: 'drop', times: 2 },
  { kind: 'truncate', times: 1 },
  { kind: 'garbage', times: 1 },
  { kind: 'sessions-expire' },
];

function pod(name: string, labels: Record<string, string>): object {
  return { metadata: { name, labels }, spec: { containers: [{ name: 'c', image: 'registry.lab/any:1' }] } };
}

async function step(of: Lab, api: Api, random: () => number, index: number): Promise<void> {
  const pick = (count: number) => Math.floor(random() * count);
  const space = `churn-${pick(4)}`;
  const home = `/api/v1/namespaces/${space}`;
  const name = `pod-${pick(6)}`;
  switch (pick(8)) {
    case 0:
    case 1:
      await api.call('POST', '/api/v1/namespaces', { metadata: { name: space, labels: { round: String(index) } } });
      return;
    case 2:
    case 3:
      await api.call('POST', `${home}/pods`, pod(name, { tier: `t${pick(2)}` }));
      return;
    case 4:
      await api.call('PATCH', `${home}/pods/${name}`, {
        metadata: { labels: { tier: `t${pick(3)}`, extra: String(index) } },
      });
      return;
    case 5:
      await api.call('DELETE', random() < 0.3 ? home : `${home}/pods/${name}`);
      return;
    case 6:
      await api.call('POST', `${home}/services`, {
        metadata: { name: 'lb' },
        spec: { type: 'LoadBalancer', selector: { tier: 't0' }, ports: [{ port: 80 }] },
      });
      return;
    default:
      await of.control('nsx', 'POST', '/_lab/faults', faults[pick(faults.length)]);
  }
}

/** What differs between both sides; nothing when they agree. */
async function differences(api: Api, objects: readonly NsxObject[]): Promise<string[]> {
  const namespaces = new Set((await api.items('/api/v1/namespaces')).map((item) => item.metadata.uid));
  const services = new Set((await api.items('/api/v1/services')).map((item) => item.metadata.uid));
  const pods = (await api.items('/api/v1/pods')).filter((item) => item.spec.hostNetwork !== true);
  const ports = objects.filter(
    (object) => tagOf(object, 'ncp/pod_uid') !== undefined && object.resource_type === 'SegmentPort',
  );
  const found: string[] = [];
  for (const object of objects) {
    const [project, service] = [tagOf(object, 'ncp/project_uid'), tagOf(object, 'ncp/service_uid')];
    if (project !== undefined && !namespaces.has(project)) found.push(`stale: ${object.path}`);
    if (service !== undefined && !services.has(service)) found.push(`stale: ${object.path}`);
  }
  for (const item of pods) {
    const port = ports.find((candidate) => tagOf(candidate, 'ncp/pod_uid') === item.metadata.uid);
    if (port === undefined) found.push(`no port: ${item.metadata.name}`);
    else if (tagOf(port, 'tier') !== item.metadata.labels?.tier) found.push(`other label: ${item.metadata.name}`);
    if (item.status.podIP === undefined) found.push(`no address: ${item.metadata.name}`);
  }
  if (ports.length !== pods.length) found.push(`${ports.length} ports for ${pods.length} Pods`);
  const segments = objects.filter(
    (object) => object.resource_type === 'Segment' && tagOf(object, 'ncp/project_uid') !== undefined,
  );
  if (segments.length !== namespaces.size) found.push(`${segments.length} segments for ${namespaces.size} namespaces`);
  const links = ports.map((port) =>
    JSON.stringify([Object(port.attachment).context_id, Object(port.attachment).traffic_tag]),
  );
  if (new Set(links).size !== links.length) found.push('a VLAN is used twice on one node');
  return found;
}

test(`after random changes and faults on both sides NSX holds what Kubernetes asks for, no more, no less (seed ${seed})`, async () => {
  lab = await startLab({ persistent: true });
  const of = lab;
  const api = new Api(await readKubeconfig(await of.kubeconfig('ncp')));
  const random = randomFrom(seed);
  for (let index = 0; index < steps; index += 1) {
    await step(of, api, random, index);
    if (index === 70) {
      await of.stop('ncp');
      await of.start('ncp');
    }
    if (index === 130) {
      await of.stop('nsx');
      await of.start('nsx');
    }
  }
  await of.control('nsx', 'DELETE', '/_lab/faults');
  await expect.poll(async () => await differences(api, await readNsx(of)), patience).toEqual([]);
  const left = (await readNsx(of)).filter((object) => tagOf(object, 'ncp/project')?.startsWith('churn-') === true);
  // Agreement about nothing would prove nothing.
  expect(left.filter((object) => object.resource_type === 'SegmentPort')).not.toEqual([]);
  await api.close();
});
