import { z } from 'zod';
import type { FactValue } from '../../model';
import type { KubernetesKind } from '../define';
import { readFields } from '../reading';
import { kubernetesParser } from './object';

const port = z.object({
  port: z.number().optional(),
  protocol: z.string().optional(),
  name: z.string().optional(),
  targetPort: z.union([z.number(), z.string()]).optional(),
  nodePort: z.number().optional(),
});
const schema = z.object({
  spec: z
    .object({
      type: z.string().optional(),
      clusterIP: z.string().optional(),
      selector: z.record(z.string(), z.string()).optional(),
      ports: z.array(port).optional(),
    })
    .optional(),
  status: z
    .object({
      loadBalancer: z
        .object({
          ingress: z.array(z.object({ ip: z.string().optional(), hostname: z.string().optional() })).optional(),
        })
        .optional(),
    })
    .optional(),
});
const names = { name: 'service', type: 'Service' } as const;

/** Where a Service leads. */
export interface KubernetesServiceDetail {
  /** A target port by name stands in the containers of the Pods; null when the Service gives none, so that it is the port itself. */
  readonly ports: readonly {
    readonly port: number;
    readonly protocol: string;
    readonly targetPort: number | string | null;
  }[];
}

/** A Service: of type LoadBalancer it is one LB virtual server and pool per port in NSX. */
export const service: KubernetesKind = {
  ...names,
  plane: 'kubernetes',
  resource: { group: '', versions: ['v1'], plural: 'services', namespaced: true, optional: false },
  presentation: {
    singular: 'Service',
    plural: 'Services',
    icon: 'waypoints',
    lane: 'vip',
    // Other types have no counterpart in NSX and no address outside.
    onMap: (node) => node.facts.type === 'LoadBalancer',
    line: (node) => endpointLine(node.facts.address, node.facts.ports),
    facts: [
      { name: 'type', label: 'Type' },
      { name: 'address', label: 'External address', mono: true },
      { name: 'clusterAddress', label: 'Cluster address', mono: true },
      { name: 'ports', label: 'Ports', mono: true },
      { name: 'selector', label: 'Selector', mono: true },
    ],
  },
  parse: kubernetesParser(names, (raw, meta) => {
    const { fields, issues } = readFields(schema, raw);
    const type = fields.spec?.type ?? 'ClusterIP';
    const outside = fields.status?.loadBalancer?.ingress?.flatMap((entry) => entry.ip ?? entry.hostname ?? []) ?? [];
    const errors = Object.entries(meta.annotations).filter(([key]) => key.startsWith('ncp/error.'));
    const waiting = type === 'LoadBalancer' && outside.length === 0;
    const detail: KubernetesServiceDetail = {
      ports: (fields.spec?.ports ?? []).flatMap(({ port, protocol = 'TCP', targetPort = null }) =>
        port === undefined ? [] : [{ port, protocol, targetPort }],
      ),
    };
    const error = errors.map(([key, value]) => `${key}: ${value}`).join('; ');
    return {
      state: error !== '' ? 'failed' : waiting ? 'pending' : 'healthy',
      reason: error !== '' ? `NCP reports ${error}` : waiting ? 'waiting for an external address' : null,
      facts: {
        type,
        address: outside[0] ?? null,
        clusterAddress: fields.spec?.clusterIP ?? null,
        ports: (fields.spec?.ports ?? []).map((entry) => `${entry.port ?? '?'}/${entry.protocol ?? 'TCP'}`),
        selector: Object.entries(fields.spec?.selector ?? {}).map(([key, value]) => `${key}=${value}`),
      },
      issues,
      detail,
    };
  }),
  redact: ['metadata.managedFields'],
  hides: 'Services, and with them whose the VIPs are',
};

/** `172.16.0.13:8080`; several ports are listed once behind the address. */
function endpointLine(address: FactValue | undefined, ports: FactValue | undefined): string {
  const numbers = (Array.isArray(ports) ? ports : []).map((port) => port.replace(/\/TCP$/, ''));
  return typeof address === 'string' ? `${address}:${numbers.join(', ')}` : 'no address yet';
}
