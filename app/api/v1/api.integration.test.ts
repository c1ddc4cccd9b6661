import { createHash } from 'node:crypto';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from '@/lab/testing';
import { canonicalJson } from '@/lib/dfw';
import {
  eventsResponseSchema,
  type GraphResponse,
  graphResponseSchema,
  groupsAuditSchema,
  pageResponseSchema,
  podsResponseSchema,
  problemSchema,
  reachabilityResponseSchema,
  reachMatrixResponseSchema,
  reachPeersResponseSchema,
  rulesResponseSchema,
  searchResponseSchema,
} from '@/lib/wire';
import { getRuntime } from '@/server/runtime';
import { startRuntime } from '@/server/start';
import { writeLabSettings } from '@/tests/support/lab-settings';
import { until } from '@/tests/support/until';
import { type EndpointPath, ENDPOINTS } from './_openapi/endpoints';

interface Route {
  readonly GET: (request: Request) => Promise<Response>;
  readonly POST: () => Response;
}

const FILES: Readonly<Record<EndpointPath, () => Promise<Route>>> = {
  '/api/v1/graph': () => import('./graph/route'),
  '/api/v1/search': () => import('./search/route'),
  '/api/v1/objects/{id}': () => import('./objects/[id]/route'),
  '/api/v1/objects/{id}/page': () => import('./objects/[id]/page/route'),
  '/api/v1/objects/{id}/lists/{list}': () => import('./objects/[id]/lists/[list]/route'),
  '/api/v1/objects/{id}/events': () => import('./objects/[id]/events/route'),
  '/api/v1/objects/{id}/history': () => import('./objects/[id]/history/route'),
  '/api/v1/pods': () => import('./pods/route'),
  '/api/v1/pods/{cluster}/{namespace}/{name}': () => import('./pods/[cluster]/[namespace]/[name]/route'),
  '/api/v1/groups': () => import('./groups/route'),
  '/api/v1/groups/audit': () => import('./groups/audit/route'),
  '/api/v1/groups/effective': () => import('./groups/effective/route'),
  '/api/v1/groups/{id}': () => import('./groups/[id]/route'),
  '/api/v1/groups/{id}/audit': () => import('./groups/[id]/audit/route'),
  '/api/v1/groups/{id}/members': () => import('./groups/[id]/members/route'),
  '/api/v1/groups/{id}/near-misses': () => import('./groups/[id]/near-misses/route'),
  '/api/v1/rules': () => import('./rules/route'),
  '/api/v1/rules/{id}': () => import('./rules/[id]/route'),
  '/api/v1/rules/hits': () => import('./rules/hits/route'),
  '/api/v1/reachability': () => import('./reachability/route'),
  '/api/v1/reachability/matrix': () => import('./reachability/matrix/route'),
  '/api/v1/what-if': () => import('./what-if/route'),
  '/api/v1/reachability/peers': () => import('./reachability/peers/route'),
  '/api/v1/sources': () => import('./sources/route'),
  '/api/v1/events': () => import('./events/route'),
  '/api/v1/health': () => import('./health/route'),
  '/api/v1/health/live': () => import('./health/live/route'),
  '/api/v1/health/ready': () => import('./health/ready/route'),
  '/api/v1/metrics': () => import('./metrics/route'),
  '/api/v1/openapi.json': () => import('./openapi.json/route'),
};

let lab: Lab;
let graph: GraphResponse;
const ajv = new Ajv2020({ strict: false, allErrors: true });

const BY_MEMBERS = { text: '', ofNsx: false, warned: false, sort: 'members', down: true } as const;

/** Asks an endpoint; `values` fill in the path's parameters. */
async function ask(path: EndpointPath, values: readonly string[] = [], query = '', headers = {}): Promise<Response> {
  const queue = [...values];
  const filled = path.replace(/\{[^}]+\}/g, () => encodeURIComponent(queue.shift() ?? ''));
  const { GET } = await FILES[path]();
  return await GET(
    new Request(`http://127.0.0.1:3000${filled}${query}`, { headers: { host: '127.0.0.1:3000', ...headers } }),
  );
}

