import { z } from 'zod';
import { nodeRefSchema } from './details';

/** What a rule names: a group or service by id where it has been read, else by its path; literal addresses as they are. */
export const operandSchema = z.object({ name: z.string(), id: z.string().nullable() });

/** A rule of the distributed firewall with its place in the order of evaluation. */
export const firewallRuleSchema = z.object({
  /** The rule; the policy where NSX adds the rule itself (connectivity preference). */
  node: nodeRefSchema,
  policy: nodeRefSchema.nullable(),
  /** The Kubernetes object that the policy was made for; null when it was made for none. */
  madeFor: nodeRefSchema.nullable(),
  category: z.string(),
  /** `internal` when NSX tells its own order of policies. */
  policySequence: z.number(),
  internalSequence: z.number().nullable(),
  /** Null for the rule that a connectivity preference adds: it comes last. */
  sequence: z.number().nullable(),
  ruleId: z.number().nullable(),
  action: z.string(),
  direction: z.enum(['IN', 'OUT', 'IN_OUT']),
  disabled: z.boolean(),
  isDefault: z.boolean(),
  /** Empty means any. */
  sources: z.array(operandSchema),
  sourcesExcluded: z.boolean(),
  destinations: z.array(operandSchema),
  destinationsExcluded: z.boolean(),
  services: z.array(operandSchema),
  /** The scope that holds: that of the policy where it has one. Empty means everywhere. */
  appliedTo: z.array(operandSchema),
  ipProtocol: z.string(),
  profiles: z.array(z.string()),
});
export type FirewallRule = z.infer<typeof firewallRuleSchema>;

/** One rule on the way to a verdict. */
export const stepSchema = z.object({
  rule: firewallRuleSchema,
  met: z.enum(['decided', 'jumped', 'maybe', 'passed', 'disabled']),
  because: z.string(),
});

/** One enforcement point; `unchecked` where the distributed firewall has no port. */
export const checkSchema = z.object({
  at: z.enum(['source', 'destination']),
  port: nodeRefSchema.nullable(),
  outcome: z.enum(['allow', 'drop', 'reject', 'undecidable', 'unchecked']),
  rule: firewallRuleSchema.nullable(),
  because: z.string(),
  /** Rules in order of evaluation, the first ones of `looked`. */
  trail: z.array(stepSchema),
  looked: z.number().int(),
});
export type Check = z.infer<typeof checkSchema>;

export const trafficSchema = z.object({
  protocol: z.number().int(),
  port: z.number().int().nullable(),
  words: z.string(),
});

/** An end of a question. */
export const endSchema = z.object({
  name: z.string(),
  node: nodeRefSchema.nullable(),
  addresses: z.array(z.string()),
});

export const legSchema = z.object({
  to: z.object({ name: z.string(), node: nodeRefSchema.nullable(), address: z.string().nullable() }),
  traffic: trafficSchema,
  /** How the destination was changed on the way. */
  translated: z.string().nullable(),
  source: checkSchema,
  destination: checkSchema,
  outcome: z.enum(['allowed', 'dropped', 'rejected', 'undecidable']),
  because: z.string(),
});

export const outcomeSchema = z.enum(['allowed', 'dropped', 'rejected', 'undecidable', 'no-path', 'mixed']);
export type ReachOutcome = z.infer<typeof outcomeSchema>;

/** What NetworkPolicies alone say to a flow. */
export const networkPolicyIntentSchema = z.object({
  outcome: z.enum(['allowed', 'denied', 'undecidable', 'mixed']),
  because: z.string(),
  /** Those that decide, by the direction they decide for: of the sender (Egress), of the receiver (Ingress). */
  policies: z.array(
    z.object({
      node: nodeRefSchema,
      direction: z.enum(['Ingress', 'Egress']),
      effect: z.enum(['allows', 'isolates', 'unknown']),
    }),
  ),
  assumed: z.array(z.string()),
  /** What NSX does otherwise, and why, in sentences. */
  difference: z.string().nullable(),
});
export type NetworkPolicyIntent = z.infer<typeof networkPolicyIntentSchema>;

/** `GET /api/v1/reachability`. It rests on intent: what is configured, not what a test packet was seen to do. */
export const reachabilityResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  outcome: outcomeSchema,
  because: z.string(),
  basis: z.literal('intent'),
  from: endSchema,
  to: endSchema,
  traffic: trafficSchema,
  /** One for each member behind a VIP or Service, one alone otherwise; the first ones of `legCount`. */
  legs: z.array(legSchema),
  legCount: z.number().int(),
  /** What is out of the common on the way, such as addresses that NSX has bound otherwise. */
  remarks: z.array(z.string()),
  assumed: z.array(z.string()),
  /** The same question under NetworkPolicies alone; null when no end is a Pod. */
  kubernetes: networkPolicyIntentSchema.nullable(),
  /** Sources or kinds that could not be read: the answer may miss what they hold. */
  partial: z.array(z.string()),
});
export type ReachabilityResponse = z.infer<typeof reachabilityResponseSchema>;
