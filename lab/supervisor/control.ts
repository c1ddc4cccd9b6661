import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LabSupervisor } from './lab';
import { type ProgramName, programNames } from './programs';
import { pickPort } from './ports';

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** The supervisor's open control port. */
export interface SupervisorControl {
  readonly url: string;
  close(): Promise<void>;
}

function failed(status: number, error: string): Reply {
  return { status, body: { error } };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let received = '';
  for await (const chunk of request) received += String(chunk);
  return received === '' ? {} : JSON.parse(received);
}

async function act(lab: LabSupervisor, name: ProgramName, verb: string): Promise<Reply> {
  if (verb === 'stop') await lab.stopProgram(name);
  else if (verb === 'start') await lab.startProgram(name);
  else if (verb === 'kill') lab.killProgram(name);
  else if (verb === 'restart') {
    await lab.stopProgram(name);
    await lab.startProgram(name);
  } else return failed(404, `unknown action "${verb}"; known: start, stop, restart, kill`);
  return { status: 200, body: lab.status() };
}

async function changeWorld(lab: LabSupervisor, body: unknown): Promise<Reply> {
  const wanted = typeof body === 'object' && body !== null ? body : {};
  const name = 'name' in wanted && typeof wanted.name === 'string' ? wanted.name : undefined;
  const seed = 'seed' in wanted ? Number(wanted.seed) : undefined;
  const size = 'size' in wanted ? String(wanted.size) : undefined;
  if (name === undefined) return failed(400, 'name: the name of a world is missing');
  if (seed !== undefined && !Number.isInteger(seed)) return failed(400, 'seed: not a whole number');
  const parameters = { ...(seed === undefined ? {} : { seed }), ...(size === undefined ? {} : { size }) };
  const changed = await lab.changeWorld(name, parameters);
  return changed ? { status: 200, body: lab.status() } : failed(404, `there is no world "${name}"`);
}

async function route(lab: LabSupervisor, request: IncomingMessage): Promise<Reply> {
  const { method = 'GET', url: target = '/' } = request;
  const call = `${method} ${target.split('?')[0]}`;
  if (call === 'GET /status') return { status: 200, body: lab.status() };
  if (call === 'POST /reset') {
    await lab.reset();
    return { status: 200, body: lab.status() };
  }
  if (call === 'POST /world') return await changeWorld(lab, await bodyOf(request));
  const match = /^\/programs\/([^/]+)\/(.+)$/.exec(target);
  const name = programNames.find((known) => known === match?.[1]);
  const rest = match?.[2] ?? '';
  if (name === undefined) return failed(404, `nothing is served at ${call}`);
  if (rest.startsWith('_lab/')) {
    if (method !== 'GET' && method !== 'POST' && method !== 'DELETE') return failed(405, 'GET, POST or DELETE');
    return await lab.pass(name, method, `/${rest}`, method === 'POST' ? await bodyOf(request) : undefined);
  }
  return method === 'POST' ? await act(lab, name, rest) : failed(405, 'only POST');
}

/** A page in a browser must not steer the lab: its requests name another host or come with an origin. */
function isLocal(request: IncomingMessage): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  return (host === '127.0.0.1' || host === 'localhost') && request.headers.origin === undefined;
}

/** Opens the control port on 127.0.0.1, at `preferred` when that is free. */
export async function openSupervisorControl(lab: LabSupervisor, preferred: number): Promise<SupervisorControl> {
  const server = createServer((request, response) => {
    const answer = isLocal(request) ? route(lab, request) : Promise.resolve(failed(403, 'only for local programs'));
    answer
      .catch((error: unknown) =>
        failed(error instanceof SyntaxError ? 400 : 500, error instanceof Error ? error.message : String(error)),
      )
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(`${JSON.stringify(body)}\n`);
      });
  });
  server.listen(await pickPort(preferred), '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // listening on TCP, so never a pipe's name
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
