import { type Answer, ok } from '../http/exchange';
import type { Router } from '../http/router';
import { asNumber, asObjects, asText, type JsonObject } from '../json';
import { notFound, Problem } from '../problem';
import type { ManagerState } from '../state';
import type { StoredObject } from '../tree/tree';
import { poolsOfServer } from './follow-up';

const POINT = '/infra/sites/default/enforcement-points/default';

type Health = 'UP' | 'PARTIALLY_UP' | 'DOWN' | 'DETACHED' | 'DISABLED' | 'UNKNOWN';

function memberPort(state: ManagerState, pool: StoredObject, member: JsonObject): string {
  const stated = asText(member.port);
  if (stated !== undefined) return stated;
  const server = state.tree.referrers(pool.path).find((object) => object.placement.type.name === 'LBVirtualServer');
  return String(asTextList(server)[0] ?? '');
}

const asTextList = (server: StoredObject | undefined): string[] => {
  const ports = server?.body.default_pool_member_ports ?? server?.body.ports;
  return Array.isArray(ports) ? ports.filter((port) => typeof port === 'string') : [];
};

function memberStatus(state: ManagerState, pool: StoredObject, member: JsonObject): JsonObject {
  const address = asText(member.ip_address) ?? '';
  const port = memberPort(state, pool, member);
  const admin = asText(member.admin_state) ?? 'ENABLED';
  const planted = state.memberStatus.get(`${address}:${port}`) ?? state.memberStatus.get(`${address}:`);
  const status = admin === 'ENABLED' ? (planted ?? 'UP') : admin;
  const since = asNumber(pool.body._last_modified_time) ?? state.startedAt;
  return {
    ip_address: address,
    port,
    status,
    last_check_time: state.now(),
    last_state_change_time: since,
    ...(status === 'DOWN' ? { failure_cause: 'Connect to Peer Failure' } : {}),
  };
}

function poolHealth(state: ManagerState, pool: StoredObject, members: readonly JsonObject[]): Health {
  if (state.engine.stateOf(pool).state !== 'REALIZED') return 'UNKNOWN';
  const up = members.filter(({ status }) => status === 'UP').length;
  if (up === 0 || up < (asNumber(pool.body.min_active_members) ?? 1)) return 'DOWN';
  return up === members.length ? 'UP' : 'PARTIALLY_UP';
}

function poolStatus(state: ManagerState, pool: StoredObject): JsonObject {
  const members = asObjects(pool.body.members).map((member) => memberStatus(state, pool, member));
  return {
    resource_type: 'LBPoolStatus',
    enforcement_point_path: POINT,
    pool_path: pool.path,
    status: poolHealth(state, pool, members),
    members,
    last_update_timestamp: state.now(),
  };
}

function poolsBehind(state: ManagerState, server: StoredObject): StoredObject[] {
  return poolsOfServer(server).flatMap((path) => state.tree.live(path) ?? []);
}

function serverHealth(state: ManagerState, server: StoredObject): Health {
  if (server.body.enabled === false) return 'DISABLED';
  if ((asText(server.body.lb_service_path) ?? '') === '') return 'DETACHED';
  if (state.engine.stateOf(server).state !== 'REALIZED') return 'UNKNOWN';
  const health = poolsBehind(state, server).map((pool) => asText(poolStatus(state, pool).status));
  // A virtual server without any pool still listens.
  if (health.length === 0 || health.every((status) => status === 'UP')) return 'UP';
  return health.some((status) => status === 'UP' || status === 'PARTIALLY_UP') ? 'PARTIALLY_UP' : 'DOWN';
}

function serverStatus(state: ManagerState, server: StoredObject): JsonObject {
  return {
    resource_type: 'LBVirtualServerStatus',
    enforcement_point_path: POINT,
    virtual_server_path: server.path,
    status: serverHealth(state, server),
    last_update_timestamp: state.now(),
  };
}

