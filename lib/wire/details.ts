import { z } from 'zod';
import { evidenceSchema, factValueSchema, graphNodeSchema, nodeStateSchema, planeSchema, tagSchema } from './graph';

/** A node named in passing. */
export const nodeRefSchema = z.object({
  id: z.string(),
  kind: z.string(),
  type: z.string(),
  plane: planeSchema,
  name: z.string(),
  namespace: z.string().nullable(),
  cluster: z.string().nullable(),
  state: nodeStateSchema,
});
export type NodeRef = z.infer<typeof nodeRefSchema>;

export const relationSchema = z.object({
  edge: z.string(),
  /** In words, read from this object: `is realized by`, `is on`, `runs on`. */
  words: z.string(),
  direction: z.enum(['out', 'in']),
  crossPlane: z.boolean(),
  other: nodeRefSchema,
  evidence: z.array(evidenceSchema).min(1),
});

/** A presented fact: `mono` for addresses, UIDs, paths. */
export const presentedFactSchema = z.object({
  name: z.string(),
  label: z.string(),
  value: factValueSchema,
  mono: z.boolean(),
});

/**
 * The raw object, read from the source at this moment with secrets taken out. `unavailable` says why there is none.
 */
export const rawSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('read'),
    at: z.string(),
    object: z.record(z.string(), z.unknown()),
    redacted: z.array(z.string()),
  }),
  z.object({ state: z.literal('unavailable'), at: z.string(), reason: z.string() }),
]);
export type Raw = z.infer<typeof rawSchema>;

/** `GET /api/v1/objects/{id}`; `raw` only with `?raw=true`. */
export const objectResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  node: graphNodeSchema,
  facts: z.array(presentedFactSchema),
  /** Of each sort the first ones; `relationCount` counts all. */
  relations: z.array(relationSchema),
  relationCount: z.number().int(),
  raw: rawSchema.optional(),
});
export type ObjectResponse = z.infer<typeof objectResponseSchema>;

/** A criterion of a group that a port met: the words, and the tag that met it. */
export const matchSchema = z.object({ criterion: z.string(), evidence: evidenceSchema });
export type Match = z.infer<typeof matchSchema>;

/** A rule as one Pod sees it. `order` counts from 1 in evaluation order. */
export const seenRuleSchema = z.object({
  order: z.number().int(),
  node: nodeRefSchema,
  policy: nodeRefSchema.nullable(),
  category: z.string(),
  action: z.string(),
  direction: z.enum(['in', 'out', 'both']),
  disabled: z.boolean(),
  ruleId: z.number().nullable(),
  sources: z.array(z.string()),
  destinations: z.array(z.string()),
  services: z.array(z.string()),
  appliedTo: z.array(z.string()),
  /** Through which group or address the Pod is in the rule. */
  because: z.string(),
});
export type SeenRule = z.infer<typeof seenRuleSchema>;

/** A label beside its tag. */
export const labelTagSchema = z.object({
  key: z.string(),
  label: z.string().nullable(),
  tag: z.string().nullable(),
  verdict: z.enum(['same', 'differs', 'missing-tag', 'extra-tag', 'never-copied', 'truncated']),
  words: z.string(),
});
export type LabelTag = z.infer<typeof labelTagSchema>;

/** Realized state of a segment port, read from NSX on demand and shared between viewers for a few seconds. */
export const portStateSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('read'),
    at: z.string(),
    attachment: z.string().nullable(),
    bindings: z.array(
      z.object({
        ip: z.string().nullable(),
        mac: z.string().nullable(),
        vlan: z.number().nullable(),
        source: z.string().nullable(),
      }),
    ),
    duplicates: z.array(z.string()),
    transportNodes: z.array(z.string()),
    realization: z.string().nullable(),
    alarms: z.array(z.string()),
  }),
  z.object({ state: z.literal('unavailable'), at: z.string(), reason: z.string() }),
]);
export type PortState = z.infer<typeof portStateSchema>;

export const chainStepSchema = z.object({ node: nodeRefSchema, line: z.string(), evidence: z.array(evidenceSchema) });

/** `GET /api/v1/pods/{cluster}/{namespace}/{name}`: the Pod's passport. Fields that are not known are null or empty, with the reason in `notes`. */
export const podResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  pod: graphNodeSchema,
  port: graphNodeSchema.nullable(),
  /** Why there is no port: host network, waiting, NSX not readable; null when there is one. */
  noPort: z.string().nullable(),
  correlation: z.array(evidenceSchema),
  facts: z.array(
    z.object({
      label: z.string(),
      kubernetes: z.string().nullable(),
      nsx: z.string().nullable(),
      mono: z.boolean(),
      verdict: z.enum(['same', 'differs', 'one-sided', 'unknown']),
    }),
  ),
  labels: z.array(labelTagSchema),
  otherTags: z.array(tagSchema),
  /** From the Pod up to the Tier-0. */
  chain: z.array(chainStepSchema),
  clusterNode: nodeRefSchema.nullable(),
  snat: z.array(z.object({ address: z.string(), node: nodeRefSchema })),
  vips: z.array(
    z.object({
      address: z.string(),
      ports: z.array(z.string()),
      virtualServer: nodeRefSchema,
      service: nodeRefSchema.nullable(),
    }),
  ),
  /** Groups by the criteria that the port met, which many may share: the first of them, how many there are, and where the rest is listed. */
  groups: z.array(
    z.object({
      matches: z.array(matchSchema),
      count: z.number().int(),
      first: z.array(nodeRefSchema),
      /** A list of the page of the port. */
      list: z.string(),
    }),
  ),
  rules: z.array(seenRuleSchema),
  portState: portStateSchema.nullable(),
  notes: z.array(z.string()),
});
export type PodResponse = z.infer<typeof podResponseSchema>;
