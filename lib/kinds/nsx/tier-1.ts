import { z } from 'zod';
import { readFields } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { lastPart, toPath } from './object';
import { idGrammar, namespaceClaims } from './tags';

const schema = z.object({
  tier0_path: z.string().optional(),
  type: z.string().optional(),
  failover_mode: z.string().optional(),
  route_advertisement_types: z.array(z.string()).optional(),
});
const namespaceUid = idGrammar('t1_', '_rtr');

/** A Tier-1 gateway: one per namespace, one per cluster, or one for load balancing alone. */
export const tier1 = nsxKind({
  name: 'tier-1',
  type: 'Tier1',
  scope: 'any',
  lists: ['/infra/tier-1s', '{kind:project}/infra/tier-1s'],
  presentation: {
    singular: 'Tier-1 gateway',
    plural: 'Tier-1 gateways',
    icon: 'route',
    lane: 'tier-1',
    // A gateway made for a namespace carries an id that says nothing; its namespace does.
    title: (node) => node.namespace ?? node.name,
    line: (node) => `Tier-1 · ${lastPart(node.key)}`,
    facts: [
      { name: 'type', label: 'Type' },
      { name: 'tier0', label: 'Tier-0', mono: true },
      { name: 'advertises', label: 'Advertises' },
      { name: 'failover', label: 'Fail-over' },
      REALIZATION,
    ],
  },
  hides: 'Tier-1 gateways, and with them how segments reach the Tier-0',
  project: (raw, intent) => {
    const { fields, issues } = readFields(schema, raw);
    return {
      facts: {
        type: fields.type ?? null,
        tier0: fields.tier0_path ?? null,
        advertises: fields.route_advertisement_types ?? null,
        failover: fields.failover_mode ?? null,
      },
      relations: toPath('connects', 'tier0_path', fields.tier0_path),
      claims: namespaceClaims(intent.owner, intent.id, namespaceUid),
      issues,
    };
  },
});
