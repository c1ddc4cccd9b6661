import type { ServerResponse } from 'node:http';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KubernetesKind, kubernetesKinds } from '@/lib/kinds';
import { reply, ScriptedServer, type SeenRequest } from '@/tests/support/https-server';
import { SAMPLES } from '@/tests/support/samples';
import { until } from '@/tests/support/until';
import { createLogger } from '../logging';
import { KubernetesFeed } from './feed';
import { ROOM } from '@/tests/support/gate';

let server: ScriptedServer;
let feed: KubernetesFeed;
/** Which of its versions the server has of a kind. */
let versionOf: (kind: KubernetesKind) => string;

const rootOf = ({ resource }: KubernetesKind, version: string): string =>
  resource.group === '' ? `/api/${version}` : `/apis/${resource.group}/${version}`;

/** What the server answers: discovery, and a list with one object of each kind; null for what it does not have. */
function bodyOf({ path, query }: SeenRequest): object | null {
  const kinds = kubernetesKinds();
  if (path === '/version') return { gitVersion: 'v1.31.0' };
  if (path === '/apis') {
    const groups = [...new Set(kinds.map(({ resource }) => resource.group))].filter((group) => group !== '');
    const versions = (group: string) =>
      kinds.filter(({ resource }) => resource.group === group).map((kind) => ({ version: versionOf(kind) }));
    return { groups: groups.map((name) => ({ name, versions: versions(name) })) };
  }
  const served = kinds.filter((kind) => rootOf(kind, versionOf(kind)) === path);
  if (served.length > 0) return { resources: served.map(({ resource }) => ({ name: resource.plural })) };
  const selected = query.get('fieldSelector') ?? undefined;
  const kind = kinds.find(
    (each) =>
      `${rootOf(each, versionOf(each))}/${each.resource.plural}` === path && each.resource.fieldSelector === selected,
  );
  // Items of a list name neither their kind nor their version.
  return kind === undefined ? null : { metadata: { resourceVersion: '7' }, items: [SAMPLES[kind.name]] };
}

/** Watches stay silent. */
function answer(request: SeenRequest, response: ServerResponse): void {
  const body = bodyOf(request);
  if (body === null) reply(response, 404, { kind: 'Status', code: 404, reason: 'NotFound' });
  else if (!request.query.has('watch')) reply(response, 200, body);
  else response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
}

function begin(): void {
  const access = { by: 'kubeconfig', path: join(server.folder, 'kubeconfig'), context: 'c' } as const;
  const basics = { name: 'test', access, manager: null, tagValue: 'test', namespaces: null };
  feed = new KubernetesFeed(
    { ...basics, kinds: kubernetesKinds(), log: createLogger('silent') },
    { emit: () => undefined, room: ROOM, statusChanged: () => undefined },
  );
}

beforeEach(async () => {
  server = await ScriptedServer.start(() => undefined);
  server.handler = answer;
  const config = {
    clusters: [{ name: 'c', cluster: { server: server.url, 'certificate-authority': server.caFile } }],
    users: [{ name: 'u', user: { token: 'sentinel' } }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
  };
  await writeFile(join(server.folder, 'kubeconfig'), JSON.stringify(config));
});
afterEach(async () => {
  await feed.stop();
  await server.close();
});

describe('every kind of a cluster, custom resources included', () => {
  it.each([
    ['preferred', (kind: KubernetesKind) => kind.resource.versions[0] ?? ''],
    ['last resort', (kind: KubernetesKind) => kind.resource.versions.at(-1) ?? ''],
  ])('is read in the version that is the %s', async (_, choose) => {
    versionOf = choose;
    begin();
    await until('the cluster is live', () => feed.status().state === 'live');
    const { kinds } = feed.status();
    expect(kinds).toHaveLength(kubernetesKinds().length);
    expect(kinds.filter(({ count, unreadable, message }) => count !== 1 || unreadable > 0 || message !== null)).toEqual(
      [],
    );
  });
});
