import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticate, type Caller, checkPassword, cookieValue } from '../auth/authenticate';
import type { RequestLimits } from '../auth/limits';
import type { SessionStore } from '../auth/sessions';
import { type ControlContext, control } from '../control/routes';
import type { Fault } from '../control/faults';
import { isObject, type Json } from '../json';
import { applicationProblem, frontDoorProblem, Problem } from '../problem';
import type { Answer, ApiRequest } from './exchange';
import { certificateName, commonHeaders, readBody } from './server';

/** What the front door needs to let requests through. */
export interface FrontDoor extends ControlContext {
  readonly sessions: SessionStore;
  readonly limits: RequestLimits;
  readonly dispatch: (request: ApiRequest) => Answer | Problem;
}

const wait = (ms: number, response: ServerResponse) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(finish, ms);
    function finish() {
      clearTimeout(timer);
      response.off('close', finish);
      resolve();
    }
    response.once('close', finish);
  });

interface Sending {
  readonly status: number;
  readonly body: Json | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

const toSending = (answer: Answer | Problem): Sending => ({
  status: answer.status,
  body: answer.body,
  headers: answer.headers ?? {},
});

function send(response: ServerResponse, { status, body, headers }: Sending, faults: readonly Fault[]): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = status;
  if (body === undefined) {
    response.setHeader('Content-Length', '0');
    response.end();
    return;
  }
  const text = JSON.stringify(body);
  response.setHeader('Content-Type', 'application/json');
  if (faults.some(({ kind }) => kind === 'garbage')) {
    response.end(`<html>${text.slice(0, 40)}`);
  } else if (faults.some(({ kind }) => kind === 'truncate')) {
    response.end(text.slice(0, Math.max(1, Math.floor(text.length / 2))));
  } else if (faults.some(({ kind }) => kind === 'half-open')) {
    // The answer stops in the middle, and the connection stays open.
    response.setHeader('Content-Length', Buffer.byteLength(text));
    response.write(text.slice(0, Math.floor(text.length / 2)));
  } else {
    response.setHeader('Content-Length', Buffer.byteLength(text));
    response.end(text);
  }
}

function statusFault(faults: readonly Fault[]): Sending | undefined {
  const fault = faults.find(({ kind }) => kind === 'status');
  if (fault === undefined) return undefined;
  const status = Number(fault.fields.status);
  const stated = isObject(fault.fields.headers) ? fault.fields.headers : {};
  const headers = Object.fromEntries(Object.entries(stated).map(([name, value]) => [name, String(value)]));
  const fallback =
    status === 429 || status === 503
      ? frontDoorProblem(status, '102', 'The client exceeded its request rate')
      : applicationProblem(status, status, 'Injected fault', 'common-services');
  return { status, body: fault.fields.body ?? fallback.body, headers };
}

function distort(sending: Sending, faults: readonly Fault[]): Sending {
  const fault = faults.find(({ kind }) => kind === 'wrong-count');
  if (fault === undefined || !isObject(sending.body) || typeof sending.body.result_count !== 'number') return sending;
  return {
    ...sending,
    body: { ...sending.body, result_count: sending.body.result_count + Number(fault.fields.delta) },
  };
}

function createSession(door: FrontDoor, request: IncomingMessage, text: string): Sending {
  const form = new URLSearchParams(text);
  const name = form.get('j_username');
  const now = door.state.now();
  // Without a form the session is made from the Authorization header or the client certificate.
  const { authorization } = request.headers;
  const headersOnly = authorization === undefined ? {} : { authorization };
  const caller: Caller | Problem =
    name !== null
      ? checkPassword(name, form.get('j_password') ?? '', door.state.tuning)
      : authenticate(
          { headers: headersOnly, certificateName: certificateName(request) },
          door.sessions,
          door.state.tuning,
          now,
        );
  if (caller instanceof Problem) return toSending(caller);
  const session = door.sessions.create(caller.name, caller.principal, now);
  const headers = {
    'Set-Cookie': `JSESSIONID=${session.id}; Path=/; Secure; HttpOnly; SameSite=Lax`,
    'X-XSRF-TOKEN': session.token,
  };
  return { status: 200, body: undefined, headers };
}

/** The paths that the API answers, with their prefix taken off; segments are decoded one by one. */
export function decodePath(path: string): string | undefined {
  try {
    return path.split('/').map(decodeURIComponent).join('/');
  } catch {
    return undefined;
  }
}

