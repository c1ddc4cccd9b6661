import { z } from 'zod';
import { matchSchema, nodeRefSchema } from './details';
import { graphNodeSchema } from './graph';

/**
 * What to look at. `not-evaluated`: part of the criteria is not evaluated here; `unknown-type`: they ask for members of a
 * type that is not read; `not-read`: a nested group has not been read; `no-address`: of members only NSX may tell an address; `empty`:
 * nothing is in it although rules name it; `unused`: nothing that is read uses it.
 */
export const GROUP_WARNINGS = ['unknown-type', 'not-evaluated', 'not-read', 'no-address', 'empty', 'unused'] as const;
const groupWarningSchema = z.object({ kind: z.enum(GROUP_WARNINGS), words: z.string() });
export type GroupWarning = z.infer<typeof groupWarningSchema>;

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
  /** The Kubernetes object that it was made for; null when it was made for none. */
  madeFor: nodeRefSchema.nullable(),
  note: z.string().nullable(),
  warnings: z.array(groupWarningSchema),
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
  /** What holds for all of them, such as a firewall that is switched off: sentences. */
  notices: z.array(z.string()),
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
      /** The group that the rule names, when that is one that nests this one. */
      through: nodeRefSchema.nullable(),
    }),
  ),
  /** Groups that nest this one (`around`) and that it nests (`within`), nearest first: the first 200, and how many there are. */
  nesting: z.object({
    total: z.number().int(),
    listed: z.array(
      z.object({
        node: nodeRefSchema,
        side: z.enum(['around', 'within']),
        /** Steps from this group. */
        depth: z.number().int(),
        /** The group one step nearer; null when that is this group. */
        through: nodeRefSchema.nullable(),
        members: z.number().int(),
      }),
    ),
  }),
});
export type GroupResponse = z.infer<typeof groupResponseSchema>;

/** Who says that something is a member. */
export const memberVerdictSchema = z.enum(['both', 'only-ours', 'only-nsx', 'nsx-unknown']);

/**
 * What proves why our evaluation and NSX differ on a member. `lag`: port, segment or group changed shortly before NSX was
 * asked; `not-realized`: NSX has not realized the port; `elsewhere`: the port is not among those read; `near`: something
 * close to the criteria is there, such as a value that was cut off; `not-evaluated`: part of the expression is not evaluated
 * here; `partial`: NSX told a part of its members only; `unknown`: nothing that was read proves why.
 */
const differenceCauseSchema = z.enum([
  'lag',
  'not-realized',
  'elsewhere',
  'near',
  'not-evaluated',
  'partial',
  'unknown',
]);
export type DifferenceCause = z.infer<typeof differenceCauseSchema>;

export const groupMemberSchema = z.object({
  /** The segment port; null when NSX names one that we do not know. */
  port: nodeRefSchema.nullable(),
  pod: nodeRefSchema.nullable(),
  path: z.string(),
  addresses: z.array(z.string()),
  /** Who tells the addresses: Kubernetes of the Pod, or the port's own static ones; null when there are none. */
  addressesFrom: z.enum(['pod', 'port']).nullable(),
  /** Whether NSX counts them all among the addresses of the group; null when that is not known. */
  realized: z.boolean().nullable(),
  matches: z.array(matchSchema),
  verdict: memberVerdictSchema,
  cause: differenceCauseSchema.nullable(),
  explanation: z.string().nullable(),
});
export type GroupMember = z.infer<typeof groupMemberSchema>;

/**
 * A member in the table. `bound`: the addresses that NSX has bound to its port, asked where nothing else tells them or NSX
 * counts others; null where it was not asked.
 */
const memberRowSchema = groupMemberSchema.extend({
  bound: z
    .discriminatedUnion('state', [
      z.object({ state: z.literal('read'), addresses: z.array(z.string()) }),
      z.object({ state: z.literal('unread'), because: z.string() }),
    ])
    .nullable(),
});
export type MemberRow = z.infer<typeof memberRowSchema>;