/** The answer, checked against the schema that the served document gives for it. */
async function valid(path: EndpointPath, values: readonly string[] = [], query = ''): Promise<unknown> {
  const response = await ask(path, values, query);
  expect(response.status, `${path}${query}`).toBe(200);
  const body: unknown = await response.json();
  const pointer = `#/paths/${path.replaceAll('/', '~1')}/get/responses/200/content/application~1json/schema`;
  const validate = ajv.compile({ $ref: `openapi${pointer.replaceAll('{', '%7B').replaceAll('}', '%7D')}` });
  expect(validate(body), JSON.stringify(validate.errors?.slice(0, 5))).toBe(true);
  return body;
}

beforeAll(async () => {
  lab = await startLab();
  process.env.PORTOLAN_LOG = 'silent';
  process.env.PORTOLAN_SETTINGS = await writeLabSettings(lab);
  const runtime = startRuntime();
  await until('Portolan is ready and correlates', () => {
    const { edges } = runtime.graph({ cluster: null, namespace: null, kinds: [] });
    return runtime.health().ready && edges.filter((edge) => edge.kind === 'realizes').length > 20;
  });
  graph = runtime.graph({ cluster: null, namespace: null, kinds: [] });
  const document: unknown = await (await ask('/api/v1/openapi.json')).json();
  ajv.addSchema(document as object, 'openapi'); // whatever it is, ajv says what is wrong with it
});
afterAll(async () => {
  await getRuntime().stop();
  await lab.close();
});

const idsOf = (kind: string): string[] => graph.nodes.filter((node) => node.kind === kind).map((node) => node.id);

/** Pods with an address and a segment port. */
function attachedPods() {
  const now = getRuntime().graph({ cluster: null, namespace: null, kinds: ['pod', 'segment-port'] });
  const ported = new Set(now.edges.filter(({ kind }) => kind === 'realizes').map(({ from }) => from));
  return now.nodes.filter(({ id, facts }) => ported.has(id) && typeof facts.address === 'string');
}

