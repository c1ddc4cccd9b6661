import { z } from 'zod';
import { readFields } from '../reading';
import { nsxKind, REALIZATION } from './declare';

const schema = z.object({
  ha_mode: z.string().optional(),
  failover_mode: z.string().optional(),
  transit_subnets: z.array(z.string()).optional(),
});

/** A Tier-0 gateway: the way out; made by an administrator. */
export const tier0 = nsxKind({
  name: 'tier-0',
  type: 'Tier0',
  scope: 'any',
  lists: ['/infra/tier-0s'],
  presentation: {
    singular: 'Tier-0 gateway',
    plural: 'Tier-0 gateways',
    icon: 'router',
    lane: 'tier-0',
    line: (node) => String(node.facts.haMode ?? ''),
    facts: [
      { name: 'haMode', label: 'High availability' },
      { name: 'failover', label: 'Fail-over' },
      { name: 'transit', label: 'Transit subnets', mono: true },
      REALIZATION,
    ],
  },
  hides: 'Tier-0 gateways, and with them the way out',
  project: (raw) => {
    const { fields, issues } = readFields(schema, raw);
    return {
      facts: {
        haMode: words(fields.ha_mode),
        failover: words(fields.failover_mode),
        transit: fields.transit_subnets ?? null,
      },
      issues,
    };
  },
});

/** `ACTIVE_STANDBY` reads `active-standby`. */
function words(value: string | undefined): string | null {
  return value === undefined ? null : value.toLowerCase().replaceAll('_', '-');
}
