import { z } from 'zod';
import type { Claim } from '../../model';
import { readFields, wholeNumber } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { lbPoolRuntime } from './lb-runtime';
import { balancerKeys, serviceClaims } from './lb-virtual-server';
import type { Intent } from './object';
import { STRENGTH } from './tags';

const member = z.object({
  ip_address: z.string().optional(),
  port: z.union([z.string(), z.number().transform(String)]).optional(),
  admin_state: z.string().optional(),
  backup_member: z.boolean().optional(),
});
type Member = z.infer<typeof member>;
const schema = z.object({
  algorithm: z.string().optional(),
  members: z.array(member).optional(),
  member_group: z
    .object({
      group_path: z.string().optional(),
      port: wholeNumber.optional(),
      customized_members: z.array(member).optional(),
    })
    .optional(),
  snat_translation: z.object({ type: z.string().optional() }).optional(),
});

/** An LB pool: the addresses behind a VIP. */
export const lbPool = nsxKind({
  name: 'lb-pool',
  type: 'LBPool',
  scope: 'cluster',
  lists: ['/infra/lb-pools', '{kind:vpc}/vpc-lb-pools'],
  live: lbPoolRuntime,
  presentation: {
    singular: 'LB pool',
    plural: 'LB pools',
    icon: 'boxes',
    lane: null,
    facts: [
      { name: 'members', label: 'Members', mono: true },
      { name: 'disabled', label: 'Disabled members', mono: true },
      { name: 'draining', label: 'Members being drained', mono: true },
      { name: 'backups', label: 'Backup members', mono: true },
      { name: 'algorithm', label: 'Algorithm' },
      { name: 'snat', label: 'SNAT' },
      { name: 'group', label: 'Member group', mono: true },
      REALIZATION,
    ],
  },
  hides: 'LB pools, and with them which Pods stand behind a VIP',
  project: (raw, intent) => {
    const { fields, issues } = readFields(schema, raw);
    const members = fields.members ?? [];
    const group = fields.member_group?.group_path;
    const stated = [...members, ...(fields.member_group?.customized_members ?? [])];
    return {
      facts: {
        members: members.map(memberWords),
        disabled: inState(stated, ({ admin_state: state }) => state?.toUpperCase() === 'DISABLED'),
        draining: inState(stated, ({ admin_state: state }) => state?.toUpperCase() === 'GRACEFUL_DISABLED'),
        backups: inState(stated, ({ backup_member: isBackup }) => isBackup === true),
        algorithm: fields.algorithm ?? null,
        snat: fields.snat_translation?.type ?? null,
        group: group ?? null,
        groupPort: fields.member_group?.port ?? null,
      },
      keys: balancerKeys(raw, intent),
      claims: [...serviceClaims(intent), ...members.flatMap((item) => memberClaim(intent, item.ip_address))],
      issues,
    };
  },
});

function inState(members: readonly Member[], is: (member: Member) => boolean): readonly string[] | null {
  const found = members.filter(is);
  return found.length === 0 ? null : found.map(memberWords);
}

/** `10.0.6.4:8080`, `[fd00::4]:8080`. */
function memberWords({ ip_address: address = '?', port }: Member): string {
  return `${address.includes(':') ? `[${address}]` : address}${port === undefined ? '' : `:${port}`}`;
}

function memberClaim({ owner }: Intent, address: string | undefined): readonly Claim[] {
  if (address === undefined) return [];
  const evidence = { by: 'address', field: 'members.ip_address', address } as const;
  return [{ edge: 'backs', tagValue: owner.cluster, key: address, evidence, strength: STRENGTH.address }];
}
