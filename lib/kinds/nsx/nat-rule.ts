import { z } from 'zod';
import type { RelationStatement } from '../../model';
import { readFields } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { type Intent, parentPath, toPath } from './object';
import { idGrammar, namespaceClaims } from './tags';

const schema = z.object({
  action: z.string().optional(),
  source_network: z.string().optional(),
  destination_network: z.string().optional(),
  translated_network: z.string().optional(),
  sequence_number: z.coerce.number().optional(),
  enabled: z.boolean().optional(),
});
const namespaceUid = idGrammar('nat_', '_\\d+');

/** A NAT rule: for a namespace, the address its Pods show outside. */
export const natRule = nsxKind({
  name: 'nat-rule',
  type: 'PolicyNatRule',
  alsoTypes: ['PolicyVpcNatRule'],
  scope: 'cluster',
  lists: ['{tier0s}/nat/USER/nat-rules', '{tier1s}/nat/USER/nat-rules', '{kind:vpc}/nat/USER/nat-rules'],
  presentation: {
    singular: 'NAT rule',
    plural: 'NAT rules',
    icon: 'arrow-left-right',
    lane: null,
    facts: [
      { name: 'action', label: 'Action' },
      { name: 'source', label: 'Source', mono: true },
      { name: 'destination', label: 'Destination', mono: true },
      { name: 'translated', label: 'Translated', mono: true },
      { name: 'sequence', label: 'Sequence' },
      { name: 'enabled', label: 'Enabled' },
      REALIZATION,
    ],
  },
  hides: 'NAT rules, and with them the addresses that Pods show outside',
  project: (raw, intent) => {
    const { fields, issues } = readFields(schema, raw);
    return {
      facts: {
        action: fields.action ?? null,
        source: fields.source_network ?? null,
        destination: fields.destination_network ?? null,
        translated: fields.translated_network ?? null,
        sequence: fields.sequence_number ?? null,
        enabled: fields.enabled !== false,
      },
      relations: [...toPath('connects', 'path', parentPath(intent.path, 'nat')), ...fromPool(intent)],
      claims: namespaceClaims(intent.owner, intent.id, namespaceUid),
      issues,
    };
  },
});

/** `ncp/extpoolid` names the pool the address came from by its id. */
function fromPool({ tags }: Intent): readonly RelationStatement[] {
  const tag = tags.find((candidate) => candidate.scope === 'ncp/extpoolid' && candidate.tag !== '');
  if (tag === undefined) return [];
  const key = tag.tag.startsWith('/') ? tag.tag : `/infra/ip-pools/${tag.tag}`;
  const evidence = { by: 'tag', scope: tag.scope, tag: tag.tag } as const;
  return [{ edge: 'allocates', direction: 'out', target: { by: 'key', key }, evidence }];
}
