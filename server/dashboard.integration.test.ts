import { AppsV1Api, CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '@/lab/testing';
import { parseViewKey, type SourcesResponse, type StreamMessage } from '@/lib/wire';
import { writeLabSettings } from '@/tests/support/lab-settings';
import { NsxAdmin } from '@/tests/support/nsx-admin';
import { until } from '@/tests/support/until';
import { readSettings } from './config';
import { Runtime } from './dashboard';
import { createLogger } from './logging';

const ALL = { cluster: null, namespace: null, kinds: [] };
let lab: Lab;
let runtime: Runtime;
let core: CoreV1Api;
let apps: AppsV1Api;
let logged: string[];

async function begin(kubeconfig = 'kubeconfig'): Promise<Runtime> {
  const read = readSettings(await writeLabSettings(lab, { kubeconfig }));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const log = createLogger('debug', { write: (line) => logged.push(line) });
  return new Runtime({ settings: read.settings, version: 'test', log });
}

/** A client that keeps what it is sent. */
function watch(target: Runtime, view = ''): { readonly messages: StreamMessage[]; ended: boolean } {
  const parsed = parseViewKey(view);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  const client: { readonly messages: StreamMessage[]; ended: boolean } = { messages: [], ended: false };
  target.subscribe([parsed.spec], null, {
    write: (chunk) => {
      for (const event of new TextDecoder().decode(chunk).split('\n\n').filter(Boolean)) {
        client.messages.push(JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '') as StreamMessage); // our own stream
      }
    },
    backlog: () => 0,
    close: () => {
      client.ended = true;
    },
  });
  return client;
}

const live = (target: Runtime, ms = 20_000) =>
  until('both sources are live', () => target.sources().sources.every((source) => source.state === 'live'), ms);
const source = (plane: 'kubernetes' | 'nsx'): SourcesResponse['sources'][number] => {
  const found = runtime.sources().sources.find((each) => each.plane === plane);
  if (found === undefined) throw new Error(`no source of ${plane}`);
  return found;
};
const nodes = (kind: string, namespace: string) =>
  runtime.graph({ cluster: null, namespace, kinds: [kind] }).nodes.filter((node) => node.namespace === namespace);
const realized = (kind: string, namespace: string): number => {
  const { nodes: all, edges } = runtime.graph(ALL);
  const own = new Set(all.filter((node) => node.kind === kind && node.namespace === namespace).map((node) => node.id));
  return edges.filter((edge) => edge.kind === 'realizes' && (own.has(edge.from) || own.has(edge.to))).length;
};

async function elapsed(what: string, condition: () => boolean): Promise<number> {
  const began = Date.now();
  await until(what, condition, 15_000);
  return Date.now() - began;
}

beforeAll(async () => {
  lab = await startLab({ persistent: true });
  const config = new KubeConfig();
  config.loadFromString(await lab.kubeconfig('admin'));
  core = config.makeApiClient(CoreV1Api);
  apps = config.makeApiClient(AppsV1Api);
});
afterAll(async () => await lab.close());

