import { isObject, textOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { toPath } from './object';

const LIST = '/infra/sites/default/enforcement-points/default/host-transport-nodes-status';

/** How a transport node fares, as NSX last heard of it; one list tells it of all. */
export const transportNodeStatus = nsxKind({
  name: 'transport-node-status',
  type: 'TransportNodeStatus',
  scope: 'any',
  lists: [LIST],
  listOnly: true,
  optional: true,
  identify: (raw) => {
    const id = isObject(raw) ? textOf(raw.node_uuid) : null;
    return id === null ? null : `${LIST}/${id}`;
  },
  called: (raw) => textOf(raw.node_display_name),
  presentation: {
    singular: 'transport node status',
    plural: 'transport node statuses',
    icon: 'server-cog',
    lane: null,
    facts: [
      { name: 'status', label: 'Status' },
      { name: 'management', label: 'Management connection' },
      { name: 'control', label: 'Controller connection' },
      { name: 'tunnels', label: 'Tunnels' },
      REALIZATION,
    ],
  },
  hides: 'how transport nodes fare, and with them whether ports on them can work',
  project: (raw) => {
    const status = textOf(raw.status);
    const parts = {
      management: textOf(raw.mgmt_connection_status),
      control: statusOf(raw.control_connection_status),
      tunnels: statusOf(raw.tunnel_status),
    };
    const bad = Object.entries(parts).flatMap(([what, part]) =>
      part === null || part === 'UP' || part === 'UNKNOWN' ? [] : `${what} ${part}`,
    );
    const why = bad.length === 0 ? '' : ` (${bad.join(', ')})`;
    return {
      ...(status === 'DOWN' || status === 'DEGRADED'
        ? { state: status === 'DOWN' ? 'failed' : 'warning', reason: `the transport node is ${status}${why}` }
        : {}),
      facts: { status, ...parts },
      relations: toPath('reports', 'node_path', textOf(raw.node_path)),
    };
  },
});

const statusOf = (value: unknown): string | null => (isObject(value) ? textOf(value.status) : null);
