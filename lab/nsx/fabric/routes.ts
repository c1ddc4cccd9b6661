import { type Answer, bodyOf, done, ok } from '../http/exchange';
import { listPage, pageRequest } from '../http/paging';
import type { Router } from '../http/router';
import { answerRows as rows } from '../http/rows';
import { asList, asText, type JsonObject } from '../json';
import { notFound, Problem } from '../problem';
import type { ManagerState } from '../state';
import { filtered } from './filters';
import { inventoryTypes } from './inventory';
import { addTransportRoutes } from './transport-routes';

const MANAGER_IP = '127.0.0.1';

function nodeProperties(state: ManagerState): JsonObject {
  return {
    node_version: state.tuning.productVersion,
    product_version: state.tuning.productVersion,
    node_uuid: state.nodeId,
    node_type: 'NSX Manager',
    hostname: 'nsx-manager.lab',
    fully_qualified_domain_name: 'nsx-manager.lab',
    export_type: 'UNRESTRICTED',
    kernel_version: '5.15.0-nsx',
    system_time: state.now() + state.skewMs,
    timezone: 'Etc/UTC',
  };
}

function clusterStatus(state: ManagerState): JsonObject {
  const down = state.nodes.filter((node) => node.isDown()).length;
  const members = state.nodes.map((node) => ({
    member_uuid: node.id,
    member_ip: MANAGER_IP,
    member_fqdn: node.name,
    member_status: node.isDown() ? 'DOWN' : 'UP',
  }));
  const info = (node: { readonly id: string }): JsonObject => ({
    uuid: node.id,
    mgmt_cluster_listen_ip_address: MANAGER_IP,
  });
  const types = ['DATASTORE', 'CLUSTER_BOOT_MANAGER', 'CONTROLLER', 'MANAGER', 'HTTPS', 'POLICY', 'MONITORING'];
  const status = down === 0 ? 'STABLE' : 'DEGRADED';
  return {
    cluster_id: state.nodeId,
    mgmt_cluster_status: {
      status,
      online_nodes: state.nodes.filter((node) => !node.isDown()).map(info),
      offline_nodes: state.nodes.filter((node) => node.isDown()).map(info),
    },
    control_cluster_status: { status },
    detailed_cluster_status: {
      cluster_id: state.nodeId,
      overall_status: status,
      groups: types.map((group_type, index) => ({
        group_id: `${state.nodeId.slice(0, -2)}${String(index).padStart(2, '0')}`,
        group_type,
        group_status: status,
        members,
        leaders: [],
      })),
    },
  };
}

function serviceSettings(state: ManagerState): JsonObject {
  const { tuning } = state;
  return {
    basic_authentication_enabled: true,
    cookie_based_authentication_enabled: true,
    client_api_rate_limit: tuning.requestsPerSecond,
    client_api_concurrency_limit: tuning.concurrentRequests,
    global_api_concurrency_limit: 199,
    connection_timeout: 30,
    session_timeout: Math.floor(tuning.sessionIdleMs / 1000),
  };
}

function addNodeRoutes(manager: Router, state: ManagerState): void {
  const health = 'POLICY:UP, SEARCH:UP, MANAGER:UP, NODE_MGMT:UP, UI:UP';
  const { tuning } = state;
  manager.add('GET', '/node', () => ok(nodeProperties(state)));
  manager.add('GET', '/node/version', () =>
    ok({ node_version: tuning.productVersion, product_version: tuning.productVersion }),
  );
  manager.add('GET', '/node/services/http', () =>
    ok({ service_name: 'http', service_properties: serviceSettings(state) }),
  );
  manager.add('GET', '/cluster/api-service', () =>
    ok({ ...serviceSettings(state), lockout_immune_addresses: [], redirect_host: '' }),
  );
  manager.add('GET', '/cluster/status', () => ok(clusterStatus(state)));
  manager.add('GET', '/cluster', () =>
    ok({ cluster_id: state.nodeId, nodes: [{ node_uuid: state.nodeId, fqdn: 'nsx-manager.lab', status: 'JOINED' }] }),
  );
  manager.add('GET', '/reverse-proxy/node/health', () => ok({ healthy: true, components_health: health }));
  manager.add('GET', '/trust-management/principal-identities', (request) => rows(state, request, []));
  const tag: JsonObject = {
    type: 'object',
    id: 'Tag',
    properties: {
      scope: { type: 'string', maxLength: 128, default: '' },
      tag: { type: 'string', maxLength: 256, default: '' },
    },
  };
  manager.add('GET', '/spec/vmware/types/Tag', () => ok(tag));
  manager.add('GET', '/spec/vmware/types/ManagedResource', () =>
    ok({
      type: 'object',
      id: 'ManagedResource',
      properties: {
        tags: { type: 'array', maxItems: 30, items: { $ref: 'Tag' } },
        display_name: { type: 'string', maxLength: 255 },
        description: { type: 'string', maxLength: 1024 },
      },
    }),
  );
}

