import { type Answer, type ApiRequest, ok } from '../http/exchange';
import type { Router } from '../http/router';
import { answerRows as rows } from '../http/rows';
import { asText, type JsonObject, omit } from '../json';
import { notFound, Problem } from '../problem';
import type { ManagerState } from '../state';
import type { StoredObject } from '../tree/tree';
import { filtered } from './filters';

function nodeStatus(state: ManagerState, node: StoredObject): JsonObject {
  const planted = state.inventory.get('HyperbusStatus', node.id);
  const status = asText(planted?.node_status) ?? 'UP';
  return {
    node_uuid: node.id,
    node_display_name: asText(node.body.display_name) ?? node.id,
    node_path: node.path,
    status,
    mgmt_connection_status: status === 'DOWN' ? 'DOWN' : 'UP',
    control_connection_status: { status, up_count: 1, down_count: 0, degraded_count: 0 },
    tunnel_status: { status, up_count: 2, down_count: 0 },
    pnic_status: { status: 'UP', up_count: 2, down_count: 0, degraded_count: 0 },
    node_status: {
      lcp_connectivity_status: 'UP',
      mpa_connectivity_status: 'UP',
      host_node_deployment_status: 'INSTALL_SUCCESSFUL',
      last_heartbeat_timestamp: state.now(),
      software_version: state.tuning.productVersion,
    },
  };
}

const POINT = '/infra/sites/*/enforcement-points/*';

function ncpStatuses(state: ManagerState, request: ApiRequest): Answer | Problem {
  const planted = state.inventory
    .list('ContainerClusterStatus')
    .map((entry) => omit(entry, ['interval', 'resource_type']));
  const known = new Set(planted.map((entry) => entry.cluster_id));
  const others = state.inventory
    .list('ContainerCluster')
    .filter((cluster) => !known.has(asText(cluster.external_id) ?? ''))
    .map((cluster) => ({
      cluster_id: asText(cluster.external_id) ?? '',
      cluster_name: asText(cluster.display_name) ?? '',
      status: 'UNKNOWN',
    }));
  return rows(state, request, filtered([...planted, ...others], request.query));
}

/** Transport nodes, hyperbus and NCP health, below both API roots. */
export function addTransportRoutes(policy: Router, manager: Router, state: ManagerState): void {
  const node = (path: string): StoredObject | Problem => state.tree.live(path) ?? notFound(path);
  policy.add('GET', `${POINT}/host-transport-nodes/*/status`, (request) => {
    const found = node(request.path.slice(0, -'/status'.length));
    return found instanceof Problem ? found : ok(nodeStatus(state, found));
  });
  policy.add('GET', `${POINT}/host-transport-nodes/*/hyperbus-status`, (request) => {
    const found = node(request.path.slice(0, -'/hyperbus-status'.length));
    if (found instanceof Problem) return found;
    const planted = state.inventory.get('HyperbusStatus', found.id);
    return ok({ hyperbus_status: asText(planted?.status) ?? 'HEALTHY', transport_node_id: found.id });
  });
  policy.add('GET', `${POINT}/host-transport-nodes/*/node-agent-status`, (request) => {
    const found = node(request.path.slice(0, -'/node-agent-status'.length));
    return found instanceof Problem ? found : rows(state, request, []);
  });
  policy.add('GET', `${POINT}/host-transport-nodes/*/tunnels`, (request) => {
    const found = node(request.path.slice(0, -'/tunnels'.length));
    return found instanceof Problem ? found : ok({ tunnels: [], result_count: 0 });
  });
  policy.add('GET', `${POINT}/host-transport-nodes-status`, (request) =>
    rows(
      state,
      request,
      [...state.tree.ofType('HostTransportNode')].map((found) => nodeStatus(state, found)),
    ),
  );
  policy.add('GET', `${POINT}/container-cluster-ncpstatus`, (request) => ncpStatuses(state, request));
  policy.add('GET', `${POINT}/container-cluster/*/ncpstatus`, (_request, ids) => ncpStatus(state, ids.at(-1) ?? ''));
  manager.add('GET', '/systemhealth/container-cluster/ncp/status', (request) => ncpStatuses(state, request));
  manager.add('GET', '/systemhealth/container-cluster/*/ncp/status', (_request, [id = '']) => ncpStatus(state, id));
  manager.add('GET', '/transport-nodes', (request) =>
    rows(
      state,
      request,
      [...state.tree.ofType('HostTransportNode')].map((found) => ({
        resource_type: 'TransportNode',
        id: found.id,
        node_id: found.id,
        display_name: asText(found.body.display_name) ?? found.id,
        maintenance_mode: 'DISABLED',
      })),
    ),
  );
  manager.add('GET', '/transport-nodes/status', () => {
    const count = state.tree.countOfType('HostTransportNode');
    return ok({ up_count: count, down_count: 0, degraded_count: 0, unknown_count: 0 });
  });
  manager.add('GET', '/transport-nodes/*/status', (_request, [id = '']) => {
    for (const found of state.tree.ofType('HostTransportNode'))
      if (found.id === id) return ok(nodeStatus(state, found));
    return notFound(`/transport-nodes/${id}`);
  });
}

function ncpStatus(state: ManagerState, id: string): Answer | Problem {
  const planted = state.inventory.get('ContainerClusterStatus', id);
  if (planted !== undefined)
    return ok(omit({ ...planted, cluster_name: planted.cluster_name ?? id }, ['interval', 'resource_type']));
  const cluster = state.inventory.get('ContainerCluster', id);
  return cluster === undefined
    ? notFound(`/systemhealth/container-cluster/${id}`)
    : ok({ cluster_id: id, cluster_name: asText(cluster.display_name) ?? '', status: 'UNKNOWN' });
}
