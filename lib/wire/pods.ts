import { z } from 'zod';
import { nodeStateSchema } from './graph';

/** A Pod with the segment port it became; null where there is none. Times are epoch milliseconds. */
export const podRowSchema = z.object({
  id: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  name: z.string(),
  state: nodeStateSchema,
  reason: z.string().nullable(),
  address: z.string().nullable(),
  clusterNode: z.string().nullable(),
  port: z.string().nullable(),
  segment: z.string().nullable(),
  /** How many groups its port is in. */
  groups: z.number().int(),
  createdAt: z.number().nullable(),
});

/** `GET /api/v1/pods`: `rows` are those from `from` on, of `total` that pass the filter. */
export const podsResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  rows: z.array(podRowSchema),
  from: z.number().int(),
  total: z.number().int(),
  /** Pods of the scope before any filter. */
  inScope: z.number().int(),
  /** Of the total: how many have a segment port. */
  withPort: z.number().int(),
  partial: z.array(z.string()),
});
export type PodsResponse = z.infer<typeof podsResponseSchema>;
