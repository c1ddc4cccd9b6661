import type { KubernetesKind } from '../define';
import { isObject, textOf } from '../reading';
import { kubernetesParser } from './object';

const names = { name: 'load-balancer', type: 'LoadBalancer' } as const;

/** NCP's LoadBalancer resource: asks for an LB service of its own for Ingresses. */
export const loadBalancer: KubernetesKind = {
  ...names,
  plane: 'kubernetes',
  resource: { group: 'vmware.com', versions: ['v1alpha1'], plural: 'loadbalancers', namespaced: true, optional: true },
  presentation: {
    singular: 'LoadBalancer',
    plural: 'LoadBalancers',
    icon: 'scale',
    lane: null,
    facts: [
      { name: 'size', label: 'Size' },
      { name: 'address', label: 'Address', mono: true },
    ],
  },
  parse: kubernetesParser(names, (raw) => {
    const spec = isObject(raw.spec) ? raw.spec : {};
    const status = isObject(raw.status) ? raw.status : {};
    return { facts: { size: textOf(spec.size), address: textOf(status.httpVirtualServer) ?? textOf(status.ip) } };
  }),
  redact: ['metadata.managedFields'],
  hides: "NCP's LoadBalancer resources",
};
