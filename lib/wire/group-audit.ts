import { z } from 'zod';
import { matchSchema } from './details';
import { planeSchema } from './graph';
import { memberVerdictSchema } from './groups';

/** One member in an audit; `path` is that of the segment port, or what NSX calls a port that is not known here. */
const auditedMemberSchema = z.object({
  path: z.string(),
  port: z.string().nullable(),
  cluster: z.string().nullable(),
  namespace: z.string().nullable(),
  pod: z.string().nullable(),
  addresses: z.array(z.string()),
  reasons: z.array(matchSchema),
  verdict: memberVerdictSchema,
  explanation: z.string().nullable(),
});

/** What an audit rests on, and how fresh that was. */
const groundSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  sources: z.array(
    z.object({ name: z.string(), plane: planeSchema, state: z.string(), lastReadAt: z.string().nullable() }),
  ),
  partial: z.array(z.string()),
  basis: z.array(z.string()),
  notes: z.array(z.string()),
  /** Of the bytes in UTF-8 of `content` as canonical JSON (RFC 8785): `jq -cjS .content | sha256sum`. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const auditedGroupSchema = z.object({
  group: z.string(),
  path: z.string(),
  criteria: z.array(z.string()),
  evaluation: z.enum(['evaluated', 'not-evaluable']),
  /** `not-asked` where many groups are audited at once. */
  nsx: z.enum(['read', 'unavailable', 'not-asked']),
  members: z.array(auditedMemberSchema),
  /** Addresses and networks that are members without a port. */
  addresses: z.array(z.string()),
});

/** `GET /api/v1/groups/{id}/audit`. */
export const groupAuditSchema = groundSchema.extend({
  nsxReadAt: z.string().nullable(),
  content: auditedGroupSchema,
});
export type GroupAudit = z.infer<typeof groupAuditSchema>;

/** `GET /api/v1/groups/audit`: all groups that pass a filter, by our evaluation. */
export const groupsAuditSchema = groundSchema.extend({
  /** The filter, and how many groups passed it. */
  filter: z.string(),
  ofNsx: z.boolean(),
  warned: z.boolean(),
  count: z.number().int(),
  content: z.array(auditedGroupSchema),
});
export type GroupsAudit = z.infer<typeof groupsAuditSchema>;
