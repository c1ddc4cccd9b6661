import { type Json, type JsonObject, asObjects, asText, isObject, parseJson } from '../json';
import { isInventoryType } from '../fabric/inventory';
import { GroupEvaluator } from '../groups/evaluate';
import { Problem } from '../problem';
import { portAddresses } from '../realization/entities';
import type { ManagerState } from '../state';
import { systemActor } from '../tree/writer';
import type { RequestCounters } from './counters';
import type { FaultBoard } from './faults';
import { askFlows } from './flows';

/** A control answer. */
export interface ControlAnswer {
  readonly status: number;
  readonly body: Json;
}

/** What the control API acts on. */
export interface ControlContext {
  readonly state: ManagerState;
  readonly faults: FaultBoard;
  readonly counters: RequestCounters;
  readonly expireSessions: () => void;
}

const fine = (body: Json = { ok: true }): ControlAnswer => ({ status: 200, body });
const wrong = (errors: readonly string[]): ControlAnswer => ({
  status: 400,
  body: { error: errors.join('; '), errors: [...errors] },
});

function statusOf({ state }: ControlContext): ControlAnswer {
  return fine({
    program: 'nsx',
    ready: true,
    world: state.world,
    objects: state.tree.size,
    startedAt: new Date(state.startedAt).toISOString(),
  });
}

function groupMembers(state: ManagerState): JsonObject {
  const evaluator = new GroupEvaluator(state.membership);
  const groups: JsonObject = {};
  for (const group of state.tree.ofType('Group')) groups[group.path] = [...evaluator.members(group.path).ports].sort();
  return groups;
}

/** Everything, with what NSX computes: pool usage and status on objects, addresses of ports, group members if asked for. */
function dump({ state }: ControlContext, _body: JsonObject, query: URLSearchParams): ControlAnswer {
  const objects = [...state.tree.all()].map((object) => state.hit(object.path, object.body, 'admin'));
  const ports: JsonObject = {};
  for (const type of ['SegmentPort', 'VpcSubnetPort']) {
    for (const port of state.tree.ofType(type)) {
      const mac = state.ledger.macOf(port.path);
      ports[port.path] = {
        ip_addresses: portAddresses(port, state.ledger),
        ...(mac === undefined ? {} : { mac_address: mac }),
      };
    }
  }
  // Members of every group of a fleet are a great deal: `?groups=true` asks for them.
  const groups = query.get('groups') === 'true' ? { groups: groupMembers(state) } : {};
  return fine({
    world: state.world,
    objects,
    ports,
    ...groups,
    inventory: [...state.inventory.all()].map(({ body }) => body),
  });
}

const verbatim = [
  '_create_user',
  '_create_time',
  '_last_modified_user',
  '_last_modified_time',
  '_protection',
  '_system_owned',
  '_revision',
  'unique_id',
  'realization_id',
  'rule_id',
  'marked_for_delete',
];

/** A loaded world may state what the server would otherwise fill in: who made an object, when, and its unique id. */
function keepGiven(state: ManagerState, path: string, given: JsonObject): void {
  const stated: JsonObject = {};
  for (const key of verbatim) if (given[key] !== undefined) stated[key] = given[key];
  const object = state.tree.live(path);
  if (object !== undefined && Object.keys(stated).length > 0) state.tree.put(path, { ...object.body, ...stated });
}

/** Loads objects as one write, in any order; they are realised and indexed at once unless `settle` is false. */
function load(context: ControlContext, body: JsonObject): ControlAnswer {
  const { state } = context;
  const objects = asObjects(body.objects);
  const errors: string[] = [];
  const writes: { path: string; body: JsonObject }[] = [];
  for (const [index, object] of objects.entries()) {
    const path = asText(object.path);
    const type = asText(object.resource_type);
    if (path !== undefined) writes.push({ path, body: object });
    else if (isInventoryType(type)) state.inventory.put(type, object);
    else errors.push(`objects[${index}]: needs a path, or a resource_type of the inventory`);
  }
  if (errors.length > 0) return wrong(errors);
  const stored = state.write(writes, 'patch', systemActor);
  if (stored instanceof Problem) return wrong([stored.message]);
  for (const write of writes) keepGiven(state, write.path, write.body);
  const world = asText(body.world);
  if (world !== undefined) state.nameWorld(world);
  if (body.settle !== false) state.settle();
  return fine({ ok: true, objects: objects.length });
}

