import { asArray, asNumber, asString, isObject } from '../json/value';
import { bucketOf } from '../registry/registry';
import type { KubeObject } from '../store/contract';
import { bootstrap } from '../store/bootstrap';
import type { ObjectStore } from '../store/lab-store';
import { ApiStatusError, badRequest } from '../store/status-error';
import { type Exchange, readBody, sendJson } from '../http/exchange';
import type { RequestCounters } from './counters';
import { FaultRefusal, type Faults } from './faults';
import type { WorldName } from './world-name';

/** What the control API works on. */
export interface ControlScope {
  store: ObjectStore;
  faults: Faults;
  counters: RequestCounters;
  server: { address: string; port: number };
  startedAt: string;
  kubeconfig: (user: string) => Promise<string | undefined>;
  dropWatches: () => void;
  resetState: () => void;
  /** Goes through what clients see of a server's restart: refused, then 403 for a moment, then 410 for old versions. */
  restart: (refusedMs: number, forbiddenMs: number) => void;
  world: WorldName;
}

const worldLimit = 512 * 1024 * 1024;

async function body(exchange: Exchange): Promise<Record<string, unknown>> {
  const text = await readBody(exchange.request, worldLimit);
  if (text.trim() === '') return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw badRequest(`the body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(parsed)) throw badRequest('the body must be a JSON object');
  return parsed;
}

/** Namespaces and definitions first, so that what needs them finds them. */
function loadRank(object: Record<string, unknown>): number {
  if (object.kind === 'CustomResourceDefinition') return 0;
  if (object.kind === 'Namespace') return 1;
  return object.kind === 'Node' ? 2 : 3;
}

function load(scope: ControlScope, objects: unknown[]): number {
  const entries = objects.filter(isObject).sort((a, b) => loadRank(a) - loadRank(b));
  for (const object of entries) {
    const definition = scope.store.registry.findKind(asString(object.apiVersion), asString(object.kind));
    if (!definition)
      throw badRequest(`objects: no resource serves ${asString(object.apiVersion)} ${asString(object.kind)}`);
    const { namespace, name } = (object as unknown as KubeObject).metadata ?? {}; // an object without metadata fails just below
    if (!name) throw badRequest(`objects: a ${definition.kind} has no metadata.name`);
    const old = scope.store.get(definition, namespace, name);
    if (old) scope.store.storage.remove(bucketOf(definition), old);
    scope.store.create(definition, object, { verbatim: true });
  }
  return entries.length;
}

function reset(scope: ControlScope): void {
  const { storage } = scope.store;
  const order = (key: string) => Number(key === '/namespaces') + Number(key.startsWith('apiextensions'));
  for (const key of storage.bucketKeys().sort((a, b) => order(a) - order(b))) {
    for (const object of [...storage.bucket(key).list()]) storage.remove(key, object);
  }
  scope.world.name = null;
  scope.faults.heal();
  scope.resetState();
  bootstrap(scope.store, scope.server);
}

function dump(scope: ControlScope): KubeObject[] {
  const { storage } = scope.store;
  return storage.bucketKeys().flatMap((key) => [...storage.bucket(key).list()]);
}

async function faultRoute(exchange: Exchange, scope: ControlScope, id: string | undefined): Promise<void> {
  const { faults } = scope;
  if (exchange.method === 'GET') {
    sendJson(exchange, 200, { faults: faults.list() });
  } else if (exchange.method === 'DELETE') {
    const isHealed = faults.heal(id);
    sendJson(exchange, isHealed ? 200 : 404, isHealed ? { healed: id ?? 'all' } : { error: `no fault ${id}` });
  } else {
    const fault = faults.add(await body(exchange));
    if (fault.kind === 'watch-drop') scope.dropWatches();
    if (fault.kind === 'compact') scope.store.storage.compact();
    sendJson(exchange, 201, fault);
    if (fault.kind === 'restart-sequence') {
      exchange.response.once('finish', () =>
        scope.restart(asNumber(fault.refusedMs, 300), asNumber(fault.forbiddenMs, 300)),
      );
    }
  }
}

async function route(exchange: Exchange, scope: ControlScope): Promise<void> {
  const [, , area = '', id] = exchange.path.split('/');
  const call = `${exchange.method} ${area}`;
  if (area === 'faults') return await faultRoute(exchange, scope, id);
  switch (call) {
    case 'GET status':
      return sendJson(exchange, 200, {
        program: 'kubernetes',
        ready: true,
        world: scope.world.name,
        objects: scope.store.storage.objectCount,
        startedAt: scope.startedAt,
      });
    case 'GET requests':
      return sendJson(exchange, 200, scope.counters.report());
    case 'DELETE requests':
      scope.counters.reset();
      return sendJson(exchange, 200, scope.counters.report());
    case 'GET dump':
      return sendJson(exchange, 200, { objects: dump(scope) });
    case 'POST load': {
      const { objects, world } = await body(exchange);
      if (!Array.isArray(objects)) throw badRequest('objects must be an array of Kubernetes objects');
      const loaded = load(scope, asArray(objects));
      if (typeof world === 'string') scope.world.name = world;
      return sendJson(exchange, 200, { loaded });
    }
    case 'POST reset':
      reset(scope);
      return sendJson(exchange, 200, { objects: scope.store.storage.objectCount });
    case 'GET kubeconfig': {
      const text = await scope.kubeconfig(exchange.query.get('user') ?? 'admin');
      return text === undefined
        ? sendJson(exchange, 400, {
            error: 'unknown user',
            field: 'user',
            known: ['admin', 'viewer', 'limited', 'ncp'],
          })
        : sendJson(exchange, 200, { kubeconfig: text });
    }
    default:
      return sendJson(exchange, 404, {
        error: `no ${exchange.method} /_lab/${area}`,
        known: ['status', 'requests', 'dump', 'load', 'reset', 'faults', 'kubeconfig'],
      });
  }
}

/** Answers `/_lab/…`. */
export async function serveControl(exchange: Exchange, scope: ControlScope): Promise<void> {
  try {
    await route(exchange, scope);
  } catch (error) {
    if (error instanceof FaultRefusal) {
      sendJson(exchange, 400, { error: error.message, field: error.field, known: error.known });
    } else if (error instanceof ApiStatusError) sendJson(exchange, error.code, { error: error.message });
    else throw error;
  }
}
