import { z } from 'zod';
import { listFact, type LiveReads } from '../live';
import { readFields, textsOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';

const schema = z.object({
  cidr: z.string().optional(),
  cidrs: z.array(z.string()).optional(),
  visibility: z.string().optional(),
});

const usage: LiveReads = (node) => [
  {
    what: 'how full it is',
    path: `${node.key}/usage`,
    facts: (answer) => [
      ...listFact('used', 'Ranges in use', textsOf(answer.used_ip_ranges), true),
      ...listFact('free', 'Free ranges', textsOf(answer.available_ip_ranges), true),
    ],
  },
];

/** An IP block: what subnets of pools are cut from. */
export const ipBlock = nsxKind({
  name: 'ip-block',
  type: 'IpAddressBlock',
  scope: 'any',
  lists: ['/infra/ip-blocks', '{kind:project}/infra/ip-blocks'],
  live: usage,
  presentation: {
    singular: 'IP block',
    plural: 'IP blocks',
    icon: 'blocks',
    lane: null,
    facts: [
      { name: 'cidrs', label: 'Networks', mono: true },
      { name: 'visibility', label: 'Visibility' },
      { name: 'reserved', label: 'Reserved for Namespaces without SNAT' },
      REALIZATION,
    ],
  },
  hides: 'IP blocks, and with them how full they are',
  project: (raw, intent) => {
    const { fields, issues } = readFields(schema, raw);
    return {
      facts: {
        cidrs: fields.cidrs ?? (fields.cidr === undefined ? [] : [fields.cidr]),
        visibility: fields.visibility ?? null,
        reserved: intent.tags.some((tag) => tag.scope === 'ncp/no_snat'),
      },
      issues,
    };
  },
});
