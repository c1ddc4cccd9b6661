import { createServer, type Server } from 'node:https';
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { refusal } from '../access/rbac';
import type { User } from '../access/users';
import { type ControlScope, serveControl } from '../control/control-api';
import { sabotage } from '../control/sabotage';
import { ApiStatusError, noSuchResource } from '../store/status-error';
import {
  aggregatedDiscovery,
  aggregatedShape,
  apiGroup,
  apiGroupList,
  apiVersions,
  resourceList,
  serverVersion,
} from './discovery';
import { type Exchange, sendFailure, sendJson, sendText } from './exchange';
import { OpenApi } from './openapi';
import { type ApiScope, serveResource, verbOf } from './resource-routes';
import { parseTarget, type Target } from './target';

/** The HTTPS face of the API server. */
export interface ApiServer {
  port: number;
  /** Refuses connections for a while: nobody listens, and those there were are cut. */
  away(ms: number): Promise<void>;
  close(): Promise<void>;
}

interface Face {
  api: ApiScope;
  control: ControlScope;
  openApi: OpenApi;
  ended: AbortSignal;
  address: string;
}

const healthPaths = new Set(['/healthz', '/livez', '/readyz', '/healthz/ping', '/livez/ping', '/readyz/ping']);

function isPublic(path: string): boolean {
  return healthPaths.has(path) || path === '/version' || path === '/version/';
}

function sendAggregated(exchange: Exchange, face: Face, root: 'api' | 'apis', plain: unknown) {
  const shape = aggregatedShape(exchange.request.headers.accept);
  exchange.response.setHeader('Vary', 'Accept');
  if (shape === undefined) return sendJson(exchange, 200, plain);
  return sendJson(
    exchange,
    200,
    aggregatedDiscovery(face.api.registry, root, shape),
    `application/json;g=apidiscovery.k8s.io;v=${shape};as=APIGroupDiscoveryList`,
  );
}

function servePlainPath(exchange: Exchange, face: Face): boolean {
  const { path } = exchange;
  const { registry } = face.api;
  if (healthPaths.has(path)) sendText(exchange, 200, 'ok', 'text/plain; charset=utf-8');
  else if (path === '/version' || path === '/version/') sendJson(exchange, 200, serverVersion);
  else if (path === '/api' || path === '/api/') sendAggregated(exchange, face, 'api', apiVersions(face.address));
  else if (path === '/apis' || path === '/apis/') sendAggregated(exchange, face, 'apis', apiGroupList(registry));
  else if (path === '/openapi/v2') serveSwagger(exchange, face);
  else if (path === '/openapi/v3' || path === '/openapi/v3/') sendJson(exchange, 200, face.openApi.index());
  else if (path.startsWith('/openapi/v3/')) {
    const document = face.openApi.document(path.slice('/openapi/v3/'.length));
    if (document === undefined) throw noSuchResource();
    sendText(exchange, 200, document, 'application/json');
  } else if (path === '/')
    sendJson(exchange, 200, {
      paths: ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v2', '/openapi/v3', '/readyz', '/version'],
    });
  else return false;
  return true;
}

function serveSwagger(exchange: Exchange, face: Face): void {
  const accept = exchange.request.headers.accept ?? '*/*';
  if (!/application\/json|\*\/\*/.test(accept)) {
    throw new ApiStatusError(406, 'NotAcceptable', 'only the following media types are accepted: application/json', {});
  }
  sendJson(exchange, 200, face.openApi.swagger());
}

function serveGroupPath(exchange: Exchange, face: Face): boolean {
  const [root, group = '', version, extra] = exchange.path.split('/').filter((part) => part !== '');
  const { registry } = face.api;
  if (root === 'api' && version === undefined) {
    const list = resourceList(registry, '', group);
    if (list) sendJson(exchange, 200, list);
    return list !== undefined;
  }
  if (root !== 'apis' || extra !== undefined) return false;
  const found = version === undefined ? apiGroup(registry, group) : resourceList(registry, group, version);
  if (found) sendJson(exchange, 200, version === undefined ? { kind: 'APIGroup', apiVersion: 'v1', ...found } : found);
  return found !== undefined;
}

function authorizePath(exchange: Exchange, face: Face): void {
  if (isPublic(exchange.path)) return;
  const wanted = { verb: exchange.method.toLowerCase(), group: '', resource: '', path: exchange.path };
  if (!face.api.authorizer.isAllowed(exchange.user, wanted)) {
    throw new ApiStatusError(403, 'Forbidden', `forbidden: ${refusal(exchange.user, wanted)}`, {});
  }
}

function impersonated(request: IncomingMessage, face: Face, user: User): User {
  const name = request.headers['impersonate-user'];
  if (typeof name !== 'string' || name === '') return user;
  const wanted = { verb: 'impersonate', group: '', resource: 'users', name };
  if (!face.api.authorizer.isAllowed(user, wanted)) {
    throw new ApiStatusError(403, 'Forbidden', `users "${name}" is forbidden: ${refusal(user, wanted)}`, {
      name,
      kind: 'users',
    });
  }
  const groups = request.headersDistinct['impersonate-group'] ?? [];
  return { name, groups: [...groups, 'system:authenticated'] };
}

