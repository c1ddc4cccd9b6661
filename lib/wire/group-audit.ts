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

/** `GET /api/v1/groups/{id}/audit`. */
export const groupAuditSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  /** What it rests on, and how fresh that was. */
  sources: z.array(
    z.object({ name: z.string(), plane: planeSchema, state: z.string(), lastReadAt: z.string().nullable() }),
  ),
  partial: z.array(z.string()),
  basis: z.array(z.string()),
  notes: z.array(z.string()),
  nsxReadAt: z.string().nullable(),
  /** Of the bytes in UTF-8 of `content` as canonical JSON (RFC 8785): `jq -cjS .content | sha256sum`. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  content: z.object({
    group: z.string(),
    path: z.string(),
    criteria: z.array(z.string()),
    evaluation: z.enum(['evaluated', 'not-evaluable']),
    nsx: z.enum(['read', 'unavailable']),
    members: z.array(auditedMemberSchema),
    /** Addresses and networks that are members without a port. */
    addresses: z.array(z.string()),
  }),
});
export type GroupAudit = z.infer<typeof groupAuditSchema>;