function plantFault({ state, faults, expireSessions }: ControlContext, body: JsonObject): ControlAnswer {
  const fault = faults.plant(body);
  if (!('kind' in fault)) return wrong(fault);
  if (fault.kind === 'sessions-expire') {
    expireSessions();
    faults.heal(fault.id);
  }
  state.extraSearchLagMs = searchLag(faults);
  state.skewMs = skew(faults);
  return { status: 201, body: { ...fault.fields, id: fault.id } };
}

function searchLag(faults: FaultBoard): number {
  return Math.max(0, ...faults.standing('search-lag').map(({ fields }) => Number(fields.ms)));
}

function skew(faults: FaultBoard): number {
  return faults.standing('clock-skew').reduce((sum, { fields }) => sum + Number(fields.ms), 0);
}

function plantRealization({ state }: ControlContext, body: JsonObject): ControlAnswer {
  const path = asText(body.path);
  if (path === undefined || state.tree.live(path) === undefined) return wrong([`path: no object at '${path ?? ''}'`]);
  const error = body.error;
  const fault = isObject(error)
    ? { code: Number(error.code ?? 8212), message: asText(error.message) ?? 'Realization failed.' }
    : undefined;
  state.engine.plant(path, fault, state.now());
  return fine();
}

function heal({ state, faults }: ControlContext, id: string | undefined): ControlAnswer {
  const healed = faults.heal(id);
  if (searchLag(faults) < state.extraSearchLagMs) state.catchUpSearch();
  state.extraSearchLagMs = searchLag(faults);
  state.skewMs = skew(faults);
  return healed ? fine() : { status: 404, body: { error: `no fault '${id ?? ''}'` } };
}

function removeInventory({ state }: ControlContext, body: JsonObject): ControlAnswer {
  const type = asText(body.resource_type) ?? '';
  const id = asText(body.external_id) ?? asText(body.id) ?? '';
  return state.inventory.remove(type, id) ? fine() : { status: 404, body: { error: `no ${type} '${id}'` } };
}

type Command = (context: ControlContext, body: JsonObject, query: URLSearchParams) => ControlAnswer;

const commands: Readonly<Record<string, Command>> = {
  'GET status': statusOf,
  'GET dump': dump,
  'POST load': load,
  'POST reset': ({ state }) => {
    state.reset();
    return fine();
  },
  'POST settle': ({ state }) => {
    state.settle();
    return fine();
  },
  'POST flows': ({ state }, body) => {
    const answer = askFlows(state, body);
    return Array.isArray(answer) ? wrong(answer) : fine(answer);
  },
  'GET requests': ({ counters }) => fine(counters.report()),
  'DELETE requests': ({ counters }) => {
    counters.reset();
    return fine();
  },
  'GET faults': ({ faults }) => fine({ faults: faults.list() }),
  'POST faults': plantFault,
  'DELETE faults': (context) => heal(context, undefined),
  'POST realization': plantRealization,
  'POST member-status': ({ state }, body) => {
    state.memberStatus.set(`${asText(body.ip_address) ?? ''}:${String(body.port ?? '')}`, asText(body.status) ?? 'UP');
    return fine();
  },
  'POST inventory': ({ state }, body) => {
    const type = asText(body.resource_type);
    return isInventoryType(type)
      ? fine(state.inventory.put(type, body))
      : wrong([`resource_type: '${type ?? ''}' is not an inventory type`]);
  },
  'DELETE inventory': removeInventory,
};

/** Answers a request under `/_lab/`. */
export function control(context: ControlContext, method: string, url: URL, text: string): ControlAnswer {
  const path = url.pathname.slice('/_lab/'.length);
  const [name = '', id] = path.split('/');
  if (name === 'faults' && id !== undefined && method === 'DELETE') return heal(context, decodeURIComponent(id));
  const command = commands[`${method} ${name}`];
  if (command === undefined || id !== undefined) {
    return {
      status: 404,
      body: { error: `no control command ${method} ${path}, known are ${Object.keys(commands).join(', ')}` },
    };
  }
  const body = text === '' ? {} : parseJson(text);
  if (!isObject(body)) return wrong(['the body is not a JSON object']);
  return command(context, body, url.searchParams);
}
