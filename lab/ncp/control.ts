import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { jsonOf, type Reply, serveJson } from '../control/serve-json';
import type { LabCa } from '../tls';
import { object, text } from './json';
import type { NcpLoop } from './program';

/** What a control port steers: NCP, or another program that works the same way. */
export type ControlledLoop = Pick<NcpLoop, 'status' | 'counters' | 'dump' | 'resync' | 'hold'>;

/** What the control port listens with. */
export interface ControlOptions {
  readonly loop: ControlledLoop;
  /** What the program calls itself. */
  readonly program: 'ncp' | 'operator';
  readonly ca: LabCa;
  readonly port: number;
  readonly cluster: string;
}

/** An open control port. */
export interface Control {
  readonly url: string;
  close(): Promise<void>;
}

const faultKinds = ['pause'] as const;
const faultFields = ['id', 'kind'];

function faultsOf(loop: ControlledLoop) {
  const faults = new Map<string, { id: string; kind: string }>();
  const settle = () => loop.hold(faults.size > 0);
  return {
    list: (): Reply => ({ status: 200, body: { faults: [...faults.values()] } }),
    add: (value: unknown): Reply => {
      const fault = object(value);
      const unknown = Object.keys(fault).find((field) => !faultFields.includes(field));
      if (unknown !== undefined) {
        return { status: 400, body: { error: `unknown field "${unknown}"; known: ${faultFields.join(', ')}` } };
      }
      if (fault.kind !== 'pause') {
        return { status: 400, body: { error: `unknown kind; known: ${faultKinds.join(', ')}`, field: 'kind' } };
      }
      const id = text(fault.id) ?? `fault-${faults.size + 1}`;
      faults.set(id, { id, kind: 'pause' });
      settle();
      return { status: 201, body: { id } };
    },
    heal: (id: string): Reply => {
      if (id === '') faults.clear();
      else if (!faults.delete(id)) return { status: 404, body: { error: `there is no fault "${id}"` } };
      settle();
      return { status: 200, body: {} };
    },
  };
}

type Handler = (request: IncomingMessage) => Reply | Promise<Reply>;

function handlers(options: ControlOptions, startedAt: string): Readonly<Record<string, Handler>> {
  const { loop } = options;
  const done: Reply = { status: 200, body: {} };
  return {
    'GET /healthz': () => {
      const { phase, problem } = loop.status();
      const ready = phase === 'running' && problem === undefined;
      return { status: ready ? 200 : 503, body: { ready, phase, problem } };
    },
    'GET /_lab/status': () => {
      const status = loop.status();
      const ready = status.phase === 'running';
      return { status: 200, body: { program: options.program, ready, world: options.cluster, startedAt, ...status } };
    },
    'GET /_lab/requests': () => ({ status: 200, body: loop.counters }),
    'DELETE /_lab/requests': () => {
      Object.assign(loop.counters, { total: 0, failed: 0, refused: 0, logins: 0, byMethod: {} });
      return done;
    },
    'GET /_lab/dump': () => ({ status: 200, body: { objects: loop.dump() } }),
    'POST /_lab/resync': () => {
      loop.resync();
      return done;
    },
  };
}

function routes(options: ControlOptions, startedAt: string): (request: IncomingMessage) => Promise<Reply> {
  const fixed = handlers(options, startedAt);
  const faults = faultsOf(options.loop);
  return async (request) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const call = `${request.method} ${path}`;
    const handler = fixed[call];
    if (handler !== undefined) return await handler(request);
    if (path === '/_lab/faults' || path.startsWith('/_lab/faults/')) {
      if (request.method === 'GET') return faults.list();
      if (request.method === 'POST') return faults.add(await jsonOf(request));
      if (request.method === 'DELETE') return faults.heal(decodeURIComponent(path.slice('/_lab/faults/'.length)));
    }
    return { status: 404, body: { error: `nothing is served at ${call}` } };
  };
}

/** Serves health and control on 127.0.0.1; port 0 takes a free one. */
export async function openControl(options: ControlOptions): Promise<Control> {
  const pair = await options.ca.issue({ commonName: options.program });
  const server = createServer({ cert: pair.certPem, key: pair.keyPem });
  const { port, close } = await serveJson(server, options.port, routes(options, new Date().toISOString()));
  return { url: `https://127.0.0.1:${port}`, close };
}
