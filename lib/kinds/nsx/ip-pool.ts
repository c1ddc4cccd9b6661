import { z } from 'zod';
import { readFields } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { idGrammar, namespaceClaims } from './tags';

const number = z.coerce.number().optional();
const schema = z.object({
  pool_usage: z
    .object({
      total_ips: number,
      available_ips: number,
      allocated_ip_allocations: number,
      requested_ip_allocations: number,
    })
    .optional(),
});
const namespaceUid = idGrammar('ipp_', '_\\d+');

/** An IP pool: addresses of a namespace's Pods, or of SNAT and VIPs. */
export const ipPool = nsxKind({
  name: 'ip-pool',
  type: 'IpAddressPool',
  scope: 'any',
  lists: ['/infra/ip-pools', '{kind:project}/infra/ip-pools'],
  presentation: {
    singular: 'IP pool',
    plural: 'IP pools',
    icon: 'droplets',
    lane: null,
    facts: [
      { name: 'total', label: 'Addresses' },
      { name: 'available', label: 'Available' },
      { name: 'allocated', label: 'Allocated' },
      { name: 'external', label: 'For SNAT and VIPs' },
      REALIZATION,
    ],
  },
  hides: 'IP pools, and with them how full they are',
  project: (raw, intent) => {
    const { fields, issues } = readFields(schema, raw);
    const usage = fields.pool_usage;
    const exhausted = usage?.total_ips !== undefined && usage.total_ips > 0 && usage.available_ips === 0;
    return {
      ...(exhausted ? { state: 'warning', reason: 'no address is left in the pool' } : {}),
      facts: {
        total: usage?.total_ips ?? null,
        available: usage?.available_ips ?? null,
        allocated: usage?.allocated_ip_allocations ?? null,
        external: intent.tags.some((tag) => tag.scope === 'ncp/external' && tag.tag.toLowerCase() === 'true'),
      },
      claims: namespaceClaims(intent.owner, intent.id, namespaceUid),
      issues,
    };
  },
});
