import { z } from 'zod';
import { EDGE_KINDS } from '../model/graph';

export const planeSchema = z.enum(['kubernetes', 'nsx']);
export const nodeStateSchema = z.enum(['healthy', 'pending', 'warning', 'failed', 'unknown', 'orphan', 'conflict']);
export const tagSchema = z.object({ scope: z.string(), tag: z.string() });
export const factValueSchema = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

export const evidenceSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('tag'), scope: z.string(), tag: z.string() }),
  z.object({ by: z.literal('uid'), field: z.string(), uid: z.string() }),
  z.object({ by: z.literal('path'), field: z.string(), path: z.string() }),
  z.object({ by: z.literal('address'), field: z.string(), address: z.string() }),
  z.object({ by: z.literal('inferred'), reason: z.string() }),
]);

export const graphNodeSchema = z.object({
  id: z.string(),
  kind: z.string(),
  type: z.string(),
  plane: planeSchema,
  source: z.string(),
  key: z.string(),
  name: z.string(),
  namespace: z.string().nullable(),
  cluster: z.string().nullable(),
  state: nodeStateSchema,
  reason: z.string().nullable(),
  facts: z.record(z.string(), factValueSchema),
  labels: z.record(z.string(), z.string()).optional(),
  tags: z.array(tagSchema).optional(),
  createdAt: z.number().nullable(),
  modifiedAt: z.number().nullable(),
  issues: z.array(z.string()),
});

export const graphEdgeSchema = z.object({
  id: z.string(),
  kind: z.enum(EDGE_KINDS),
  from: z.string(),
  to: z.string(),
  evidence: z.array(evidenceSchema).min(1),
});

/** `GET /api/v1/graph`. `partial` lists what is missing from it and why; empty when nothing is. */
export const graphResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  nodes: z.array(graphNodeSchema),
  edges: z.array(graphEdgeSchema),
  partial: z.array(z.string()),
});
export type GraphResponse = z.infer<typeof graphResponseSchema>;