function serversOf(state: ManagerState, service: StoredObject): StoredObject[] {
  return state.tree.referrers(service.path).filter((object) => object.placement.type.name === 'LBVirtualServer');
}

function poolsOf(state: ManagerState, servers: readonly StoredObject[]): StoredObject[] {
  return [...new Set(servers.flatMap((server) => poolsBehind(state, server)))];
}

function serviceHealth(state: ManagerState, service: StoredObject, servers: readonly JsonObject[]): string {
  if (service.body.enabled === false) return 'DISABLED';
  if ((asText(service.body.connectivity_path) ?? '') === '' && service.body.size !== 'DLB') return 'DETACHED';
  if (state.engine.stateOf(service).state !== 'REALIZED') return 'UNKNOWN';
  const active = servers.map(({ status }) => status).filter((status) => status !== 'DISABLED');
  if (active.every((status) => status === 'UP')) return 'UP';
  return active.every((status) => status === 'DOWN') ? 'DOWN' : 'PARTIALLY_UP';
}

function serviceStatus(state: ManagerState, service: StoredObject): JsonObject {
  const servers = serversOf(state, service);
  const statuses = servers.map((server) => serverStatus(state, server));
  const [active, standby] = [...state.tree.ofType('PolicyEdgeNode')].map((node) => asText(node.body.nsx_id) ?? node.id);
  return {
    resource_type: 'LBServiceStatus',
    enforcement_point_path: POINT,
    service_path: service.path,
    service_status: serviceHealth(state, service, statuses),
    virtual_servers: statuses,
    pools: poolsOf(state, servers).map((pool) => poolStatus(state, pool)),
    active_transport_nodes: active === undefined ? [] : [active],
    standby_transport_nodes: standby === undefined ? [] : [standby],
    cpu_usage: 1,
    memory_usage: 4,
    last_update_timestamp: state.now(),
  };
}

/** Counters that grow with the age of an object: the lab carries no traffic, so this is a steady trickle. */
function counters(state: ManagerState, object: StoredObject): JsonObject {
  const seconds = Math.max(
    0,
    Math.floor((state.now() - (asNumber(object.body._create_time) ?? state.startedAt)) / 1000),
  );
  return {
    bytes_in: seconds * 640,
    bytes_out: seconds * 4096,
    bytes_in_rate: 640,
    bytes_out_rate: 4096,
    packets_in: seconds * 8,
    packets_out: seconds * 8,
    current_sessions: 1,
    max_sessions: 4,
    total_sessions: seconds,
    current_session_rate: 1,
  };
}

const poolStatistics = (state: ManagerState, pool: StoredObject): JsonObject => ({
  resource_type: 'LBPoolStatistics',
  enforcement_point_path: POINT,
  pool_path: pool.path,
  statistics: counters(state, pool),
  members: asObjects(pool.body.members).map((member) => ({
    ip_address: asText(member.ip_address) ?? '',
    port: memberPort(state, pool, member),
    statistics: counters(state, pool),
  })),
  last_update_timestamp: state.now(),
});

const serverStatistics = (state: ManagerState, server: StoredObject): JsonObject => ({
  resource_type: 'LBVirtualServerStatistics',
  enforcement_point_path: POINT,
  virtual_server_path: server.path,
  statistics: counters(state, server),
  last_update_timestamp: state.now(),
});

function serviceStatistics(state: ManagerState, service: StoredObject): JsonObject {
  const servers = serversOf(state, service);
  const sessions = servers.reduce((sum, server) => sum + Number(counters(state, server).total_sessions), 0);
  return {
    resource_type: 'LBServiceStatistics',
    enforcement_point_path: POINT,
    service_path: service.path,
    statistics: {
      l4_current_sessions: servers.length,
      l4_max_sessions: servers.length * 4,
      l4_total_sessions: sessions,
      l4_current_session_rate: servers.length,
    },
    virtual_servers: servers.map((server) => serverStatistics(state, server)),
    pools: poolsOf(state, servers).map((pool) => poolStatistics(state, pool)),
    last_update_timestamp: state.now(),
  };
}

