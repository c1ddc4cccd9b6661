import { z } from 'zod';
import type { RelationStatement } from '../../model';
import type { KubernetesKind } from '../define';
import { readFields } from '../reading';
import { kubernetesParser } from './object';

const endpoint = z.object({
  addresses: z.array(z.string()).optional(),
  conditions: z.object({ ready: z.boolean().nullish() }).nullish(),
  targetRef: z.object({ kind: z.string().optional(), uid: z.string().optional() }).nullish(),
});
const schema = z.object({
  endpoints: z.array(endpoint).nullish(),
  ports: z.array(z.object({ port: z.number().nullish(), protocol: z.string().nullish() })).nullish(),
});
const names = { name: 'endpoint-slice', type: 'EndpointSlice' } as const;
const SERVICE_LABEL = 'kubernetes.io/service-name';

/** An EndpointSlice: says which Pods a Service selects, and is drawn as that relation. */
export const endpointSlice: KubernetesKind = {
  ...names,
  plane: 'kubernetes',
  resource: {
    group: 'discovery.k8s.io',
    versions: ['v1', 'v1beta1'],
    plural: 'endpointslices',
    namespaced: true,
    optional: false,
  },
  presentation: {
    singular: 'EndpointSlice',
    plural: 'EndpointSlices',
    icon: 'list-tree',
    lane: null,
    facts: [
      { name: 'service', label: 'Service' },
      { name: 'ready', label: 'Ready endpoints' },
      { name: 'endpoints', label: 'Endpoints' },
      { name: 'ports', label: 'Ports', mono: true },
    ],
  },
  parse: kubernetesParser(names, (raw, meta) => {
    const { fields, issues } = readFields(schema, raw);
    const service = meta.labels[SERVICE_LABEL] ?? null;
    const endpoints = fields.endpoints ?? [];
    const relations: RelationStatement[] = [];
    for (const { targetRef } of service === null ? [] : endpoints) {
      if (targetRef?.kind !== 'Pod' || targetRef.uid === undefined) continue;
      relations.push({
        edge: 'selects',
        direction: 'out',
        subject: { by: 'name', kind: 'service', namespace: meta.namespace, name: service ?? '' },
        target: { by: 'key', key: targetRef.uid },
        evidence: { by: 'uid', field: 'EndpointSlice endpoints.targetRef', uid: targetRef.uid },
      });
    }
    return {
      facts: {
        service,
        // A missing condition means ready, as the API defines it.
        ready: endpoints.filter((entry) => entry.conditions?.ready !== false).length,
        endpoints: endpoints.length,
        ports: (fields.ports ?? []).map((entry) => `${entry.port ?? 'any'}/${entry.protocol ?? 'TCP'}`),
      },
      relations,
      issues,
    };
  }),
  redact: ['metadata.managedFields'],
  hides: 'EndpointSlices, and with them which Pods stand behind a Service',
};
