import { isObject, textOf, textsOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { nodeRuntime } from './node-runtime';

/** A transport node: a hypervisor prepared for NSX. */
export const transportNode = nsxKind({
  name: 'transport-node',
  type: 'HostTransportNode',
  scope: 'any',
  lists: ['/infra/sites/default/enforcement-points/default/host-transport-nodes'],
  listOnly: true,
  live: nodeRuntime,
  optional: true,
  presentation: {
    singular: 'transport node',
    plural: 'transport nodes',
    icon: 'server-cog',
    lane: null,
    facts: [
      { name: 'addresses', label: 'Addresses', mono: true },
      { name: 'maintenance', label: 'Maintenance' },
      { name: 'nodeId', label: 'Node id', mono: true },
      REALIZATION,
    ],
  },
  hides: 'transport nodes, and with them where ports are realized',
  project: (raw, intent) => {
    const info = isObject(raw.node_deployment_info) ? raw.node_deployment_info : {};
    const maintenance = textOf(raw.maintenance_mode);
    return {
      ...(maintenance === 'ENABLED' ? { state: 'warning', reason: 'it is in maintenance mode' } : {}),
      facts: { addresses: textsOf(info.ip_addresses), maintenance, nodeId: textOf(raw.unique_id) ?? intent.id },
    };
  },
});
