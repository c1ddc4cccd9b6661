import { z } from 'zod';
import { nodeRefSchema } from './details';
import { firewallRuleSchema } from './firewall';

/** What is remarkable about a rule, and can be shown. `order`: NSX leaves open which of several rules comes first. */
export const MARK_KINDS = ['disabled', 'empty', 'shadowed', 'redundant', 'unreachable', 'order'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];

export const ruleMarkSchema = z.object({
  kind: z.enum(MARK_KINDS),
  /** In one sentence. */
  words: z.string(),
  /** What it rests on, step by step. */
  proof: z.array(z.string()),
  /** The earlier rule that decides instead. */
  by: z.object({ node: nodeRefSchema, order: z.number().int(), ruleId: z.number().nullable() }).nullable(),
});
export type RuleMark = z.infer<typeof ruleMarkSchema>;

/** A rule in the table of all rules. */
export const listedRuleSchema = firewallRuleSchema.extend({
  /** Place among all rules of its NSX Manager, from 1, in order of evaluation. */
  order: z.number().int(),
  /** The NSX Manager, as the settings call it. */
  manager: z.string(),
  marks: z.array(ruleMarkSchema),
  /** What NSX leaves open about its place; null when the order is certain. */
  tie: z.string().nullable(),
  /** How the Pod or address that was asked about is in the rule; null when none was. */
  sight: z.object({ direction: z.enum(['in', 'out', 'both']), because: z.string() }).nullable(),
  /** What begins with this row of the answer. */
  begins: z.enum(['manager', 'category', 'policy']).nullable(),
});
export type ListedRule = z.infer<typeof listedRuleSchema>;

/** `GET /api/v1/rules`: `rows` are those from `from` on, of `total` that pass the filters. */
export const rulesResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  rows: z.array(listedRuleSchema),
  from: z.number().int(),
  total: z.number().int(),
  /** Rules before any filter. */
  inScope: z.number().int(),
  /** How many rules with each mark pass the filters but that by marks. */
  marks: z.array(z.object({ kind: z.enum(MARK_KINDS), count: z.number().int() })),
  /** The NSX Managers that have rules, and the categories and actions there are. */
  managers: z.array(z.string()),
  categories: z.array(z.string()),
  actions: z.array(z.string()),
  /** The object that was asked about; null when none was, or when it is gone. */
  about: nodeRefSchema.nullable(),
  /** What holds for all of them, such as a firewall that is switched off: sentences. */
  notices: z.array(z.string()),
  partial: z.array(z.string()),
});
export type RulesResponse = z.infer<typeof rulesResponseSchema>;

/** `GET /api/v1/rules/{id}`: one rule of the table. */
export const ruleResponseSchema = z.object({ seq: z.number().int(), at: z.string(), rule: listedRuleSchema });
export type RuleResponse = z.infer<typeof ruleResponseSchema>;

/** `GET /api/v1/rules/hits`: counters of NSX, read for this answer or a few seconds before. */
export const ruleHitsResponseSchema = z.object({
  at: z.string(),
  rows: z.array(
    z.discriminatedUnion('state', [
      z.object({
        id: z.string(),
        state: z.literal('read'),
        hits: z.number(),
        packets: z.number().nullable(),
        bytes: z.number().nullable(),
        sessions: z.number().nullable(),
      }),
      z.object({ id: z.string(), state: z.literal('unread'), reason: z.string() }),
    ]),
  ),
});
export type RuleHitsResponse = z.infer<typeof ruleHitsResponseSchema>;
