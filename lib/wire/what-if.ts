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

/** A class in a few words: `3 Pods of frontend in development`. */
const classSchema = portsSchema.extend({ name: z.string() });

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
    z.object({ from: classSchema, to: classSchema, traffic: trafficSchema, before: sideSchema, after: sideSchema }),
  ),
  verdictCount: z.number().int(),
  gone: portsSchema,
  /** Pairs of classes that were compared, each with all of this traffic. */
  compared: z.object({ pairs: z.number().int(), traffics: z.array(trafficSchema) }),
  /** What was not compared. */
  leftOut: z.array(z.string()),
  assumed: z.array(z.string()),
  partial: z.array(z.string()),
});
export type WhatIfResponse = z.infer<typeof whatIfResponseSchema>;