describe('every endpoint', () => {
  it('answers as the document that Portolan serves says', async () => {
    await valid('/api/v1/graph');
    await valid('/api/v1/sources');
    await valid('/api/v1/groups', [], '?warned=false&sort=warnings');
    const [group = ''] = idsOf('group');
    expect(await valid('/api/v1/groups/effective', [], `?group=${encodeURIComponent(group)}&group=none`)).toMatchObject(
      {
        rows: [
          { id: group, state: 'read', onlyNsx: 0 },
          { id: 'none', state: 'unread', why: 'gone' },
        ],
      },
    );
    const { rows } = rulesResponseSchema.parse(await valid('/api/v1/rules', [], '?count=500'));
    const rule = rows[0]?.node.id ?? '';
    await valid('/api/v1/rules/{id}', [rule]);
    expect(await valid('/api/v1/rules/hits', [], `?rule=${encodeURIComponent(rule)}`)).toMatchObject({
      rows: [{ id: rule, state: 'read' }],
    });
    for (const path of ['/api/v1/health', '/api/v1/health/live', '/api/v1/health/ready'] as const) await valid(path);
    for (const id of idsOf('group').slice(0, 3)) {
      await valid('/api/v1/groups/{id}', [id]);
      await valid('/api/v1/groups/{id}/members', [id], '?filter=0&differing=false&sort=name&order=down&count=5');
      await valid('/api/v1/groups/{id}/near-misses', [id]);
      await valid('/api/v1/groups/{id}/audit', [id]);
    }
    const [pod] = graph.nodes.filter((node) => node.kind === 'pod');
    await valid('/api/v1/pods/{cluster}/{namespace}/{name}', [
      pod?.cluster ?? '',
      pod?.namespace ?? '',
      pod?.name ?? '',
    ]);
  });

  it('audits all groups in one file, with a digest that others make too, as JSON and as CSV', async () => {
    // NCP makes groups of a single Pod each for probes, once Pods have their ports.
    await until(
      'somebody is in a group',
      async () => ((await getRuntime().groups.list(BY_MEMBERS, { from: 0, count: 1 })).rows[0]?.members ?? 0) > 0,
      30_000,
    );
    const { content, sha256, count } = groupsAuditSchema.parse(await valid('/api/v1/groups/audit', [], '?nsx=true'));
    expect(count).toBeGreaterThan(0);
    expect(content).toHaveLength(count);
    expect(createHash('sha256').update(canonicalJson(content), 'utf8').digest('hex')).toBe(sha256);
    const response = await ask('/api/v1/groups/audit', [], '?nsx=true&format=csv');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="portolan-groups-.*[.]csv"$/);
    const csv = await response.text();
    expect(csv).toContain(`SHA-256,${sha256}`);
    const paths = content.flatMap((group) => group.members.map((member) => member.path));
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) expect(csv).toContain(path);
  });

  it('answers so for one object of every kind, raw included', async () => {
    for (const kind of new Set(graph.nodes.map((node) => node.kind))) {
      const body = await valid('/api/v1/objects/{id}', idsOf(kind).slice(0, 1), '?raw=true');
      expect(body, kind).toMatchObject({ raw: { state: 'read' } });
    }
  });

  it('answers so for the page of one object of every kind, its lists, events and history', async () => {
    for (const kind of new Set(graph.nodes.map((node) => node.kind))) {
      const [id = ''] = idsOf(kind);
      const page = await valid('/api/v1/objects/{id}/page', [id]);
      const { lists, relations } = pageResponseSchema.parse(page);
      for (const { id: list, found } of [...lists, ...relations]) {
        const more = await valid('/api/v1/objects/{id}/lists/{list}', [id, list], '?find=&from=0&count=5');
        expect(more, `${kind} ${list}`).toMatchObject({ list: { id: list, found } });
      }
      await valid('/api/v1/objects/{id}/events', [id]);
      await valid('/api/v1/objects/{id}/history', [id]);
    }
  });

  it('answers so for flows between Pods, addresses and the outside', async () => {
    await until('two Pods have address and port', () => attachedPods().length > 1);
    const [a, b] = attachedPods();
    const path = '/api/v1/reachability';
    const named = `pod:${a?.cluster}/${a?.namespace}/${a?.name}`;
    expect(
      await valid(path, [], `?from=${encodeURIComponent(named)}&to=${encodeURIComponent(b?.id ?? '')}&port=80`),
    ).toMatchObject({
      outcome: 'allowed',
      from: { name: a?.name },
      to: { name: b?.name },
      remarks: [],
      assumed: expect.arrayContaining([`${String(b?.facts.address)} is bound to the port of ${b?.name} in NSX`]),
    });
    await valid(path, [], `?from=outside&to=${String(b?.facts.address)}&protocol=icmp`);
    await valid(path, [], '?from=192.0.2.1&to=192.0.2.2');
  });

  it('answers so for the matrix of a scope, and around one end', async () => {
    const path = '/api/v1/reachability/matrix';
    const square = reachMatrixResponseSchema.parse(await valid(path, [], '?cluster=pandora&port=80'));
    expect(square.rows).toEqual(square.columns);
    expect(square.cells.map((row) => row.length)).toEqual(square.rows.map(() => square.columns.length));
    const [group = ''] = idsOf('group');
    await valid(path, [], `?group=${encodeURIComponent(group)}`);
    const into = reachMatrixResponseSchema.parse(await valid(path, [], '?to=outside&protocol=icmp'));
    expect(into.columns.map(({ ends }) => ends)).toEqual([['outside']]);
    expect(into.rows.flatMap(({ ends }) => ends)).not.toContain('outside');
    expect(square.rows.at(-1)?.ends).toEqual(['outside']);
    const refused = await ask(path, [], '?from=outside&to=outside&namespace=x&group=none');
    const { problems } = problemSchema.parse(await refused.json());
    expect(problems.map(({ where }) => where)).toEqual(['query.namespace', 'query.to', 'query.group']);
  });

  it('sets what a NetworkPolicy asks for beside what NSX does, as soon as NCP has translated it', async () => {
    const [a, b] = attachedPods();
    // NCP tags ports with every label but this one.
    const { 'pod-template-hash': _, ...matchLabels } = b?.labels ?? {};
    const kind = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };
    const policy = (name: string, ports: object[]) => ({
      ...kind,
      metadata: { name, namespace: b?.namespace },
      spec: { podSelector: { matchLabels }, ingress: [{ ports }] },
    });
    const flow = `?from=${encodeURIComponent(a?.id ?? '')}&to=${encodeURIComponent(b?.id ?? '')}&port=`;
    const load = (...objects: object[]) => lab.control('kubernetes', 'POST', '/_lab/load', { objects });
    const answer = async (port: number) =>
      reachabilityResponseSchema.parse(await valid('/api/v1/reachability', [], `${flow}${port}`));
    await load(policy('by-number', [{ port: 80 }]));
    await until('port 81 is held back by both', async () => (await answer(81)).outcome === 'dropped', 30_000);
    expect((await answer(81)).kubernetes).toMatchObject({ outcome: 'denied', difference: null });
    expect(await answer(80)).toMatchObject({
      outcome: 'allowed',
      kubernetes: { outcome: 'allowed', policies: [{ node: { name: 'by-number' } }], difference: null },
    });
    // NCP cannot translate SCTP, and leaves TCP of the same rule alone.
    await load(policy('all-tcp', [{ protocol: 'SCTP', port: 81 }, {}]));
    await until('TCP is let through', async () => (await answer(81)).outcome === 'allowed', 30_000);
    expect((await answer(81)).kubernetes).toMatchObject({ outcome: 'allowed', difference: null });
  });

  it('answers so for what edits would change', async () => {
    const edit = (value: object) => `edit=${encodeURIComponent(JSON.stringify(value))}`;
    await until('a Pod is on the network', () => attachedPods().length > 0);
    const pods = attachedPods().map(({ id }) => id);
    const labels = { type: 'labels', pods: pods.slice(0, 1), labels: { secgroup: 'web' } };
    const body = await valid('/api/v1/what-if', [], `?${edit(labels)}`);
    expect(body).toMatchObject({
      edits: [{ commands: [expect.stringMatching(/^kubectl label pods .* secgroup=web # cluster pandora$/)] }],
    });
    const [namespace = ''] = idsOf('namespace');
    await valid('/api/v1/what-if', [], `?${edit(labels)}&${edit({ type: 'delete-namespace', namespace })}`);
  });

  it('answers so for some objects against one end', async () => {
    const path = '/api/v1/reachability/peers';
    const [a = '', b = ''] = idsOf('pod');
    const query = new URLSearchParams([
      ['to', a],
      ['node', b],
      ['node', 'gone'],
    ]);
    const peers = reachPeersResponseSchema.parse(await valid(path, [], `?${query}`)).peers;
    expect(peers.map(({ node }) => node)).toEqual([b, 'gone']);
    expect(peers[1]?.outcome).toBe('no-path');
    const refused = await ask(path, [], '?protocol=icmp');
    const { problems } = problemSchema.parse(await refused.json());
    expect(problems.map(({ where }) => where)).toEqual(['query.to', 'query.node']);
  });

  it('refuses parameters it does not know, and every method but GET', async () => {
    for (const path of Object.keys(ENDPOINTS) as EndpointPath[]) {
      const response = await ask(path, ['a', 'b', 'c'], '?nonsense=1&also=2');
      expect(response.status, path).toBe(400);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      const { problems } = problemSchema.parse(await response.json());
      expect(problems.map((problem) => problem.where)).toEqual(['query.nonsense', 'query.also']);
      const refused = (await FILES[path]()).POST();
      expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    }
  });

  it('answers loopback names only, and marks answers as fresh and private', async () => {
    expect((await ask('/api/v1/sources', [], '', { host: 'evil.example.com' })).status).toBe(421);
    const response = await ask('/api/v1/sources');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('mistakes', () => {
  it.each([
    ['?cluster=none', 'query.cluster'],
    ['?kind=nonsense', 'query.kind'],
    ['?namespace=default', 'query.namespace'],
    ['?cluster=a&cluster=b', 'query.cluster'],
  ])('in graph%s are told', async (query, where) => {
    const response = await ask('/api/v1/graph', [], query);
    expect(response.status).toBe(400);
    expect(problemSchema.parse(await response.json()).problems.map((problem) => problem.where)).toContain(where);
  });

  it('in questions about flows are told, all of them', async () => {
    const response = await ask('/api/v1/reachability', [], '?from=nobody&protocol=carrier-pigeon');
    expect(response.status).toBe(400);
    const { problems } = problemSchema.parse(await response.json());
    expect(problems.map(({ where }) => where)).toEqual(['query.from', 'query.to', 'query.protocol']);
    const portless = await ask('/api/v1/reachability', [], '?from=outside&to=192.0.2.2&protocol=icmp&port=80');
    expect(problemSchema.parse(await portless.json()).problems).toEqual([
      { where: 'query.port', message: 'is "80"; only tcp and udp have ports, so leave it out' },
    ]);
  });

  it('in edits are told by their place', async () => {
    const wrong = ['edit=nonsense', `edit=${encodeURIComponent('{"type":"labels","pods":[],"labels":{}}')}`];
    const response = await ask('/api/v1/what-if', [], `?${wrong.join('&')}`);
    expect(response.status).toBe(400);
    const { problems } = problemSchema.parse(await response.json());
    expect(problems.map(({ where }) => where)).toEqual(['query.edit[0]', 'query.edit[1].pods']);
    const gone = encodeURIComponent('{"type":"rule","rule":"no:such","disabled":true}');
    const unknown = problemSchema.parse(await (await ask('/api/v1/what-if', [], `?edit=${gone}`)).json());
    expect(unknown.problems).toEqual([
      { where: 'query.edit[0]', message: 'there is no rule no:such of the distributed firewall now' },
    ]);
    expect((await ask('/api/v1/what-if')).status).toBe(400);
  });

  it('of any sort are answered, and never as a fault of the server', async () => {
    const asked = (Object.keys(ENDPOINTS) as EndpointPath[]).filter((path) => path !== '/api/v1/events');
    for (const path of asked) {
      for (const text of HOSTILE) {
        const names = ENDPOINTS[path].query.map(({ name }) => `${name}=${encodeURIComponent(text)}`);
        for (const query of ['', ...names.map((name) => `?${name}`), `?${names.join('&')}`]) {
          const { status } = await ask(path, [text, text, text], query);
          expect(status, `${path} ${text.slice(0, 20)} ${query.slice(0, 80)}`).toBeLessThan(500);
        }
      }
    }
  });

  it('in a rule to be added are told as the field that is wrong', async () => {
    const [policy = ''] = idsOf('security-policy');
    for (const [rule, told] of [
      [{ source_groups: '/infra/domains/default/groups/x' }, /cannot be read: source_groups/],
      [{ sequence_number: 'first' }, /cannot be read: sequence_number/],
      [{ direction: 'BOTH' }, /cannot be read: direction/],
      [{ action: 'PERMIT' }, /action is "PERMIT"; it may be ALLOW, DROP/],
    ] as const) {
      const edit = encodeURIComponent(JSON.stringify({ type: 'add-rule', policy, rule }));
      const { problems } = problemSchema.parse(await (await ask('/api/v1/what-if', [], `?edit=${edit}`)).json());
      expect(problems).toEqual([{ where: 'query.edit[0]', message: expect.stringMatching(told) }]);
    }
  });

  it('in ids, names and views are told by name', async () => {
    for (const [path, values] of [
      ['/api/v1/objects/{id}', ['no:such%thing']],
      ['/api/v1/objects/{id}/page', ['no:such%thing']],
      ['/api/v1/objects/{id}/events', ['no:such%thing']],
      ['/api/v1/objects/{id}/history', ['no:such%thing']],
      ['/api/v1/objects/{id}/lists/{list}', [idsOf('pod')[0] ?? '', 'no-such-list']],
      ['/api/v1/groups/{id}', ['no:such%thing']],
      ['/api/v1/groups/{id}/members', [idsOf('pod')[0] ?? '']],
      ['/api/v1/groups/{id}/near-misses', [idsOf('pod')[0] ?? '']],
      ['/api/v1/groups/{id}/audit', [idsOf('pod')[0] ?? '']],
      ['/api/v1/pods/{cluster}/{namespace}/{name}', ['pandora', 'default', 'nobody']],
    ] as const) {
      const response = await ask(path, values);
      expect(response.status, path).toBe(404);
      expect(problemSchema.parse(await response.json()).detail).toContain(values.at(-1));
    }
    expect((await ask('/api/v1/objects/{id}', ['x'], '?raw=maybe')).status).toBe(400);
    expect((await ask('/api/v1/objects/{id}/lists/{list}', ['x', 'y'], '?from=-1')).status).toBe(400);
    expect((await ask('/api/v1/events', [], `?view=${encodeURIComponent('zoom=3')}`)).status).toBe(400);
  });
});

/** What somebody may write where a name, an id, a number or JSON is asked for. */
const HOSTILE = [
  '',
  '-1',
  '1e999',
  '\u0000',
  '__proto__',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '[['.repeat(500),
  '{"type":"labels","pods":["__proto__"],"labels":{"__proto__":"x"}}',
  '(a+)+$'.repeat(50),
  'nsx:lab:group:/infra/domains/default/groups/x%2',
];

/** A Pod of the name server, once it has its port. */
async function nameServer() {
  const question = { cluster: null, namespace: null, text: 'coredns', states: [], sort: 'name', down: false } as const;
  const read = async () => (await getRuntime().pods(question, { from: 0, count: 1 })).rows[0];
  await until(
    'the name server has an address and a port',
    async () => {
      const row = await read();
      return row?.port != null && row.address != null;
    },
    30_000,
  );
  return await read();
}

describe('the Pods', () => {
  const pods = async (query: string) => podsResponseSchema.parse(await valid('/api/v1/pods', [], query));

  it('come with their ports, filtered, sorted and by the page', async () => {
    const expected = await nameServer();
    const all = await pods('?cluster=pandora&sort=name');
    expect(all.total).toBeGreaterThan(5);
    expect(all.inScope).toBe(all.total);
    expect(all.withPort).toBe(all.rows.filter((row) => row.port !== null).length);
    const dns = all.rows.find((row) => row.id === expected?.id);
    expect(dns).toMatchObject({ namespace: 'kube-system', port: expect.any(String), segment: expect.any(String) });
    const down = await pods('?cluster=pandora&sort=name&order=down&from=1&count=2');
    expect(down.rows.map((row) => row.name)).toEqual(
      all.rows
        .map((row) => row.name)
        .reverse()
        .slice(1, 3),
    );
    const found = await pods(`?filter=${dns?.address}%20KUBE-system`);
    expect(found.rows.map((row) => row.name)).toEqual([dns?.name]);
    expect((await pods('?state=failed&state=conflict')).rows).toEqual([]);
  });

  it.each([
    ['?sort=nonsense', 'query.sort'],
    ['?state=odd', 'query.state'],
    ['?count=5001', 'query.count'],
    ['?from=-1', 'query.from'],
    ['?namespace=default', 'query.namespace'],
  ])('are refused for %s', async (query, where) => {
    const response = await ask('/api/v1/pods', [], query);
    expect(response.status).toBe(400);
    expect(problemSchema.parse(await response.json()).problems.map((one) => one.where)).toEqual([where]);
  });
});

describe('search', () => {
  it('finds a Pod by its address, says so, and counts by kind', async () => {
    const pod = await nameServer();
    const address = String(pod?.address);
    const found = searchResponseSchema.parse(await valid('/api/v1/search', [], `?q=${address}&cluster=pandora`));
    const pods = found.kinds.find(({ kind }) => kind === 'pod');
    expect(pods?.total).toBe(1);
    expect(pods?.hits[0]).toMatchObject({
      node: { id: pod?.id },
      matches: [{ label: 'Address', text: address, at: 0 }],
    });
    expect(found).toMatchObject({ complete: true, waiting: 0 });
  });

  it.each([
    ['', 'query.q'],
    ['?q=%20', 'query.q'],
    [`?q=${'x'.repeat(201)}`, 'query.q'],
    ['?q=x&kind=nonsense', 'query.kind'],
    ['?q=x&namespace=default', 'query.namespace'],
    ['?q=x&cluster=nowhere', 'query.cluster'],
    ['?q=x&limit=0', 'query.limit'],
    ['?q=x&limit=many', 'query.limit'],
  ])('refuses %s and says why', async (query, where) => {
    const response = await ask('/api/v1/search', [], query);
    expect(response.status).toBe(400);
    expect(problemSchema.parse(await response.json()).problems.map((one) => one.where)).toEqual([where]);
  });
});

describe('the graph', () => {
  it('can be asked for in part, with the edges between', async () => {
    const part = graphResponseSchema.parse(await valid('/api/v1/graph', [], '?cluster=pandora&namespace=nsx-system'));
    expect(part.nodes.length).toBeGreaterThan(3);
    expect(new Set(part.nodes.map((node) => node.namespace ?? node.name))).toEqual(new Set(['nsx-system']));
    const ids = new Set(part.nodes.map((node) => node.id));
    expect(part.edges.every((edge) => ids.has(edge.from) && ids.has(edge.to))).toBe(true);
    const pods = graphResponseSchema.parse(await valid('/api/v1/graph', [], '?kind=pod&kind=namespace'));
    expect(new Set(pods.nodes.map((node) => node.kind))).toEqual(new Set(['pod', 'namespace']));
    expect(part.partial).toEqual([]);
  });

  it('knows how it knows: every edge between the planes has evidence', () => {
    const plane = new Map(graph.nodes.map((node) => [node.id, node.plane]));
    const across = graph.edges.filter((edge) => plane.get(edge.from) !== plane.get(edge.to));
    expect(across.length).toBeGreaterThan(10);
    expect(across.every((edge) => edge.evidence.length > 0)).toBe(true);
  });
});

describe('the events of an object', () => {
  it('are Kubernetes’ own about this object, newest first', async () => {
    const [id = ''] = graph.nodes
      .filter(({ kind, name }) => kind === 'pod' && name.startsWith('coredns'))
      .map((n) => n.id);
    const answer = eventsResponseSchema.parse(await valid('/api/v1/objects/{id}/events', [id]));
    const events = answer.state === 'read' ? answer.events : [];
    expect(events.map(({ reason }) => reason)).toContain('Scheduled');
    const times = events.map(({ lastAt }) => lastAt ?? '');
    expect(times).toEqual([...times].sort().reverse());
  });

  it('are not there for objects of NSX, with the reason', async () => {
    const answer = await valid('/api/v1/objects/{id}/events', idsOf('segment').slice(0, 1));
    expect(answer).toMatchObject({ state: 'unavailable', reason: expect.stringContaining('alarms') });
  });
});

describe('metrics and secrets', () => {
  it('tells figures in the format of Prometheus', async () => {
    const text = await (await ask('/api/v1/metrics')).text();
    expect(text).toMatch(/^portolan_source_state\{source="nsx:nsx",state="live"\} 1$/m);
    expect(text).toMatch(/^portolan_source_objects\{source="kubernetes:pandora",kind="pod",readable="yes"\} \d+$/m);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
  });

  it('shows no secret in any answer', async () => {
    const answers = await Promise.all([
      ...graph.nodes.map(async (node) => await (await ask('/api/v1/objects/{id}', [node.id], '?raw=true')).text()),
      (await ask('/api/v1/graph')).text(),
      (await ask('/api/v1/sources')).text(),
      (await ask('/api/v1/metrics')).text(),
    ]);
    const all = answers.join('\n');
    expect(all).not.toContain(lab.nsx.password);
    expect(all).not.toMatch(/nsx_api_password/);
  });
});

describe('the event stream', () => {
  it('greets, sends the view, and ends when the client leaves', async () => {
    const leave = new AbortController();
    const { GET } = await FILES['/api/v1/events']();
    const request = new Request('http://127.0.0.1:3000/api/v1/events?view=cluster%3Dpandora', {
      headers: { host: 'localhost' },
      signal: leave.signal,
    });
    const response = await GET(request);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(response.headers.get('cache-control')).toContain('no-transform');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('"type":"snapshot"')) text += (await reader?.read())?.value ?? '';
    expect(text).toMatch(/data: \{"type":"hello"/);
    expect(text).toMatch(/^id: [0-9a-f]+\.\d+\ndata: \{"type":"snapshot","view":"cluster=pandora"/m);
    leave.abort();
    await reader?.cancel();
    const metrics = await (await ask('/api/v1/metrics')).text();
    expect(metrics).toMatch(/^portolan_stream_clients 0$/m);
  });
});
