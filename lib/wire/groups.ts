import { z } from 'zod';
import { matchSchema, nodeRefSchema } from './details';
import { graphNodeSchema } from './graph';

export const groupSummarySchema = z.object({
  node: nodeRefSchema,
  domain: z.string(),
  path: z.string(),
  /** Criteria in words, joined: `Segment port has tag secgroup = web`. */
  criteria: z.string(),
  /** Members by our evaluation of intent; null when the expression cannot be evaluated, with the reason in `note`. */
  members: z.number().int().nullable(),
  rules: z.number().int(),
  /** Who made it: `admin`, `ncp`, `nsx-operator`, `nsx`. */
  madeBy: z.enum(['admin', 'ncp', 'nsx-operator', 'nsx']),
  note: z.string().nullable(),
});
export type GroupSummary = z.infer<typeof groupSummarySchema>;

/** `GET /api/v1/groups`: `rows` are those from `from` on, of `total` that pass the filter. */
export const groupsResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  rows: z.array(groupSummarySchema),
  from: z.number().int(),
  total: z.number().int(),
  /** Groups before any filter, and how many of them NSX made for itself. */
  inScope: z.number().int(),
  ofNsx: z.number().int(),
  partial: z.array(z.string()),
});
export type GroupsResponse = z.infer<typeof groupsResponseSchema>;

/** One criterion of the expression, nested ones included. */
export const criterionSchema = z.object({
  depth: z.number().int(),
  conjunction: z.enum(['and', 'or']).nullable(),
  words: z.string(),
});

/** `GET /api/v1/groups/{id}`. */
export const groupResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  group: graphNodeSchema,
  summary: groupSummarySchema,
  criteria: z.array(criterionSchema),
  usedBy: z.array(
    z.object({
      rule: nodeRefSchema,
      policy: nodeRefSchema.nullable(),
      as: z.array(z.enum(['source', 'destination', 'applied-to'])),
      action: z.string(),
      disabled: z.boolean(),
      ruleId: z.number().nullable(),
      category: z.string(),
    }),
  ),
});
export type GroupResponse = z.infer<typeof groupResponseSchema>;

/** Why our evaluation and NSX differ on one member. */
export const memberVerdictSchema = z.enum(['both', 'only-ours', 'only-nsx', 'nsx-unknown']);

export const groupMemberSchema = z.object({
  /** The segment port; null when NSX names one that we do not know. */
  port: nodeRefSchema.nullable(),
  pod: nodeRefSchema.nullable(),
  path: z.string(),
  addresses: z.array(z.string()),
  matches: z.array(matchSchema),
  verdict: memberVerdictSchema,
  explanation: z.string().nullable(),
});
export type GroupMember = z.infer<typeof groupMemberSchema>;

/** `GET /api/v1/groups/{id}/members`: our evaluation beside NSX's own effective members, read on demand. */
export const groupMembersResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  ours: z.discriminatedUnion('state', [
    z.object({ state: z.literal('evaluated'), count: z.number().int() }),
    z.object({ state: z.literal('not-evaluable'), reason: z.string() }),
  ]),
  nsx: z.discriminatedUnion('state', [
    z.object({ state: z.literal('read'), at: z.string(), count: z.number().int() }),
    z.object({ state: z.literal('unavailable'), at: z.string(), reason: z.string() }),
  ]),
  members: z.array(groupMemberSchema),
  /** IP addresses and ranges that are members without a port. */
  addresses: z.array(z.string()),
});
export type GroupMembersResponse = z.infer<typeof groupMembersResponseSchema>;
