/** A node as a kubelet would register it. */
export function node(name: string, podCidr: string): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/os': 'linux' } },
    spec: { podCIDR: podCidr, podCIDRs: [podCidr] },
    status: { addresses: [{ type: 'InternalIP', address: `192.0.2.${name.length}` }] },
  };
}

/** A Deployment of one container behind the labels `app` and `tier`. */
export function deployment(name: string, replicas: number, tier = 'front'): Record<string, unknown> {
  const labels = { app: name, tier };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            {
              name,
              image: `${name}:v1`,
              ports: [{ containerPort: 80 }],
              resources: { requests: { cpu: '100m', memory: '64Mi' } },
            },
          ],
        },
      },
    },
  };
}

/** A Service in front of that Deployment. */
export function service(name: string, type = 'ClusterIP'): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: { app: name } },
    spec: { type, selector: { app: name }, ports: [{ port: 80 }] },
  };
}

/** A bare Pod. */
export function pod(name: string, labels: Record<string, string> = {}): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels },
    spec: { containers: [{ name: 'main', image: 'main:v1' }] },
  };
}

/** A CustomResourceDefinition with columns of its own. */
export const harbourDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'harbours.sea.example' },
  spec: {
    group: 'sea.example',
    scope: 'Namespaced',
    names: { plural: 'harbours', kind: 'Harbour', shortNames: ['hb'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        additionalPrinterColumns: [
          { name: 'Depth', type: 'integer', jsonPath: '.spec.depth' },
          { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
        ],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['depth'],
                properties: { depth: { type: 'integer' }, name: { type: 'string' } },
              },
              status: { type: 'object', properties: { ships: { type: 'integer' } } },
            },
          },
        },
      },
    ],
  },
};
