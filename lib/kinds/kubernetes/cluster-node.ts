import { z } from 'zod';
import type { KubernetesKind } from '../define';
import { machineKey } from '../machine';
import { readFields } from '../reading';
import { kubernetesParser } from './object';

const schema = z.object({
  spec: z.object({ providerID: z.string().optional(), unschedulable: z.boolean().optional() }).optional(),
  status: z
    .object({
      addresses: z.array(z.object({ type: z.string(), address: z.string() })).optional(),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), message: z.string().optional() }))
        .optional(),
      nodeInfo: z.object({ kubeletVersion: z.string().optional() }).optional(),
    })
    .optional(),
});
/** `vsphere://<uuid>` is the BIOS id of the machine, by which NSX knows it too. */
function machineKeys(providerId: string | undefined): readonly string[] {
  const machine = /^vsphere:\/\/(.+)$/.exec(providerId ?? '')?.[1];
  return machine === undefined ? [] : [machineKey(machine)];
}

const names = { name: 'cluster-node', type: 'Node' } as const;

/** A Kubernetes Node: in NSX the port of its network card, tagged by hand with `ncp/node_name`. */
export const clusterNode: KubernetesKind = {
  ...names,
  plane: 'kubernetes',
  resource: { group: '', versions: ['v1'], plural: 'nodes', namespaced: false, optional: false },
  presentation: {
    singular: 'cluster node',
    plural: 'cluster nodes',
    icon: 'server',
    lane: null,
    facts: [
      { name: 'address', label: 'Address', mono: true },
      { name: 'ready', label: 'Ready' },
      { name: 'schedulable', label: 'Schedulable' },
      { name: 'version', label: 'Kubelet', mono: true },
      { name: 'providerId', label: 'Provider id', mono: true },
    ],
  },
  parse: kubernetesParser(names, (raw) => {
    const { fields, issues } = readFields(schema, raw);
    const ready = fields.status?.conditions?.find((condition) => condition.type === 'Ready');
    const notReady = `not ready${ready?.message ? `: ${ready.message}` : ''}`;
    return {
      state: ready === undefined ? 'unknown' : ready.status === 'True' ? 'healthy' : 'failed',
      reason:
        ready === undefined ? 'the cluster node reports no Ready condition' : ready.status === 'True' ? null : notReady,
      facts: {
        address: fields.status?.addresses?.find((entry) => entry.type === 'InternalIP')?.address ?? null,
        ready: ready?.status === 'True',
        schedulable: fields.spec?.unschedulable !== true,
        version: fields.status?.nodeInfo?.kubeletVersion ?? null,
        providerId: fields.spec?.providerID ?? null,
      },
      keys: machineKeys(fields.spec?.providerID),
      issues,
    };
  }),
  redact: ['metadata.managedFields'],
  hides: 'cluster nodes, and with them where Pods run',
};
