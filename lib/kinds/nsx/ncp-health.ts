import { isObject, textOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { toPath } from './object';

/** Whether NSX hears of the container plug-in of a cluster, which reports to it from time to time. */
export const ncpHealth = nsxKind({
  name: 'ncp-health',
  type: 'ContainerClusterSummary',
  scope: 'any',
  api: 'manager',
  lists: ['/systemhealth/container-cluster/ncp/status'],
  listOnly: true,
  optional: true,
  identify: (raw) => {
    const id = isObject(raw) ? textOf(raw.cluster_id) : null;
    return id === null ? null : `/systemhealth/container-cluster/${id}`;
  },
  called: (raw) => textOf(raw.cluster_name),
  presentation: {
    singular: 'plug-in health',
    plural: 'plug-in healths',
    icon: 'plug-zap',
    lane: null,
    facts: [
      { name: 'status', label: 'Status' },
      { name: 'detail', label: 'Detail' },
      { name: 'clusterType', label: 'Cluster type' },
      REALIZATION,
    ],
  },
  hides: 'whether NSX hears of NCP',
  project: (raw) => {
    const [id, status, detail] = [textOf(raw.cluster_id), textOf(raw.status), textOf(raw.detail)];
    const bad = status === 'DOWN' || status === 'DEGRADED';
    return {
      ...(bad
        ? { state: status === 'DOWN' ? 'failed' : 'warning', reason: detail ?? `NSX says that NCP is ${status}` }
        : {}),
      ...(status === 'UNKNOWN' ? { state: 'unknown', reason: detail ?? 'NSX has not heard of NCP' } : {}),
      facts: { status, detail, clusterType: textOf(raw.type) },
      relations: toPath('reports', 'cluster_id', id === null ? null : `/fabric/container-clusters/${id}`),
    };
  },
});
