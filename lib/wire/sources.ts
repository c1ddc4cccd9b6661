import { z } from 'zod';
import { planeSchema } from './graph';

export const kindStatusSchema = z.object({
  kind: z.string(),
  state: z.enum(['listing', 'live', 'stale', 'forbidden', 'absent', 'failed']),
  count: z.number().int(),
  unreadable: z.number().int(),
  lastListAt: z.number().nullable(),
  lastChangeAt: z.number().nullable(),
  stalenessBoundMs: z.number().nullable(),
  message: z.string().nullable(),
  namespaces: z.array(z.string()).nullable().optional(),
});

export const clusterIdentitySchema = z.object({
  tagValue: z.string(),
  from: z.enum(['settings', 'ncp-ini', 'nsx-operator', 'node-ports', 'name']),
  where: z.string(),
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
});

export const requestGaugeSchema = z.object({
  perSecond: z.number(),
  limitPerSecond: z.number(),
  inFlight: z.number().int(),
  limitInFlight: z.number().int(),
  settingsPerSecond: z.number().optional(),
  settingsInFlight: z.number().int().optional(),
  total: z.number().int(),
  throttled: z.number().int(),
  failed: z.number().int(),
  sharedWith: z.array(z.string()).optional(),
});

export const sourceHealthSchema = z.object({
  level: z.enum(['green', 'orange', 'red', 'unknown']),
  summary: z.string(),
  endpoints: z.array(
    z.object({
      url: z.string(),
      state: z.enum(['up', 'down', 'unknown']),
      inUse: z.boolean(),
      message: z.string().nullable(),
      since: z.number().nullable(),
    }),
  ),
});

export const sourceStatusSchema = z.object({
  id: z.string(),
  plane: planeSchema,
  name: z.string(),
  endpoints: z.array(z.string()),
  health: sourceHealthSchema.optional(),
  version: z.string().nullable(),
  state: z.enum(['starting', 'live', 'partial', 'stale', 'failed']),
  reason: z.string().nullable(),
  since: z.number(),
  lastSuccessAt: z.number().nullable(),
  retryAt: z.number().nullable(),
  warnings: z.array(z.string()),
  manager: z.string().nullable(),
  tagValue: z.string().nullable(),
  identity: clusterIdentitySchema.nullable().optional(),
  kinds: z.array(kindStatusSchema),
  requests: requestGaugeSchema,
});

/** `GET /api/v1/sources`. */
export const sourcesResponseSchema = z.object({ at: z.string(), sources: z.array(sourceStatusSchema) });
export type SourcesResponse = z.infer<typeof sourcesResponseSchema>;
