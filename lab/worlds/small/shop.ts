import type { WorldObject } from '../world';
import { namespace, workload } from '../workloads';

/** How a small shop differs from the next. */
export interface Shop {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Pods of the web front end. */
  readonly replicas: number;
  /** Name under which the Ingress answers; absent for none. */
  readonly host?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

function meta(shop: Shop, name: string) {
  return { name, namespace: shop.namespace };
}

function container(name: string, port: number, probed: boolean): WorldObject {
  return {
    name,
    image: `registry.lab/${name}:1`,
    ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
    ...(probed ? { readinessProbe: { httpGet: { path: '/ready', port } } } : {}),
  };
}

function service(shop: Shop, name: string, port: number, type: 'ClusterIP' | 'LoadBalancer'): WorldObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta(shop, name),
    spec: { type, selector: { app: name }, ports: [{ port: 80, targetPort: port, protocol: 'TCP' }] },
  };
}

function policies(shop: Shop): WorldObject[] {
  const policy = (name: string, spec: WorldObject): WorldObject => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: meta(shop, name),
    spec,
  });
  return [
    policy('closed', { podSelector: {}, policyTypes: ['Ingress'] }),
    policy('web-open', {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ protocol: 'TCP', port: 8080 }] }],
    }),
    policy('store-from-web', {
      podSelector: { matchLabels: { app: 'store' } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [
            { podSelector: { matchLabels: { app: 'web' } } },
            { namespaceSelector: { matchLabels: { stage: 'prod' } }, podSelector: { matchLabels: { role: 'backup' } } },
          ],
          ports: [{ protocol: 'TCP', port: 6379 }],
        },
      ],
      egress: [{ to: [{ ipBlock: { cidr: '192.168.50.0/24' } }], ports: [{ protocol: 'TCP', port: 443 }] }],
    }),
  ];
}

function ingress(shop: Shop, host: string): WorldObject {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: meta(shop, 'shop'),
    spec: { rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }] },
  };
}

/** A namespace with a web front end behind a virtual server, a store behind it, and policies between them. */
export function shopObjects(shop: Shop): WorldObject[] {
  const spaced = namespace(shop.namespace, shop.labels);
  return [
    { ...spaced, metadata: { ...Object(spaced.metadata), annotations: shop.annotations ?? {} } },
    workload({
      kind: 'Deployment',
      namespace: shop.namespace,
      name: 'web',
      labels: { app: 'web', tier: 'frontend' },
      replicas: shop.replicas,
      spec: { containers: [container('web', 8080, true)] },
    }),
    workload({
      kind: 'Deployment',
      namespace: shop.namespace,
      name: 'store',
      labels: { app: 'store', tier: 'backend' },
      replicas: 1,
      spec: { containers: [container('store', 6379, false)] },
    }),
    service(shop, 'web', 8080, 'LoadBalancer'),
    service(shop, 'store', 6379, 'ClusterIP'),
    ...policies(shop),
    ...(shop.host === undefined ? [] : [ingress(shop, shop.host)]),
  ];
}
