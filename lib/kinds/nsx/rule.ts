import { z } from 'zod';
import { parseServiceEntries, type ServiceEntry } from '../../dfw/service';
import type { Claim, EdgeKind } from '../../model';
import { readFields, unreadFields, wholeNumber } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { type Intent, parentPath, toPath, underPath } from './object';
import { idClaim, idGrammar, uidClaim } from './tags';

const texts = z.array(z.string()).optional();
const schema = z.object({
  action: z.string().optional(),
  direction: z.string().optional(),
  sequence_number: wholeNumber.optional(),
  rule_id: wholeNumber.optional(),
  source_groups: texts,
  destination_groups: texts,
  sources_excluded: z.boolean().optional(),
  destinations_excluded: z.boolean().optional(),
  services: texts,
  service_entries: z.array(z.unknown()).optional(),
  profiles: texts,
  is_default: z.boolean().optional(),
  scope: texts,
  disabled: z.boolean().optional(),
  logged: z.boolean().optional(),
  ip_protocol: z.string().optional(),
});

const podUid = idGrammar('hcr_');

/** What evaluation needs of a rule. Operands are group paths, literal addresses, or `ANY`. */
export interface RuleDetail {
  /** Of the gateway firewall: it guards gateways, and no port ever sees it. */
  readonly gateway: boolean;
  readonly action: string;
  readonly direction: 'IN' | 'OUT' | 'IN_OUT';
  readonly sequence: number;
  readonly ruleId: number | null;
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  readonly sourcesExcluded: boolean;
  readonly destinationsExcluded: boolean;
  readonly services: readonly string[];
  readonly serviceEntries: readonly ServiceEntry[];
  /** Context profiles of layer 7, or `ANY`. */
  readonly profiles: readonly string[];
  readonly scope: readonly string[];
  readonly disabled: boolean;
  readonly ipProtocol: string;
  readonly isDefault: boolean;
  /** Fields that evaluation needs and that could not be read: what they say is not known. */
  readonly unread: readonly string[];
}

/** A firewall rule. */
export const rule = nsxKind({
  name: 'rule',
  type: 'Rule',
  scope: 'any',
  lists: ['{policies}/rules', '{kind:gateway-policy}/rules'],
  dfw: 'rule',
  presentation: {
    singular: 'rule',
    plural: 'rules',
    icon: 'list-checks',
    lane: null,
    facts: [
      { name: 'action', label: 'Action' },
      { name: 'direction', label: 'Direction' },
      { name: 'sequence', label: 'Sequence' },
      { name: 'ruleId', label: 'Rule id' },
      { name: 'sources', label: 'Sources', mono: true },
      { name: 'destinations', label: 'Destinations', mono: true },
      { name: 'services', label: 'Services', mono: true },
      { name: 'scope', label: 'Applied to', mono: true },
      { name: 'disabled', label: 'Disabled' },
      REALIZATION,
    ],
  },
  hides: 'firewall rules',
  project: (raw, intent) => {
    const { fields, issues } = readFields(schema, raw);
    const detail = toDetail(fields, { gateway: intent.path.includes('/gateway-policies/'), issues });
    return {
      facts: {
        action: detail.action,
        direction: detail.direction,
        sequence: detail.sequence,
        ruleId: detail.ruleId,
        sources: negated(detail.sources, detail.sourcesExcluded),
        destinations: negated(detail.destinations, detail.destinationsExcluded),
        services: detail.services,
        scope: detail.scope,
        disabled: detail.disabled,
      },
      relations: [
        ...underPath('contains', parentPath(intent.path, 'rules')),
        ...groups('source', 'source_groups', detail.sources),
        ...groups('destination', 'destination_groups', detail.destinations),
        ...groups('applied-to', 'scope', detail.scope),
        ...groups('uses', 'services', detail.services),
      ],
      claims: claimsOf(intent),
      issues,
      detail,
    };
  },
});

/** Rules of nsx-operator carry tags; NCP's rule for the probes of a Pod names it by id alone. */
function claimsOf({ owner, id }: Intent): readonly Claim[] {
  return [...uidClaim(owner, owner.policyUid), ...idClaim(owner, podUid(id))];
}

/** Of no weight for what a rule does. */
const BESIDE: ReadonlySet<string> = new Set(['rule_id', 'logged', 'is_default']);

function toDetail(
  fields: z.infer<typeof schema>,
  { gateway, issues }: { readonly gateway: boolean; readonly issues: readonly string[] },
): RuleDetail {
  const direction = fields.direction?.toUpperCase() ?? 'IN_OUT';
  const known = direction === 'IN' || direction === 'OUT' || direction === 'IN_OUT' ? direction : null;
  const unread = unreadFields(issues).filter((field) => !BESIDE.has(field));
  return {
    gateway,
    action: fields.action?.toUpperCase() ?? '',
    direction: known ?? 'IN_OUT',
    sequence: fields.sequence_number ?? 0,
    ruleId: fields.rule_id ?? null,
    sources: fields.source_groups ?? ['ANY'],
    destinations: fields.destination_groups ?? ['ANY'],
    sourcesExcluded: fields.sources_excluded === true,
    destinationsExcluded: fields.destinations_excluded === true,
    services: fields.services ?? ['ANY'],
    serviceEntries: parseServiceEntries(fields.service_entries ?? []),
    profiles: fields.profiles ?? ['ANY'],
    scope: fields.scope ?? ['ANY'],
    disabled: fields.disabled === true,
    ipProtocol: fields.ip_protocol?.toUpperCase() ?? 'IPV4_IPV6',
    isDefault: fields.is_default === true,
    unread: known === null ? [...unread, 'direction'] : unread,
  };
}

function groups(edge: EdgeKind, field: string, operands: readonly string[]) {
  return operands.flatMap((path) => (path.startsWith('/') ? toPath(edge, field, path) : []));
}

function negated(operands: readonly string[], excluded: boolean): readonly string[] {
  return excluded ? ['all but', ...operands] : operands;
}
