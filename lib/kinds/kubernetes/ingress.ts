import { z } from 'zod';
import type { KubernetesKind } from '../define';
import { readFields } from '../reading';
import { kubernetesParser, toNamed } from './object';

const backend = z.object({ service: z.object({ name: z.string().optional() }).optional() }).optional();
const rule = z.object({
  host: z.string().optional(),
  http: z.object({ paths: z.array(z.object({ path: z.string().optional(), backend })).optional() }).optional(),
});
const schema = z.object({
  spec: z
    .object({ ingressClassName: z.string().nullish(), defaultBackend: backend, rules: z.array(rule).optional() })
    .optional(),
  status: z
    .object({
      loadBalancer: z.object({ ingress: z.array(z.object({ ip: z.string().optional() })).optional() }).optional(),
    })
    .optional(),
});
const names = { name: 'ingress', type: 'Ingress' } as const;

/** An Ingress: in NSX rules on the two layer-7 virtual servers of the cluster. */
export const ingress: KubernetesKind = {
  ...names,
  plane: 'kubernetes',
  resource: {
    group: 'networking.k8s.io',
    versions: ['v1', 'v1beta1'],
    plural: 'ingresses',
    namespaced: true,
    optional: false,
  },
  presentation: {
    singular: 'Ingress',
    plural: 'Ingresses',
    icon: 'log-in',
    lane: null,
    facts: [
      { name: 'class', label: 'Class' },
      { name: 'hosts', label: 'Hosts', mono: true },
      { name: 'services', label: 'Services' },
      { name: 'address', label: 'Address', mono: true },
    ],
  },
  parse: kubernetesParser(names, (raw, meta) => {
    const { fields, issues } = readFields(schema, raw);
    const rules = fields.spec?.rules ?? [];
    const backends = [
      fields.spec?.defaultBackend,
      ...rules.flatMap((item) => item.http?.paths ?? []).map((path) => path.backend),
    ];
    const services = [...new Set(backends.flatMap((item) => item?.service?.name ?? []))];
    const error = meta.annotations['ncp/error.loadbalancer'];
    return {
      state: error === undefined ? 'healthy' : 'failed',
      reason: error === undefined ? null : `NCP reports ncp/error.loadbalancer: ${error}`,
      facts: {
        class: fields.spec?.ingressClassName ?? meta.annotations['kubernetes.io/ingress.class'] ?? null,
        hosts: [...new Set(rules.map((item) => item.host ?? '*'))],
        services,
        address: fields.status?.loadBalancer?.ingress?.[0]?.ip ?? null,
      },
      relations: services.map((name) =>
        toNamed('routes', 'spec.rules.http.paths.backend', { kind: 'service', namespace: meta.namespace, name }),
      ),
      issues,
    };
  }),
  redact: ['metadata.managedFields'],
  hides: 'Ingresses, and with them what the layer-7 VIPs serve',
};
