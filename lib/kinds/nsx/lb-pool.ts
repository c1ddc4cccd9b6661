import { z } from 'zod';
import type { Claim } from '../../model';
import { readFields } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { lbPoolRuntime } from './lb-runtime';
import { balancerKeys, serviceClaims } from './lb-virtual-server';
import type { Intent } from './object';
import { STRENGTH } from './tags';

const member = z.object({
  ip_address: z.string().optional(),
  port: z.union([z.string(), z.number().transform(String)]).optional(),
  admin_state: z.string().optional(),
});
const schema = z.object({
  algorithm: z.string().optional(),
  members: z.array(member).optional(),
  member_group: z.object({ group_path: z.string().optional() }).optional(),
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
    return {
      facts: {
        members: members.map((item) => `${item.ip_address ?? '?'}${item.port === undefined ? '' : `:${item.port}`}`),
        algorithm: fields.algorithm ?? null,
        snat: fields.snat_translation?.type ?? null,
        group: group ?? null,
      },
      keys: balancerKeys(raw, intent),
      claims: [...serviceClaims(intent), ...members.flatMap((item) => memberClaim(intent, item.ip_address))],
      issues,
    };
  },
});

function memberClaim({ owner }: Intent, address: string | undefined): readonly Claim[] {
  if (address === undefined) return [];
  const evidence = { by: 'address', field: 'members.ip_address', address } as const;
  return [{ edge: 'backs', tagValue: owner.cluster, key: address, evidence, strength: STRENGTH.address }];
}