/** What members can be sorted by; `verdict` sets differences first. */
export const MEMBER_COLUMNS = ['verdict', 'name', 'namespace', 'cluster', 'address'] as const;
export type MemberColumn = (typeof MEMBER_COLUMNS)[number];

/**
 * Why a port is nearly a member. `missing-tag`: the Pod has the label, its port not the tag; `cut-off`: NSX holds the start
 * of the value; `other-scope`: the value is there under another scope; `other-object`: the tag is on the segment instead of
 * the port, or the other way round; `one-short`: all other conditions are met.
 */
const nearMissCauseSchema = z.enum(['missing-tag', 'cut-off', 'other-scope', 'other-object', 'one-short']);
export type NearMissCause = z.infer<typeof nearMissCauseSchema>;

const nearMissSchema = z.object({
  port: nodeRefSchema,
  pod: nodeRefSchema.nullable(),
  addresses: z.array(z.string()),
  cause: nearMissCauseSchema,
  /** The one condition that is not met, in words. */
  criterion: z.string(),
  explanation: z.string(),
});
export type NearMiss = z.infer<typeof nearMissSchema>;

/** `GET /api/v1/groups/{id}/near-misses`. */
export const nearMissesResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  /** Ports of the NSX Manager that were looked at: all of them. */
  looked: z.number().int(),
  /** Near misses among them, and at most 200 of these: those with something close to the condition before others. */
  total: z.number().int(),
  listed: z.array(nearMissSchema),
  /** What of the expression is not evaluated here, and so gives no near misses. */
  notEvaluated: z.array(z.string()),
});
export type NearMissesResponse = z.infer<typeof nearMissesResponseSchema>;
export type NearMisses = Omit<NearMissesResponse, 'seq' | 'at'>;

/**
 * `GET /api/v1/groups/{id}/members`: our evaluation beside NSX's own effective members, read on demand. `rows` are those
 * from `from` on, of `total` that pass the filter.
 */
export const groupMembersResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  ours: z.discriminatedUnion('state', [
    z.object({ state: z.literal('evaluated'), count: z.number().int() }),
    z.object({ state: z.literal('not-evaluable'), reason: z.string() }),
  ]),
  nsx: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('read'),
      at: z.string(),
      count: z.number().int(),
      /** False when the pages that NSX gave did not fit together: members may be missing. */
      whole: z.boolean(),
    }),
    z.object({ state: z.literal('unavailable'), at: z.string(), forbidden: z.boolean(), reason: z.string() }),
  ]),
  rows: z.array(memberRowSchema),
  from: z.number().int(),
  total: z.number().int(),
  /** Members by either evaluation before any filter; how many of them differ, and how many have no address. */
  all: z.number().int(),
  differing: z.number().int(),
  withoutAddress: z.number().int(),
  /** IP addresses and ranges that are members without a port: the first 200, and how many there are. */
  addresses: z.array(z.string()),
  addressCount: z.number().int(),
});
export type GroupMembersResponse = z.infer<typeof groupMembersResponseSchema>;

/** `GET /api/v1/groups/effective`: how NSX's own members of some groups compare with ours, asked of NSX for this answer. */
export const groupEffectiveResponseSchema = z.object({
  rows: z.array(
    z.discriminatedUnion('state', [
      z.object({
        id: z.string(),
        state: z.literal('read'),
        /** When NSX was asked. */
        at: z.string(),
        count: z.number().int(),
        whole: z.boolean(),
        /** Members by one evaluation alone; null when ours is not possible. */
        onlyOurs: z.number().int().nullable(),
        onlyNsx: z.number().int().nullable(),
      }),
      z.object({
        id: z.string(),
        state: z.literal('unread'),
        at: z.string(),
        why: z.enum(['forbidden', 'failed', 'gone']),
        reason: z.string(),
      }),
    ]),
  ),
});
export type GroupEffectiveResponse = z.infer<typeof groupEffectiveResponseSchema>;
