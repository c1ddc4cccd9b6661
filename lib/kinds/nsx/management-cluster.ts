import type { NodeState } from '../../model';
import { isObject, type Json, objectsOf, textOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';

/** The cluster of NSX Manager nodes as it sees itself: how management and controllers fare. */
export const managementCluster = nsxKind({
  name: 'management-cluster',
  type: 'ClusterStatus',
  scope: 'any',
  api: 'manager',
  lists: ['/cluster/status'],
  listOnly: true,
  optional: true,
  identify: (raw) => (isObject(raw) && isObject(raw.mgmt_cluster_status) ? '/cluster/management-cluster' : null),
  presentation: {
    singular: 'management cluster',
    plural: 'management clusters',
    icon: 'server-cog',
    lane: null,
    facts: [
      { name: 'management', label: 'Management' },
      { name: 'controllers', label: 'Controllers' },
      { name: 'offline', label: 'Offline nodes', mono: true },
      { name: 'groups', label: 'Not stable' },
      REALIZATION,
    ],
  },
  hides: 'the state of the NSX Manager nodes and controllers',
  project: (raw) => {
    const management = statusOf(raw.mgmt_cluster_status);
    const controllers = statusOf(raw.control_cluster_status);
    const offline = isObject(raw.mgmt_cluster_status) ? objectsOf(raw.mgmt_cluster_status.offline_nodes) : [];
    return {
      ...judge(management, controllers),
      facts: { management, controllers, offline: offline.map(addressOf), groups: unstable(raw) },
    };
  },
});

const statusOf = (value: unknown): string | null => (isObject(value) ? textOf(value.status) : null);

const addressOf = (node: Json): string =>
  textOf(node.mgmt_cluster_listen_ip_address) ?? textOf(node.uuid) ?? 'an unnamed node';

function judge(management: string | null, controllers: string | null): { state?: NodeState; reason?: string } {
  const bad = [
    ['management', management],
    ['controllers', controllers],
  ].filter(([, status]) => status !== null && status !== 'STABLE');
  if (bad.length === 0) return {};
  const reason = bad.map(([what, status]) => `${what}: ${status}`).join('; ');
  return { state: bad.every(([, status]) => status === 'DEGRADED') ? 'warning' : 'failed', reason };
}

/** Groups of services that are not stable, such as `DATASTORE DEGRADED`. */
function unstable(raw: Json): readonly string[] {
  const detailed = isObject(raw.detailed_cluster_status) ? raw.detailed_cluster_status : {};
  return objectsOf(detailed.groups).flatMap((group) => {
    const [type, status] = [textOf(group.group_type), textOf(group.group_status)];
    return type === null || status === null || status === 'STABLE' ? [] : `${type} ${status}`;
  });
}
