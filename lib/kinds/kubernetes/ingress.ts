import { z } from 'zod';
import type { KubernetesKind } from '../define';
import { readFields } from '../reading';
import { type Route, routeKey } from '../route';
import { kubernetesParser, toNamed } from './object';

// `serviceName` is how v1beta1 says it.
const backend = z
  .object({ service: z.object({ name: z.string().optional() }).optional(), serviceName: z.string().optional() })
  .optional();
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
type Backend = z.infer<typeof backend>;
const serviceOf = (item: Backend): string | undefined => item?.service?.name ?? item?.serviceName;

/** What it asks the layer-7 virtual servers for. */
function routesOf(spec: z.infer<typeof schema>['spec'], namespace: string): readonly Route[] {
  const routes = (spec?.rules ?? []).flatMap(({ host = '*', http }) =>
    (http?.paths ?? []).map((item) => ({ host: host.toLowerCase(), path: item.path ?? null, backend: item.backend })),
  );
  const all = [{ host: '*', path: null, backend: spec?.defaultBackend }, ...routes];
  return all.flatMap(({ backend: to, ...route }) => {
    const service = serviceOf(to);
    return service === undefined ? [] : [{ ...route, namespace, service }];
  });
}

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
    const services = [...new Set(backends.flatMap((item) => serviceOf(item) ?? []))];
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
      keys: [...new Set(routesOf(fields.spec, meta.namespace ?? '').map(routeKey))],
      relations: services.map((name) =>
        toNamed('routes', 'spec.rules.http.paths.backend', { kind: 'service', namespace: meta.namespace, name }),
      ),
      issues,
    };
  }),
  redact: ['metadata.managedFields'],
  hides: 'Ingresses, and with them what the layer-7 VIPs serve',
};