function answerApi(door: FrontDoor, request: IncomingMessage, url: URL, text: string, caller: Caller): Sending {
  const path = decodePath(url.pathname);
  if (path === undefined)
    return toSending(applicationProblem(400, 220, 'The URL is not properly encoded.', 'common-services'));
  const method = request.method ?? 'GET';
  if (caller.readOnly && method !== 'GET' && method !== 'HEAD') {
    return toSending(
      frontDoorProblem(403, '403', `User '${caller.name}' is not authorized to perform ${method} on ${path}.`),
    );
  }
  door.state.advance();
  return toSending(
    door.dispatch({
      method,
      path,
      query: url.searchParams,
      headers: request.headers,
      text,
      caller,
      now: door.state.now(),
    }),
  );
}

/** Faults that act before the request is looked at; `gone` when the request gets no answer. */
async function suffer(faults: readonly Fault[], response: ServerResponse): Promise<'gone' | Sending | undefined> {
  for (const fault of faults) {
    if (fault.kind === 'drop') {
      response.destroy();
      return 'gone';
    }
    if (fault.kind === 'hang') {
      await new Promise<void>((resolve) => response.once('close', resolve));
      return 'gone';
    }
    if (fault.kind === 'latency')
      await wait(Number(fault.fields.ms) + Math.random() * Number(fault.fields.jitterMs ?? 0), response);
  }
  return response.destroyed ? 'gone' : statusFault(faults);
}

async function produce(
  door: FrontDoor,
  request: IncomingMessage,
  url: URL,
  caller: Caller | Problem,
): Promise<Sending> {
  const text = await readBody(request);
  if (text === undefined)
    return toSending(applicationProblem(400, 220, 'The request body is too large.', 'common-services'));
  if (url.pathname === '/api/session/create' && request.method === 'POST') return createSession(door, request, text);
  if (caller instanceof Problem) return toSending(caller);
  if (url.pathname === '/api/session/destroy' && request.method === 'POST') {
    door.sessions.destroy(cookieValue(request.headers, 'JSESSIONID') ?? '');
    return { status: 200, body: undefined, headers: {} };
  }
  return answerApi(door, request, url, text, caller);
}

/** A broken invariant answers 500 and is reported on stderr; the program goes on. */
async function produceSafely(
  door: FrontDoor,
  request: IncomingMessage,
  url: URL,
  caller: Caller | Problem,
): Promise<Sending> {
  try {
    return await produce(door, request, url, caller);
  } catch (error) {
    console.error(`nsx: ${request.method ?? ''} ${url.pathname} failed`, error);
    return toSending(
      applicationProblem(
        500,
        99999,
        'An internal error happened while the request was carried out.',
        'common-services',
      ),
    );
  }
}

async function serveApi(door: FrontDoor, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const method = request.method ?? 'GET';
  const credentials = { headers: request.headers, certificateName: certificateName(request) };
  const caller = authenticate(credentials, door.sessions, door.state.tuning, door.state.now());
  const client = caller instanceof Problem ? (request.socket.remoteAddress ?? 'unknown') : caller.name;
  const began = door.state.now();
  door.counters.begin(began);
  let status: number | 'none' = 'none';
  const refused = door.limits.enter(client, door.state.now());
  try {
    commonHeaders(response);
    const { skewMs } = door.state;
    if (skewMs !== 0) response.setHeader('Date', new Date(door.state.now() + skewMs).toUTCString());
    const faults = door.faults.strike(method, url.pathname);
    const suffered = refused === undefined ? await suffer(faults, response) : toSending(refused);
    if (suffered === 'gone') return;
    const sending = suffered ?? distort(await produceSafely(door, request, url, caller), faults);
    status = sending.status;
    send(response, sending, faults);
  } finally {
    if (refused === undefined) door.limits.leave(client);
    door.counters.end(method, url.pathname, status, client, began);
  }
}

async function serveControl(
  door: FrontDoor,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  // A whole fleet may be loaded at once.
  const text = await readBody(request, 480 * 1024 * 1024);
  if (text === undefined)
    return send(response, { status: 413, body: { error: 'the body is larger than 480 MiB' }, headers: {} }, []);
  door.state.advance();
  const { status, body } = control(door, request.method ?? 'GET', url, text);
  send(response, { status, body, headers: {} }, []);
}

/** Serves one request: control API, faults, login, limits, and then the API itself. */
export async function serve(door: FrontDoor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://localhost');
  if (url.pathname.startsWith('/_lab/')) return serveControl(door, request, response, url);
  if (door.faults.standing('down').length > 0) {
    request.socket.destroy();
    return;
  }
  await serveApi(door, request, response, url);
}