function userOf(request: IncomingMessage, face: Face, path: string): User {
  const socket = request.socket as TLSSocket; // an HTTPS server hands out TLS sockets
  const user = face.api.authenticator.authenticate(request.headers.authorization, socket);
  if (!user || (user.name === 'system:anonymous' && !isPublic(path)))
    throw new ApiStatusError(401, 'Unauthorized', 'Unauthorized');
  return impersonated(request, face, user);
}

function routeOf(exchange: Exchange, target: Target | undefined): string {
  if (!target) return `${exchange.method} ${exchange.path}`;
  const group = target.group === '' ? target.version : `${target.group}/${target.version}`;
  return `${verbOf(exchange, target)} ${group}/${target.resource}${target.subresource === undefined ? '' : `/${target.subresource}`}`;
}

async function dispatch(exchange: Exchange, face: Face, target: Target | undefined): Promise<void> {
  if (target) {
    const { group, version } = target;
    const isServed = face.api.registry
      .definitions()
      .some((entry) => entry.group === group && entry.version === version);
    if (isServed) return await serveResource(exchange, face.api, target);
  }
  authorizePath(exchange, face);
  if (servePlainPath(exchange, face) || serveGroupPath(exchange, face)) return;
  sendText(exchange, 404, '404 page not found\n', 'text/plain; charset=utf-8');
}

function fail(exchange: Exchange, error: unknown) {
  if (error instanceof ApiStatusError) return sendFailure(exchange, error);
  if (error instanceof URIError)
    return sendFailure(exchange, new ApiStatusError(400, 'BadRequest', 'the path is not valid'));
  if (exchange.response.destroyed || exchange.request.destroyed) return;
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  sendFailure(exchange, new ApiStatusError(500, 'InternalError', 'Internal error occurred: see the log of the lab'));
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  face: Face,
  upgrade?: NonNullable<Exchange['upgrade']>,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://localhost');
  const base = {
    request,
    response,
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    warnings: [],
    ...(upgrade === undefined ? {} : { upgrade }),
  };
  let exchange: Exchange = { ...base, user: { name: 'system:anonymous', groups: [] } };
  const { skewMs } = face.control.faults;
  if (skewMs !== 0) response.setHeader('Date', new Date(Date.now() + skewMs).toUTCString());
  response.setHeader('Audit-Id', crypto.randomUUID());
  if (url.pathname.startsWith('/_lab/')) {
    try {
      await serveControl(exchange, face.control);
    } catch (error) {
      fail(exchange, error);
    }
    return;
  }
  const done = face.control.counters.begin();
  let target: Target | undefined;
  response.once('close', () => done(response.statusCode, routeOf(exchange, target), exchange.user.name));
  try {
    if (await sabotage(exchange, face.control.faults.strike(exchange.method, request.url ?? '/'), face.ended)) return;
    exchange = { ...base, user: userOf(request, face, url.pathname) };
    target = parseTarget(url.pathname);
    await dispatch(exchange, face, target);
  } catch (error) {
    fail(exchange, error);
  }
}

/** Answers a request to change the protocol: refusals go over plain HTTP and end the connection. */
function answerUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, face: Face): void {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket as Socket); // an HTTPS server hands out sockets
  response.once('finish', () => socket.end());
  socket.on('error', () => socket.destroy());
  void answer(request, response, face, { socket, head });
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port; // a listening TCP server has an address of that form
}

/** Starts serving on 127.0.0.1 with the given certificate; client certificates are checked against the CA. */
export async function serveApi(
  tls: { certPem: string; keyPem: string; caPem: string; port: number },
  makeScope: (port: number) => { api: ApiScope; control: ControlScope },
  ended: AbortSignal,
): Promise<ApiServer> {
  let face: Face | undefined;
  const sockets = new Set<Socket>();
  const server = createServer(
    {
      cert: tls.certPem,
      key: tls.keyPem,
      ca: tls.caPem,
      requestCert: true,
      rejectUnauthorized: false,
      ALPNProtocols: ['http/1.1'],
    },
    (request, response) => {
      if (face) void answer(request, response, face);
      else response.destroy();
    },
  );
  server.on('upgrade', (request, socket, head) => {
    if (face) answerUpgrade(request, socket, head, face);
    else socket.destroy();
  });
  server.keepAliveTimeout = 90_000;
  server.requestTimeout = 0;
  server.on('secureConnection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listen(server, tls.port);
  const scope = makeScope(port);
  face = { ...scope, openApi: new OpenApi(scope.api.registry), ended, address: `127.0.0.1:${port}` };
  let closing = false;
  return {
    port,
    away: async (ms) => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
      await sleep(ms, undefined, { signal: ended }).catch(() => undefined);
      if (!closing && !ended.aborted) await listen(server, port);
    },
    close: async () => {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // Answers under way get a moment; what hangs (faults, slow readers) is cut.
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, 200);
      await closed;
      clearTimeout(cut);
    },
  };
}
