import { z } from 'zod';
import { nodeRefSchema } from './details';
import { firewallRuleSchema, outcomeSchema, trafficSchema } from './firewall';

const id = z.string().min(1);

/** Something thought to be otherwise; nothing is written anywhere. */
export const editSchema = z.discriminatedUnion('type', [
  /** Labels of Pods by key; null takes one off. */
  z.object({
    type: z.literal('labels'),
    pods: z.array(id).min(1).max(500),
    labels: z.record(z.string().min(1), z.string().nullable()),
  }),
  /** Criteria of a group, as NSX writes them in `expression`. */
  z.object({ type: z.literal('group'), group: id, expression: z.array(z.record(z.string(), z.unknown())).max(40) }),
  z.object({ type: z.literal('rule'), rule: id, disabled: z.boolean() }),
  /** A rule with the fields that NSX gives one, in a policy that is there. */
  z.object({ type: z.literal('add-rule'), policy: id, rule: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('delete-namespace'), namespace: id }),
]);
export type WireEdit = z.infer<typeof editSchema>;

/** Ports that are alike: whose they are, with the first ones. */
const portsSchema = z.object({
  count: z.number().int(),
  /** Pods, or ports that belong to none; the first ones of `count`. */
  first: z.array(nodeRefSchema),
});

/** One end in a few words. */
const endSchema = portsSchema.extend({
  name: z.string(),
  /** Ports that fare alike; what lies outside NSX; a Service or virtual server, which is then `first`. */
  type: z.enum(['ports', 'outside', 'front']),
  /** Segment ports; null outside NSX. */
  count: z.number().int().nullable(),
});

const sideSchema = z.object({
  outcome: outcomeSchema,
  because: z.string(),
  /** The rules that decide at both ends; null where none does. */
  sourceRule: firewallRuleSchema.nullable(),
  destinationRule: firewallRuleSchema.nullable(),
});

/** `GET /api/v1/what-if?edit=…`: what would be otherwise. Lists give the first ones of their count. */
export const whatIfResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  /** Every edit in words, with what would do it: a command of kubectl, or a call of the NSX API. */
  edits: z.array(z.object({ words: z.string(), commands: z.array(z.string()) })),
  groups: z.array(z.object({ group: nodeRefSchema, entered: portsSchema, left: portsSchema })),
  groupCount: z.number().int(),
  rules: z.array(z.object({ rule: firewallRuleSchema, starts: portsSchema, stops: portsSchema })),
  ruleCount: z.number().int(),
  verdicts: z.array(
    z.object({
      from: endSchema,
      to: endSchema,
      /** All that fares alike between them. */
      traffics: z.array(trafficSchema),
      /** The outcome is that of all; the rules are those of the first, others may rest on other rules now. */
      before: sideSchema,
      after: sideSchema,
      /** From each to each other, for each traffic. */
      flows: z.number().int(),
      /** One of them, as `from` and `to` of `reachability` take it. */
      example: z.object({ from: z.string(), to: z.string() }),
    }),
  ),
  verdictCount: z.number().int(),
  /** Flows of all verdicts, of those that are not listed too. */
  flowCount: z.number().int(),
  gone: portsSchema,
  /** What was compared: pairs of classes and what is outside NSX, by name, each with all of this traffic; ports of Services and VIPs. */
  compared: z.object({
    pairs: z.number().int(),
    outside: z.array(z.string()),
    fronts: z.number().int(),
    traffics: z.array(trafficSchema),
  }),
  /** What was not compared. */
  leftOut: z.array(z.string()),
  assumed: z.array(z.string()),
  partial: z.array(z.string()),
});
export type WhatIfResponse = z.infer<typeof whatIfResponseSchema>;
