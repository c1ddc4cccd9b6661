import type { KubernetesKind } from '../define';
import { readFields } from '../reading';
import { networkPolicyDetail, networkPolicySchema } from './network-policy-detail';
import { kubernetesParser } from './object';

const names = { name: 'network-policy', type: 'NetworkPolicy' } as const;

/** A NetworkPolicy: in NSX an allow policy and an isolation policy with their groups. */
export const networkPolicy: KubernetesKind = {
  ...names,
  plane: 'kubernetes',
  resource: {
    group: 'networking.k8s.io',
    versions: ['v1'],
    plural: 'networkpolicies',
    namespaced: true,
    optional: false,
  },
  presentation: {
    singular: 'NetworkPolicy',
    plural: 'NetworkPolicies',
    icon: 'shield-check',
    lane: null,
    facts: [
      { name: 'selector', label: 'Pod selector', mono: true },
      { name: 'types', label: 'Directions' },
      { name: 'ingressRules', label: 'Ingress rules' },
      { name: 'egressRules', label: 'Egress rules' },
    ],
  },
  parse: kubernetesParser(names, (raw) => {
    const { fields, issues } = readFields(networkPolicySchema, raw);
    const detail = networkPolicyDetail(fields, issues.length === 0);
    const { matchLabels, matchExpressions } = detail.podSelector;
    return {
      facts: {
        selector: [
          ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
          ...matchExpressions.map(({ key, operator, values }) => [key, operator, values.join(', ')].join(' ').trim()),
        ],
        types: detail.types,
        ingressRules: detail.ingress.length,
        egressRules: detail.egress.length,
      },
      issues,
      detail,
    };
  }),
  redact: ['metadata.managedFields'],
  hides: 'NetworkPolicies, and with them what NSX policies were made for',
};
