import { writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { JsonObject } from '@/lab/nsx/json';
import { matches } from '@/lab/nsx/search/evaluate';
import { parseQuery } from '@/lab/nsx/search/lucene';
import { reply, ScriptedServer, type SeenRequest } from './https-server';
import type { Intercept } from './kubernetes-api';

export interface FakeNsxObject {
  readonly path: string;
  readonly resource_type: string;
  readonly _last_modified_time: number;
  readonly [field: string]: unknown;
}

/** Just enough of an NSX Manager to script what a collector must endure: sessions, search with offsets, lists, faults. */
export class FakeNsx {
  readonly server: ScriptedServer;
  readonly objects = new Map<string, FakeNsxObject>();
  readonly sessions = new Set<string>();
  password = 'sentinel-password-1';
  sessionsAllowed = true;
  clock = 1_000_000;
  logins = 0;
  /** What else than a session lets somebody in, as the header says it; basic is always among them. */
  readonly headers = new Set<string>();
  /** Names of client certificates that let somebody in. */
  readonly clients = new Set<string>();
  basicAllowed = true;
  /** Body of the health endpoint; null where there is none. */
  health: Record<string, unknown> | null = { healthy: true, components_health: 'POLICY:UP, SEARCH:UP, MANAGER:UP' };
  destroyed = 0;
  /** Results that one search gives at most. */
  searchWindow = Number.POSITIVE_INFINITY;
  /** Searches tell no higher count than this. */
  countedAtMost = Number.POSITIVE_INFINITY;
  /** By how much the counts of searches are wrong. */
  miscount = 0;
  intercept: Intercept = () => false;
  /** Answers lists by path; each entry is a page. */
  readonly lists = new Map<string, readonly Record<string, unknown>[]>();

  private constructor(server: ScriptedServer) {
    this.server = server;
    server.handler = (request, response) => {
      if (!this.intercept(request, response)) this.#answer(request, response);
    };
  }

  static async start(): Promise<FakeNsx> {
    const fake = new FakeNsx(await ScriptedServer.start(() => undefined));
    await fake.setPassword(fake.password);
    return fake;
  }

  get passwordFile(): string {
    return join(this.server.folder, 'password');
  }

  async setPassword(password: string): Promise<void> {
    this.password = password;
    await writeFile(this.passwordFile, password);
  }

  put(type: string, path: string, more: Record<string, unknown> = {}): FakeNsxObject {
    this.clock += 10;
    const id = path.slice(path.lastIndexOf('/') + 1);
    const object = {
      resource_type: type,
      path,
      id,
      display_name: id,
      _revision: 0,
      ...more,
      _last_modified_time: this.clock,
    };
    this.objects.set(path, object);
    return object;
  }

  get searches(): readonly SeenRequest[] {
    return this.server.requests.filter(({ path }) => path.endsWith('/search/query'));
  }

  #answer(request: SeenRequest, response: ServerResponse): void {
    if (request.path === '/api/session/create') this.#logIn(request, response);
    else if (request.path === '/api/session/destroy') this.#logOut(request, response);
    else if (!this.#allowed(request)) denied(response);
    else if (request.path === '/api/v1/node/version') reply(response, 200, { product_version: '4.2.0.0.0.1' });
    else if (request.path === '/api/v1/reverse-proxy/node/health' && this.health !== null)
      reply(response, 200, this.health);
    else if (request.path === '/policy/api/v1/search/query') this.#search(request, response);
    else this.#read(request, response);
  }

  #logIn(request: SeenRequest, response: ServerResponse): void {
    this.logins += 1;
    if (!this.sessionsAllowed) failure(response, 403, 'sessions are switched off', 98);
    else if (new URLSearchParams(request.body).get('j_password') !== this.password) denied(response);
    else {
      const id = `SESSION${this.logins}`;
      this.sessions.add(id);
      const headers = { 'set-cookie': `JSESSIONID=${id}; Path=/; Secure; HttpOnly`, 'X-XSRF-TOKEN': `xsrf-${id}` };
      reply(response, 200, {}, headers);
    }
  }

  #logOut({ headers }: SeenRequest, response: ServerResponse): void {
    const session = /JSESSIONID=([^;]+)/.exec(headers.cookie ?? '')?.[1] ?? '';
    if (this.sessions.delete(session)) this.destroyed += 1;
    reply(response, 200, {});
  }

  #allowed({ headers, clientName }: SeenRequest): boolean {
    if (clientName !== null && this.clients.has(clientName)) return true;
    if (headers.authorization !== undefined && this.headers.has(headers.authorization)) return true;
    const session = /JSESSIONID=([^;]+)/.exec(headers.cookie ?? '')?.[1];
    if (session !== undefined) return this.sessions.has(session) && headers['x-xsrf-token'] === `xsrf-${session}`;
    const basic = `Basic ${Buffer.from(`admin:${this.password}`).toString('base64')}`;
    return this.basicAllowed && headers.authorization === basic;
  }

  #search({ query }: SeenRequest, response: ServerResponse): void {
    const text = query.get('query') ?? '';
    const asked = parseQuery(text);
    // A scripted object is plain data.
    const hits = [...this.objects.values()].filter((object) => matches(asked, object as unknown as JsonObject));
    const sort = query.get('sort_by');
    if (sort !== null) {
      const direction = query.get('sort_ascending') === 'false' ? -1 : 1;
      hits.sort((a, b) => direction * (String(a[sort]) < String(b[sort]) ? -1 : 1));
    }
    const from = Number(query.get('cursor') ?? 0);
    if (from > 0 && from >= this.searchWindow) {
      failure(response, 400, 'beyond the search window', 60509);
      return;
    }
    const page = hits.slice(from, from + Number(query.get('page_size') ?? 1000));
    const count = Math.min(hits.length, this.countedAtMost) + this.miscount;
    // The cursor is there on the last page too.
    reply(response, 200, { results: page, result_count: count, cursor: String(from + page.length) });
  }

  #read({ path, query }: SeenRequest, response: ServerResponse): void {
    const at = decodeURIComponent(path.replace('/policy/api/v1', ''));
    const pages = this.lists.get(at);
    const object = this.objects.get(at);
    if (pages !== undefined)
      reply(response, 200, pages[Number(query.get('cursor')?.slice(-1) ?? 0)] ?? { results: [] });
    else if (object !== undefined) reply(response, 200, object);
    else failure(response, 404, `The requested object : ${at} could not be found.`, 600);
  }
}

/** An error of the application: its code is a number, and `httpStatus` is there. */
export function failure(response: ServerResponse, status: number, message: string, code: number, headers = {}): void {
  const body = { httpStatus: 'ERROR', error_code: code, module_name: 'policy', error_message: message };
  reply(response, status, body, headers);
}

/** An error of the front door: its code is a text. */
export function frontDoor(response: ServerResponse, status: number, message: string, code: string, headers = {}): void {
  reply(response, status, { module_name: 'common-services', error_message: message, error_code: code }, headers);
}

function denied(response: ServerResponse): void {
  frontDoor(response, 403, 'The credentials were incorrect or the account specified has been locked.', '403');
}