const serviceLimits: Readonly<Record<string, { servers: number; pools: number; members: number }>> = {
  SMALL: { servers: 20, pools: 60, members: 300 },
  MEDIUM: { servers: 100, pools: 300, members: 2000 },
  LARGE: { servers: 1000, pools: 3000, members: 7500 },
  XLARGE: { servers: 2000, pools: 4000, members: 10_000 },
};

function serviceUsage(state: ManagerState, service: StoredObject): JsonObject {
  const servers = serversOf(state, service);
  const pools = poolsOf(state, servers);
  const members = pools.reduce((sum, pool) => sum + asObjects(pool.body.members).length, 0);
  const size = asText(service.body.size) ?? 'SMALL';
  const limits = serviceLimits[size] ?? { servers: 2000, pools: 4000, members: 10_000 };
  const percentage =
    Math.max(servers.length / limits.servers, pools.length / limits.pools, members / limits.members) * 100;
  return {
    resource_type: 'LBServiceUsage',
    enforcement_point_path: POINT,
    service_path: service.path,
    service_size: size,
    current_virtual_server_count: servers.length,
    current_pool_count: pools.length,
    current_pool_member_count: members,
    virtual_server_capacity: limits.servers,
    pool_capacity: limits.pools,
    pool_member_capacity: limits.members,
    usage_percentage: percentage,
    severity: percentage >= 80 ? 'RED' : percentage >= 60 ? 'ORANGE' : 'GREEN',
    last_update_timestamp: state.now(),
  };
}

/** Finds an object of a service's scope, or of the service itself; 404 when any part is missing. */
function scoped(
  state: ManagerState,
  servicePath: string,
  kind: string | undefined,
  id: string | undefined,
): StoredObject | Problem {
  const service = state.tree.live(servicePath);
  if (service === undefined) return notFound(servicePath);
  if (kind === undefined) return service;
  const base = servicePath.slice(0, servicePath.lastIndexOf('/', servicePath.lastIndexOf('/') - 1));
  const folder = servicePath.includes('/vpc-lbs/') ? `vpc-${kind.replace(/^vpc-/, '')}` : kind;
  const path = `${base}/${folder}/${id ?? ''}`;
  return state.tree.live(path) ?? notFound(path);
}

type Runtime = (state: ManagerState, object: StoredObject) => JsonObject;

/** Runtime state of load balancers: detailed status, statistics and usage, each aggregated per enforcement point. */
export function addLoadBalancerRoutes(router: Router, state: ManagerState): void {
  const aggregate = (runtime: Runtime, object: StoredObject | Problem): Answer | Problem =>
    object instanceof Problem ? object : ok({ intent_path: object.path, results: [runtime(state, object)] });
  const parentOf = (path: string, levels: number) => path.split('/').slice(0, -levels).join('/');
  for (const base of ['/infra/lb-services/*', '/orgs/*/projects/*/vpcs/*/vpc-lbs/*']) {
    const onService = (suffix: string, runtime: Runtime) =>
      router.add('GET', `${base}/${suffix}`, (request) =>
        aggregate(runtime, scoped(state, parentOf(request.path, 1), undefined, undefined)),
      );
    onService('detailed-status', serviceStatus);
    onService('statistics', serviceStatistics);
    onService('service-usage', serviceUsage);
    for (const [kind, status, statistics] of [
      ['lb-virtual-servers', serverStatus, serverStatistics],
      ['lb-pools', poolStatus, poolStatistics],
    ] as const) {
      for (const folder of [kind, `vpc-${kind}`]) {
        router.add('GET', `${base}/${folder}/*/detailed-status`, (request, ids) =>
          aggregate(status, scoped(state, parentOf(request.path, 3), kind, ids.at(-1))),
        );
        router.add('GET', `${base}/${folder}/*/statistics`, (request, ids) =>
          aggregate(statistics, scoped(state, parentOf(request.path, 3), kind, ids.at(-1))),
        );
      }
    }
  }
}
