import { z } from 'zod';
import { parseServiceEntries, type ServiceEntry } from '../../dfw/service';
import { isObject, readFields } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { idClaim, idGrammar, uidClaim } from './tags';

const texts = z.array(z.string()).optional();
const entry = z.object({
  resource_type: z.string().optional(),
  l4_protocol: z.string().optional(),
  destination_ports: texts,
  protocol: z.string().optional(),
  protocol_number: z.coerce.number().optional(),
});
const schema = z.object({ is_default: z.boolean().optional(), service_entries: z.array(z.unknown()).optional() });

/** NSX lets nobody make a service without entries: an answer that has none is short of them. */
const NOT_TOLD = [{ resource_type: 'that was not told' }];

const podUid = idGrammar('hc_');

/** What evaluation needs of a service. */
export interface ServiceDetail {
  readonly entries: readonly ServiceEntry[];
}

/** A service of NSX: protocols and ports that rules name. Not a Kubernetes Service. */
export const nsxService = nsxKind({
  name: 'nsx-service',
  type: 'Service',
  scope: 'any',
  lists: ['/infra/services', '{kind:project}/infra/services'],
  dfw: 'service',
  presentation: {
    singular: 'NSX service',
    plural: 'NSX services',
    icon: 'plug-zap',
    lane: null,
    facts: [{ name: 'entries', label: 'Entries', mono: true }, { name: 'builtIn', label: 'Built in' }, REALIZATION],
  },
  hides: 'NSX services, and with them the ports that rules name',
  project: (raw, intent) => {
    const { fields, issues } = readFields(schema, raw);
    const entries = (fields.service_entries ?? [])
      .filter(isObject)
      .map((item) => entryWords(readFields(entry, item).fields));
    const told = fields.service_entries ?? [];
    const detail: ServiceDetail = { entries: parseServiceEntries(told.length === 0 ? NOT_TOLD : told) };
    return {
      facts: { entries, builtIn: fields.is_default === true },
      claims: [
        ...uidClaim(intent.owner, intent.owner.policyUid),
        ...(podUid(intent.id) === null ? [] : uidClaim(intent.owner, intent.owner.podUid)),
        ...idClaim(intent.owner, podUid(intent.id)),
      ],
      issues,
      detail,
    };
  },
});

/** `TCP 80, 443`; an entry without ports means all of them. */
function entryWords(item: z.infer<typeof entry>): string {
  if (item.l4_protocol !== undefined) {
    const ports = item.destination_ports ?? [];
    return `${item.l4_protocol} ${ports.length === 0 ? 'all ports' : ports.join(', ')}`;
  }
  if (item.protocol !== undefined) return item.protocol;
  if (item.protocol_number !== undefined) return `protocol ${item.protocol_number}`;
  return item.resource_type ?? 'entry of unknown type';
}
