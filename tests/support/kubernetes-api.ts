import { writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { reply, ScriptedServer, type SeenRequest } from './https-server';

export interface FakeObject {
  readonly metadata: {
    readonly uid: string;
    readonly name: string;
    readonly namespace?: string;
    resourceVersion: string;
  };
  readonly [field: string]: unknown;
}

/** Takes over a request; false lets the server answer as usual. */
export type Intercept = (request: SeenRequest, response: ServerResponse) => boolean;

/**
 * Just enough of an API server to script what a collector must endure: two kinds, lists in pages, watches that the test
 * feeds and breaks by hand.
 */
export class FakeKubernetes {
  readonly server: ScriptedServer;
  readonly objects = new Map<string, Map<string, FakeObject>>([
    ['pods', new Map()],
    ['namespaces', new Map()],
  ]);
  readonly watches = new Map<string, Set<ServerResponse>>();
  served = ['pods', 'namespaces'];
  version = 100;
  intercept: Intercept = () => false;

  private constructor(server: ScriptedServer) {
    this.server = server;
    server.handler = (request, response) => {
      if (!this.intercept(request, response)) this.#answer(request, response);
    };
  }

  static async start(): Promise<FakeKubernetes> {
    const fake = new FakeKubernetes(await ScriptedServer.start(() => undefined));
    await writeFile(fake.kubeconfig, fake.#kubeconfig('sentinel-token-1'));
    return fake;
  }

  get kubeconfig(): string {
    return join(this.server.folder, 'kubeconfig');
  }

  async rotateToken(token: string): Promise<void> {
    await writeFile(this.kubeconfig, this.#kubeconfig(token));
  }

  /** Lets the kubeconfig ask a credential plugin, which prints this token. */
  async usePlugin(token: string): Promise<void> {
    const credential = { apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status: { token } };
    const args = ['-e', `console.log(${JSON.stringify(JSON.stringify(credential))})`];
    const exec = { apiVersion: credential.apiVersion, command: process.execPath, args, interactiveMode: 'Never' };
    await this.useUser({ exec });
  }

  /** Writes the kubeconfig with another way to prove who asks. */
  async useUser(user: object): Promise<void> {
    const config: Record<string, unknown> = JSON.parse(this.#kubeconfig('none'));
    await writeFile(this.kubeconfig, JSON.stringify({ ...config, users: [{ name: 'user', user }] }));
  }

  /** Puts an object into the store and tells the watches. */
  put(plural: string, name: string, more: Record<string, unknown> = {}): FakeObject {
    this.version += 1;
    const kept = this.objects.get(plural)?.get(name);
    const namespace = plural === 'namespaces' ? {} : { namespace: 'default' };
    const object = {
      ...more,
      metadata: {
        uid: kept?.metadata.uid ?? `${plural}-${name}`,
        name,
        ...namespace,
        resourceVersion: String(this.version),
      },
    };
    this.objects.get(plural)?.set(name, object);
    this.send(plural, { type: kept === undefined ? 'ADDED' : 'MODIFIED', object });
    return object;
  }

  drop(plural: string, name: string, tell = true): void {
    const object = this.objects.get(plural)?.get(name);
    this.objects.get(plural)?.delete(name);
    this.version += 1;
    if (object === undefined || !tell) return;
    const metadata = { ...object.metadata, resourceVersion: String(this.version) };
    this.send(plural, { type: 'DELETED', object: { ...object, metadata } });
  }

  /** Writes to the watches of a kind: an event, or bytes as they are. */
  send(plural: string, event: object | Uint8Array | string): void {
    for (const response of this.watches.get(plural) ?? []) {
      response.write(event instanceof Uint8Array || typeof event === 'string' ? event : `${JSON.stringify(event)}\n`);
    }
  }

  /** Ends the watches of a kind: as a server does, or by breaking the connection. */
  endWatches(plural: string, how: 'clean' | 'broken'): void {
    for (const response of this.watches.get(plural) ?? []) {
      if (how === 'clean') response.end();
      else response.destroy();
    }
  }

  watching(plural: string): boolean {
    return (this.watches.get(plural)?.size ?? 0) > 0;
  }

  /** Requests for lists (not watches) of a kind. */
  lists(plural: string): readonly SeenRequest[] {
    return this.server.requests.filter((request) => request.path.endsWith(`/${plural}`) && !request.query.has('watch'));
  }

  watchRequests(plural: string): readonly SeenRequest[] {
    return this.server.requests.filter((request) => request.path.endsWith(`/${plural}`) && request.query.has('watch'));
  }

  #answer(request: SeenRequest, response: ServerResponse): void {
    if (request.path === '/version') reply(response, 200, { gitVersion: 'v1.30.0' });
    else if (request.path === '/apis') reply(response, 200, { kind: 'APIGroupList', groups: [] });
    else if (request.path === '/api/v1') {
      reply(response, 200, {
        kind: 'APIResourceList',
        resources: this.served.map((name) => ({ name, namespaced: true })),
      });
    } else {
      const plural = request.path.split('/').at(-1) ?? '';
      const kept = this.objects.get(plural);
      if (kept === undefined || !this.served.includes(plural))
        status(response, 404, 'NotFound', 'the server has no such resource');
      else if (request.query.has('watch')) this.#watch(plural, response);
      else this.#list(request, [...kept.values()], response);
    }
  }

  #list(request: SeenRequest, all: readonly FakeObject[], response: ServerResponse): void {
    const from = Number(request.query.get('continue') ?? 0);
    const limit = Number(request.query.get('limit') ?? all.length);
    const more = from + limit < all.length ? { continue: String(from + limit) } : {};
    const metadata = { resourceVersion: String(this.version), ...more };
    reply(response, 200, { kind: 'List', apiVersion: 'v1', metadata, items: all.slice(from, from + limit) });
  }

  #watch(plural: string, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const watches = this.watches.get(plural) ?? new Set();
    this.watches.set(plural, watches.add(response));
    response.on('close', () => watches.delete(response));
  }

  #kubeconfig(token: string): string {
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'fake',
      clusters: [{ name: 'fake', cluster: { server: this.server.url, 'certificate-authority': this.server.caFile } }],
      users: [{ name: 'user', user: { token } }],
      contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'user' } }],
    });
  }
}

/** Answers with a Status object. */
export function status(response: ServerResponse, code: number, reason: string, message: string, headers = {}): void {
  reply(response, code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason, message, code }, headers);
}
