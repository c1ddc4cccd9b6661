import { numberOf, textOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { parentPath, underPath } from './object';

/** A policy of the gateway firewall. It guards gateways, not ports: the distributed firewall does not see it. */
export const gatewayPolicy = nsxKind({
  name: 'gateway-policy',
  type: 'GatewayPolicy',
  scope: 'any',
  lists: ['{domains}/gateway-policies', '{kind:vpc}/gateway-policies'],
  presentation: {
    singular: 'gateway policy',
    plural: 'gateway policies',
    icon: 'shield-alert',
    lane: null,
    facts: [
      { name: 'category', label: 'Category' },
      { name: 'sequence', label: 'Sequence' },
      { name: 'default', label: 'Default policy' },
      REALIZATION,
    ],
  },
  hides: 'policies of the gateway firewall',
  project: (raw, intent) => ({
    facts: {
      category: textOf(raw.category),
      sequence: numberOf(raw.sequence_number),
      default: raw.is_default === true || raw.category === 'Default',
    },
    relations: underPath('contains', parentPath(intent.path, 'gateway-policies')),
  }),
});
