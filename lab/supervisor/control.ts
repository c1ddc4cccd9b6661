import { createServer, type IncomingMessage } from 'node:http';
import { jsonOf, type Reply, serveJson } from '../control/serve-json';
import type { LabSupervisor } from './lab';
import { type ProgramName, programNames } from './programs';
import { pickPort } from './ports';

/** The supervisor's open control port. */
export interface SupervisorControl {
  readonly url: string;
  close(): Promise<void>;
}

function failed(status: number, error: string): Reply {
  return { status, body: { error } };
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
  if (call === 'POST /world') return await changeWorld(lab, await jsonOf(request));
  const match = /^\/programs\/([^/]+)\/(.+)$/.exec(target);
  const name = programNames.find((known) => known === match?.[1]);
  const rest = match?.[2] ?? '';
  if (name === undefined) return failed(404, `nothing is served at ${call}`);
  if (rest.startsWith('_lab/')) {
    if (method !== 'GET' && method !== 'POST' && method !== 'DELETE') return failed(405, 'GET, POST or DELETE');
    return await lab.pass(name, method, `/${rest}`, method === 'POST' ? await jsonOf(request) : undefined);
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
  const { port, close } = await serveJson(createServer(), await pickPort(preferred), async (request) =>
    isLocal(request) ? await route(lab, request) : failed(403, 'only for local programs'),
  );
  return { url: `http://127.0.0.1:${port}`, close };
}