describe('with a lab', () => {
  beforeEach(async () => {
    logged = [];
    runtime = await begin();
    await live(runtime);
  });
  afterEach(async () => await runtime.stop());

  // The promise is one second and five; the rest is for a machine that is busy with other tests.
  it('shows a change of Kubernetes within a second, its NSX side within five, and both gone again', async () => {
    const client = watch(runtime, 'cluster=pandora');
    await core.createNamespace({ body: { metadata: { name: 'story' } } });
    expect(
      await elapsed('the Namespace is there', () => nodes('namespace', 'story').length + regions('story') > 0),
    ).toBeLessThan(2_000);
    expect(await elapsed('its segment is there', () => nodes('segment', 'story').length === 1)).toBeLessThan(6_000);
    const labels = { app: 'web' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    const body = { metadata: { name: 'web' }, spec: { replicas: 3, selector: { matchLabels: labels }, template } };
    await apps.createNamespacedDeployment({ namespace: 'story', body });
    expect(await elapsed('its Pods are there', () => nodes('pod', 'story').length === 3)).toBeLessThan(2_000);
    expect(await elapsed('its ports are there', () => realized('segment-port', 'story') >= 3)).toBeLessThan(6_000);
    await until('ports are realized', () => nodes('segment-port', 'story').every((node) => node.state === 'healthy'));
    const [pod] = nodes('pod', 'story');
    const passport = await runtime.pod({ cluster: 'pandora', namespace: 'story', name: pod?.name ?? '' });
    expect(passport).toMatchObject({ noPort: null, portState: { state: 'read' } });
    await core.deleteNamespace({ name: 'story' });
    await until('Kubernetes has nothing left', () => nodes('pod', 'story').length === 0, 20_000);
    expect(await elapsed('NSX has nothing left', () => nodes('segment', 'story').length === 0)).toBeLessThan(8_000);
    await until('the region is gone', () => regions('story') === 0);
    expect(client.messages.some((message) => message.type === 'patch')).toBe(true);
  });

  it('says which program is away, keeps what it has, and recovers', async () => {
    const before = runtime.graph(ALL).nodes.length;
    const client = watch(runtime);
    for (const [program, plane] of [
      ['nsx', 'nsx'],
      ['kubernetes', 'kubernetes'],
    ] as const) {
      await lab.stop(program);
      await until(`${plane} is stale`, () => source(plane).state === 'stale');
      expect(source(plane).reason).toMatch(/Portolan keeps trying. What was read before is still shown/);
      expect(source(plane).retryAt).not.toBeNull();
      expect(runtime.graph(ALL).nodes.length).toBeGreaterThan(before / 2);
      expect(runtime.graph(ALL).partial.join()).toContain('cannot be read');
      expect(runtime.health()).toMatchObject({ live: true, ready: true });
      await until('the browsers are told', () => told(client, plane) === 'stale');
      await lab.start(program);
      await live(runtime, 40_000);
      await until('the browsers are told again', () => told(client, plane) === 'live');
    }
    await until('the graph is whole again', () => runtime.graph(ALL).nodes.length >= before);
  });

  it('asks NSX no more than once a second when all is quiet', async () => {
    await until('the last ten seconds were quiet', () => source('nsx').requests.perSecond <= 1, 30_000);
    expect(source('nsx').requests).toMatchObject({ throttled: 0, failed: 0 });
  });

  it('ends within two seconds with streams open, saying goodbye', async () => {
    const client = watch(runtime);
    const began = Date.now();
    await runtime.stop();
    expect(Date.now() - began).toBeLessThan(2_000);
    expect(client.messages.at(-1)).toMatchObject({ type: 'bye' });
    expect(client.ended).toBe(true);
    expect(
      runtime.subscribe([], null, { write: () => undefined, backlog: () => 0, close: () => undefined }),
    ).toBeNull();
  });

  it('writes no secret into its log or its status', async () => {
    await lab.stop('nsx');
    await until('NSX is stale', () => source('nsx').state === 'stale');
    await lab.start('nsx');
    await live(runtime, 40_000);
    const token = /"?token"?: "?([\w.-]{8,})/.exec(await lab.kubeconfig('admin'))?.[1] ?? lab.nsx.password;
    const shown = JSON.stringify([logged, runtime.sources(), runtime.health()]);
    expect(logged.length).toBeGreaterThan(0);
    expect(shown).not.toContain(lab.nsx.password);
    expect(shown).not.toContain(token);
  });
});

describe('a start', () => {
  it('calls nothing an orphan or pending that is neither, whichever side is read first', async () => {
    for (const late of ['nsx', 'kubernetes'] as const) {
      logged = [];
      await lab.stop(late);
      runtime = await begin();
      const doubted = new Set<string>();
      const client = watch(runtime);
      const look = (): true => {
        for (const { name, state, reason } of runtime.graph(ALL).nodes) {
          if (state === 'orphan' || (state === 'pending' && /waiting|waits/.test(reason ?? '')))
            doubted.add(`${name}: ${reason}`);
        }
        return true;
      };
      const other = late === 'nsx' ? 'kubernetes' : 'nsx';
      await until('the other side is read', () => look() && source(other).state === 'live', 20_000);
      await lab.start(late);
      await until(
        'both are live',
        () => look() && runtime.sources().sources.every(({ state }) => state === 'live'),
        40_000,
      );
      look();
      expect([...doubted], `with ${late} late`).toEqual([]);
      expect(runtime.graph(ALL).edges.filter(({ kind }) => kind === 'realizes').length).toBeGreaterThan(5);
      expect(client.messages.length).toBeGreaterThan(0);
      await runtime.stop();
    }
  });
});

describe('with an account that may not read everything', () => {
  it('reads what it may, and says what is forbidden and what that hides', async () => {
    runtime = await begin('kubeconfig-limited');
    await until('the cluster is judged', () => ['partial', 'failed'].includes(source('kubernetes').state));
    const forbidden = source('kubernetes').kinds.filter((kind) => kind.state === 'forbidden');
    expect(forbidden.length).toBeGreaterThan(0);
    expect(forbidden.every((kind) => kind.message?.includes('Hidden: '))).toBe(true);
    await until('Portolan is ready', () => runtime.health().ready);
    expect(runtime.graph(ALL).partial.join()).toContain('forbidden');
    await runtime.stop();
  });
});

describe('with the distributed firewall switched off', () => {
  it('says that no rule is enforced, as the packets of the lab find it', async () => {
    const admin = new NsxAdmin(lab);
    const turn = (enabled: boolean) =>
      admin.ask('PATCH', '/infra/settings/firewall/security', { enable_firewall: enabled });
    await turn(false);
    runtime = await begin();
    try {
      const attached = () => {
        const { nodes: all, edges } = runtime.graph(ALL);
        const ported = new Set(edges.filter(({ kind }) => kind === 'realizes').map(({ from }) => from));
        return all.filter(
          ({ id, kind, facts }) =>
            kind === 'pod' && ported.has(id) && facts.hostNetwork !== true && typeof facts.address === 'string',
        );
      };
      await until('two Pods are on the network', () => attached().length > 1, 30_000);
      const [from, to] = attached().map(({ facts }) => String(facts.address));
      const read = runtime.reach.readFlow({ from: from ?? '', to: to ?? '', protocol: 'icmp', port: null });
      if (!read.ok) throw new Error(JSON.stringify(read.mistakes));
      const { flow } = read;
      await until(
        'the switch is read',
        async () => /switched off/.test((await runtime.reach.verdict(flow)).because),
        30_000,
      );
      const notice = [expect.stringMatching(/^The distributed firewall of NSX nsx is switched off/)];
      const every = { manager: null, text: '', categories: [], actions: [], marks: [], about: null, address: null };
      expect((await runtime.rules.list(every, { from: 0, count: 1 })).notices).toEqual(notice);
      expect(await lab.control('nsx', 'POST', '/_lab/flows', { from, to, protocol: 'icmp' })).toMatchObject({
        outcome: 'allow',
        out: { reason: 'firewall-off' },
      });
    } finally {
      await turn(true);
      await admin.close();
      await runtime.stop();
    }
  });
});

describe('without settings', () => {
  it('answers, and says that nothing is configured', async () => {
    runtime = new Runtime({ settings: null, version: 'test' });
    expect(runtime.sources().sources).toEqual([]);
    expect(runtime.health()).toMatchObject({ live: true, ready: true });
    const client = watch(runtime);
    const snapshot = client.messages.find((message) => message.type === 'snapshot');
    expect(snapshot?.type === 'snapshot' && snapshot.summary.empty).toMatch(/no sources? (is|are) configured/i);
    await runtime.stop();
  });
});

/** The state of a source as a browser knows it. */
function told(client: ReturnType<typeof watch>, plane: 'kubernetes' | 'nsx'): string | undefined {
  const [last] = client.messages.flatMap((message) => (message.type === 'sources' ? [message.sources] : [])).slice(-1);
  return last?.find((each) => each.plane === plane)?.state;
}

/** Whether the map has a region for a namespace. */
function regions(namespace: string): number {
  const client = watch(runtime, 'cluster=pandora');
  const snapshot = client.messages.find((message) => message.type === 'snapshot');
  const all = snapshot?.type === 'snapshot' ? Object.values(snapshot.regions) : [];
  return all.filter((region) => region.namespace === namespace).length;
}