function addInventoryRoutes(manager: Router, state: ManagerState): void {
  for (const [folder, type] of Object.entries(inventoryTypes)) {
    manager.add('GET', `/fabric/${folder}`, (request) => {
      const page = pageRequest(request.query);
      if (page instanceof Problem) return page;
      const items = filtered(state.inventory.list(type), request.query).map((item) => ({
        ...item,
        id: asText(item.external_id) ?? '',
      }));
      const envelope = listPage(items, page, state.tuning.lastCursor);
      if (envelope instanceof Problem) return envelope;
      const results = asList(envelope.results).map(
        (entry) =>
          state.inventory.get(
            type,
            asText(typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? entry.id : '') ?? '',
          ) ?? entry,
      );
      return ok({ ...envelope, results });
    });
    manager.add('GET', `/fabric/${folder}/*`, (_request, [id = '']) => {
      const item = state.inventory.get(type, id);
      return item === undefined ? notFound(`/fabric/${folder}/${id}`) : ok(item);
    });
    if (!folder.startsWith('container-')) continue;
    manager.add('DELETE', `/fabric/${folder}/*`, (_request, [id = '']) =>
      state.inventory.remove(type, id) ? done : notFound(`/fabric/${folder}/${id}`),
    );
  }
  manager.add('POST', '/inventory/container/*', (request, ids) => {
    const body = bodyOf(request);
    return body instanceof Problem ? body : updateInventory(state, body, ids[0] ?? '');
  });
}

/** Container inventory as CNI adapters push it: a list of items, each with the fields that changed. */
function updateInventory(state: ManagerState, body: JsonObject, clusterId: string): Answer {
  for (const update of asList(body.container_inventory_objects)) {
    if (typeof update !== 'object' || update === null || Array.isArray(update)) continue;
    const holder = update.container_object;
    if (typeof holder !== 'object' || holder === null || Array.isArray(holder)) continue;
    const type = asText(holder.resource_type) ?? '';
    if (!Object.values(inventoryTypes).includes(type)) continue;
    const id = asText(holder.external_id) ?? '';
    if (update.object_update_type === 'DELETE') state.inventory.remove(type, id);
    else state.inventory.put(type, { ...state.inventory.get(type, id), container_cluster_id: clusterId, ...holder });
  }
  return done;
}

/** Node, cluster, inventory, alarms and transport nodes: mostly the Manager API, some of it below the Policy root. */
export function addFabricRoutes(manager: Router, policy: Router, state: ManagerState): void {
  addNodeRoutes(manager, state);
  addInventoryRoutes(manager, state);
  addTransportRoutes(policy, manager, state);
  manager.add('GET', '/alarms', (request) => {
    const wanted = ['status', 'severity', 'feature_name', 'event_type', 'node_id', 'id'];
    const alarms = state.inventory
      .list('Alarm')
      .filter((alarm) =>
        wanted.every(
          (field) =>
            request.query.get(field) === null ||
            (request.query.get(field) ?? '').split(',').includes(String(alarm[field])),
        ),
      );
    return rows(state, request, alarms);
  });
}
