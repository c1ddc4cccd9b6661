import { z } from 'zod';
import type { RelationStatement } from '../../model';
import { readFields } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { parentPath, underPath } from './object';
import { idGrammar, namespaceClaims } from './tags';

const schema = z.object({
  resource_type: z.string().optional(),
  cidr: z.string().optional(),
  ip_block_path: z.string().optional(),
  size: z.coerce.number().optional(),
  allocation_ranges: z.array(z.object({ start: z.string(), end: z.string() })).optional(),
});
const namespaceUid = idGrammar('ibs_', '_\\d+');

/** A subnet of an IP pool, cut from a block or given by hand. */
export const ipSubnet = nsxKind({
  name: 'ip-subnet',
  type: 'IpAddressPoolBlockSubnet',
  alsoTypes: ['IpAddressPoolStaticSubnet'],
  scope: 'any',
  lists: ['{pools}/ip-subnets'],
  presentation: {
    singular: 'IP pool subnet',
    plural: 'IP pool subnets',
    icon: 'grid-2x2',
    lane: null,
    facts: [
      { name: 'cidr', label: 'Network', mono: true },
      { name: 'size', label: 'Addresses' },
      { name: 'ranges', label: 'Ranges', mono: true },
      REALIZATION,
    ],
  },
  hides: 'subnets of IP pools, and with them which block a pool is cut from',
  project: (raw, intent) => {
    const { fields, issues } = readFields(schema, raw);
    const pool = parentPath(intent.path, 'ip-subnets');
    const block = fields.ip_block_path;
    const relations: RelationStatement[] = [...underPath('contains', pool)];
    if (pool !== null && block !== undefined) {
      relations.push({
        edge: 'allocates',
        direction: 'out',
        subject: { by: 'key', key: pool },
        target: { by: 'key', key: block },
        evidence: { by: 'path', field: 'ip_block_path of its subnet', path: block },
      });
    }
    return {
      facts: {
        cidr: fields.cidr ?? null,
        size: fields.size ?? null,
        ranges: fields.allocation_ranges?.map((range) => `${range.start}-${range.end}`) ?? null,
      },
      relations,
      claims: namespaceClaims(intent.owner, intent.id, namespaceUid),
      issues,
    };
  },
});
