import { blockUsage, networkOfSubnet } from '../ipam/pools';
import { formatIpv4 } from '../ipam/ipv4';
import { type Answer, type ApiRequest, done, ok } from '../http/exchange';
import type { Router } from '../http/router';
import { answerRows as rows } from '../http/rows';
import { asText, type JsonObject, objectAt } from '../json';
import { invalidFields, notFound, Problem } from '../problem';
import type { ManagerState } from '../state';
import type { StoredObject } from '../tree/tree';
import { alarmOf, realizedEntities, realizedStatus } from './entities';
import { fullPortState } from './port-answer';

const POINT = '/infra/sites/default/enforcement-points/default';

function intentOf(state: ManagerState, request: ApiRequest): StoredObject | Problem {
  const path = request.query.get('intent_path');
  if (path === null) return invalidFields(['intent_path is required']);
  return state.tree.any(path) ?? notFound(path);
}

function statusAnswer(state: ManagerState, request: ApiRequest): Answer | Problem {
  const object = intentOf(state, request);
  if (object instanceof Problem) return object;
  const status = realizedStatus(object, state.engine);
  if (request.query.get('include_enforced_status') !== 'true') return ok(status);
  const point: JsonObject = {
    enforcement_point_id: 'default',
    enforcement_point_path: POINT,
    site_path: '/infra/sites/default',
    consolidated_status: objectAt(status, 'consolidated_status'),
  };
  return ok({
    ...status,
    consolidated_status_per_enforcement_point: [{ ...point, resource_type: 'ConsolidatedStatusPerEnforcementPoint' }],
  });
}

function allAlarms(state: ManagerState): JsonObject[] {
  return state.engine.failing().flatMap((path) => {
    const object = state.tree.live(path);
    const outcome = object === undefined ? undefined : state.engine.stateOf(object);
    return object !== undefined && outcome?.state === 'ERROR' ? [alarmOf(object, outcome.fault, outcome.at)] : [];
  });
}

function configurationState(state: ManagerState, object: StoredObject): JsonObject {
  const outcome = state.engine.stateOf(object);
  const word = outcome.state === 'REALIZED' ? 'success' : outcome.state === 'ERROR' ? 'failed' : 'in_progress';
  const failure: JsonObject =
    outcome.state === 'ERROR' ? { failure_code: outcome.fault.code, failure_message: outcome.fault.message } : {};
  return { state: word, details: [], ...failure };
}

function gatewayState(state: ManagerState, object: StoredObject, prefix: 'tier0' | 'tier1'): JsonObject {
  const nodes = [...state.tree.ofType('PolicyEdgeNode')].slice(0, 2);
  const perNode = nodes.map((node, index) => ({
    transport_node_id: asText(node.body.nsx_id) ?? node.id,
    edge_path: node.path,
    service_router_id: String(object.body.unique_id),
    high_availability_status: index === 0 ? 'ACTIVE' : 'STANDBY',
  }));
  return {
    enforcement_point_path: POINT,
    [`${prefix}_state`]: configurationState(state, object),
    [`${prefix}_status`]: {
      logical_router_id: String(object.body.unique_id),
      last_update_timestamp: state.now(),
      per_node_status: perNode,
    },
  };
}

/** `/state` of whatever object has one. */
function stateAnswer(state: ManagerState, path: string): Answer | Problem {
  const object = state.tree.live(path);
  if (object === undefined) return notFound(path);
  switch (object.placement.type.name) {
    case 'Segment':
      return ok({ ...configurationState(state, object), segment_path: object.path });
    case 'Tier0':
      return ok(gatewayState(state, object, 'tier0'));
    case 'Tier1':
      return ok(gatewayState(state, object, 'tier1'));
    case 'SegmentPort':
    case 'VpcSubnetPort':
      return ok(fullPortState(state, object));
    default:
      return ok(configurationState(state, object));
  }
}

function subnetStatus(state: ManagerState, request: ApiRequest, path: string): Answer | Problem {
  const subnet = state.tree.live(path);
  if (subnet === undefined) return notFound(path);
  const network = networkOfSubnet(subnet, state.ledger);
  const range = network?.ranges[0];
  if (network === undefined || range === undefined) return rows(state, request, []);
  const prefix = network.cidr.split('/')[1] ?? '';
  return rows(state, request, [
    {
      network_address: network.cidr,
      gateway_address: `${network.gateway ?? ''}/${prefix}`,
      ip_address_type: 'IPV4',
      static_ip_pool_range: `${formatIpv4(range.first)}-${formatIpv4(range.last)}`,
    },
  ]);
}

