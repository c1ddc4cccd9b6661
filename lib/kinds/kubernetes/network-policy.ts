import { z } from 'zod';
import type { KubernetesKind } from '../define';
import { readFields } from '../reading';
import { kubernetesParser } from './object';

const schema = z.object({
  spec: z
    .object({
      podSelector: z.object({ matchLabels: z.record(z.string(), z.string()).optional() }).optional(),
      policyTypes: z.array(z.string()).optional(),
      ingress: z.array(z.unknown()).nullish(),
      egress: z.array(z.unknown()).nullish(),
    })
    .optional(),
});
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
    const { fields, issues } = readFields(schema, raw);
    const labels = Object.entries(fields.spec?.podSelector?.matchLabels ?? {});
    return {
      facts: {
        selector: labels.map(([key, value]) => `${key}=${value}`),
        types: fields.spec?.policyTypes ?? ['Ingress'],
        ingressRules: fields.spec?.ingress?.length ?? 0,
        egressRules: fields.spec?.egress?.length ?? 0,
      },
      issues,
    };
  }),
  redact: ['metadata.managedFields'],
  hides: 'NetworkPolicies, and with them what NSX policies were made for',
};