function addPortRoutes(router: Router, state: ManagerState): void {
  const counters = () => ({ total: 0, dropped: 0, multicast_broadcast: 0 });
  const statistics = (path: string): Answer | Problem => {
    const object = state.tree.live(path);
    if (object === undefined) return notFound(path);
    const id = object.placement.type.name === 'Segment' ? 'logical_switch_id' : 'logical_port_id';
    const body: JsonObject = {
      rx_bytes: counters(),
      tx_bytes: counters(),
      rx_packets: counters(),
      tx_packets: counters(),
      last_update_timestamp: state.now(),
    };
    return ok({ ...body, [id]: String(object.body.unique_id) });
  };
  for (const prefix of ['/infra/segments/*', '/infra/tier-1s/*/segments/*', '/orgs/*/projects/*/vpcs/*/subnets/*']) {
    const parent = (request: ApiRequest) => request.path.slice(0, request.path.lastIndexOf('/'));
    router.add('GET', `${prefix}/statistics`, (request) => statistics(parent(request)));
    router.add('GET', `${prefix}/ports/*/statistics`, (request) => statistics(parent(request)));
    router.add('GET', `${prefix}/ports/*/status`, (request) => {
      const object = state.tree.live(parent(request));
      if (object === undefined) return notFound(parent(request));
      const up = object.body.admin_state !== 'DOWN' && state.engine.stateOf(object).state === 'REALIZED';
      return ok({
        logical_port_id: String(object.body.unique_id),
        status: up ? 'UP' : 'DOWN',
        last_update_timestamp: state.now(),
      });
    });
    router.add('GET', `${prefix}/ports/*/effective-profiles`, () => ok({ profiles_list: [] }));
    router.add('GET', `${prefix}/ports/*/mac-table`, (request) => {
      const object = state.tree.live(parent(request));
      if (object === undefined) return notFound(parent(request));
      const mac = state.ledger.macOf(object.path);
      return rows(state, request, mac === undefined ? [] : [{ mac_address: mac, mac_type: 'STATIC' }]);
    });
  }
  router.add('GET', '/orgs/*/projects/*/vpcs/*/subnets/*/status', (request) =>
    subnetStatus(state, request, request.path.slice(0, -'/status'.length)),
  );
}

function addRealizedStateRoutes(router: Router, state: ManagerState): void {
  router.add('GET', '**/realized-state/realized-entities', (request) => {
    const path = request.query.get('intent_path');
    if (path === null) return invalidFields(['intent_path is required']);
    const object = state.tree.any(path);
    // Nothing realised yet and nothing known look the same: an empty list.
    return rows(
      state,
      request,
      object === undefined ? [] : realizedEntities(object, state.engine.stateOf(object), state.ledger),
    );
  });
  router.add('GET', '**/realized-state/realized-entity', (request) => {
    const wanted = request.query.get('realized_path') ?? '';
    const id = wanted.slice(wanted.lastIndexOf('/') + 1);
    for (const object of state.tree.all()) {
      if (object.id !== id) continue;
      const entity = realizedEntities(object, state.engine.stateOf(object), state.ledger).find(
        (candidate) => candidate.path === wanted,
      );
      if (entity !== undefined) return ok(entity);
    }
    return notFound(wanted);
  });
  router.add('POST', '**/realized-state/realized-entity', (request) => {
    const object = intentOf(state, request);
    return object instanceof Problem ? object : done;
  });
  router.add('GET', '**/realized-state/status', (request) => statusAnswer(state, request));
  router.add('GET', '**/realized-state/alarms', (request) => rows(state, request, allAlarms(state)));
  router.add('GET', '/infra/realized-state/enforcement-points', (request) =>
    rows(state, request, [
      { resource_type: 'RealizedEnforcementPoint', id: 'default', display_name: 'default', path: POINT },
    ]),
  );
  router.add('GET', '/infra/realized-state/enforcement-points/*/vifs', (request) =>
    rows(state, request, state.inventory.list('VirtualNetworkInterface')),
  );
  for (const url of [
    '/infra/realized-state/virtual-machines',
    '/infra/realized-state/enforcement-points/*/virtual-machines',
  ]) {
    router.add('GET', url, (request) => rows(state, request, state.inventory.list('VirtualMachine')));
  }
}

/** Realised state, alarms, states of segments, ports and gateways, block usage. */
export function addRealizationRoutes(router: Router, state: ManagerState): void {
  addRealizedStateRoutes(router, state);
  router.add('GET', '/infra/segments/state', (request) =>
    rows(
      state,
      request,
      [...state.tree.ofType('Segment')].map((object) => ({
        ...configurationState(state, object),
        segment_path: object.path,
      })),
    ),
  );
  for (const tail of [
    '/infra/segments/*',
    '/infra/segments/*/ports/*',
    '/infra/tier-1s/*/segments/*',
    '/infra/tier-1s/*/segments/*/ports/*',
    '/infra/tier-0s/*',
    '/infra/tier-1s/*',
  ]) {
    for (const prefix of ['', '/orgs/*/projects/*'])
      router.add('GET', `${prefix}${tail}/state`, (request) =>
        stateAnswer(state, request.path.slice(0, -'/state'.length)),
      );
  }
  for (const tail of ['', '/subnets/*', '/subnets/*/ports/*']) {
    router.add('GET', `/orgs/*/projects/*/vpcs/*${tail}/state`, (request) =>
      stateAnswer(state, request.path.slice(0, -'/state'.length)),
    );
  }
  router.add('GET', '/infra/ip-blocks/*/usage', (request) => {
    const path = request.path.slice(0, -'/usage'.length);
    const block = state.tree.live(path);
    return block === undefined ? notFound(path) : ok(blockUsage(block, state.ledger));
  });
  addPortRoutes(router, state);
}
