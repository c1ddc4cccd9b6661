import { z } from 'zod';
import { BOX_KINDS, LANES } from '../view/view';
import { nodeStateSchema, planeSchema } from './graph';
import { sourceStatusSchema } from './sources';

export const regionSchema = z.object({
  id: z.string(),
  kind: z.enum(BOX_KINDS),
  title: z.string(),
  cluster: z.string().nullable(),
  namespace: z.string().nullable(),
  node: z.string().nullable(),
  summary: z.string(),
  state: nodeStateSchema,
  reason: z.string().nullable(),
  folded: z.boolean(),
  pods: z.number().int(),
  tile: z
    .object({ planes: z.array(planeSchema), objects: z.number().int(), found: z.number().int().optional() })
    .optional(),
});

export const cardSchema = z.object({
  id: z.string(),
  kind: z.string(),
  lane: z.enum(LANES),
  region: z.string().nullable(),
  cluster: z.string().nullable(),
  namespace: z.string().nullable(),
  title: z.string(),
  line: z.string(),
  badge: z.string().nullable(),
  planes: z.array(planeSchema),
  state: nodeStateSchema,
  reason: z.string().nullable(),
  nodes: z.array(z.string()),
  folded: z.number().int(),
  found: z.number().int().optional(),
});

export const linkSchema = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  kind: z.string(),
  evidence: z.string(),
  crossPlane: z.boolean(),
  quiet: z.boolean().optional(),
});

export const viewSummarySchema = z.object({
  drawn: z.number().int(),
  folded: z.number().int(),
  objects: z.number().int(),
  orphans: z.number().int(),
  found: z.number().int().optional(),
  hidden: z.number().int().optional(),
  about: z.object({ kind: z.string(), name: z.string(), hasDepth: z.boolean() }).optional(),
  networks: z.enum(['vpc', 'both']).optional(),
  spansClusters: z.boolean().optional(),
  notes: z.array(z.string()),
  empty: z.string().nullable(),
});

const keyedDelta = <T extends z.ZodType>(value: T) =>
  z.object({ put: z.record(z.string(), value), remove: z.array(z.string()) });

/**
 * Messages of the event stream (`GET /api/v1/events`). `view` is the key of a view spec (see view-key.ts). The SSE `id` of
 * snapshot and patch is `<epoch>.<seq>`: a reconnect with Last-Event-ID gets the missing patches, or one fresh snapshot.
 */
export const streamMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), version: z.number().int(), epoch: z.string(), heartbeatMs: z.number().int() }),
  z.object({
    type: z.literal('snapshot'),
    view: z.string(),
    seq: z.number().int(),
    at: z.number(),
    regions: z.record(z.string(), regionSchema),
    cards: z.record(z.string(), cardSchema),
    links: z.record(z.string(), linkSchema),
    summary: viewSummarySchema,
  }),
  z.object({
    type: z.literal('patch'),
    view: z.string(),
    /** The patch applies to a view at `from` and leads to `seq`; a gap means the client asks for a snapshot. */
    from: z.number().int(),
    seq: z.number().int(),
    at: z.number(),
    regions: keyedDelta(regionSchema),
    cards: keyedDelta(cardSchema),
    links: keyedDelta(linkSchema),
    summary: viewSummarySchema,
  }),
  /** The graph moved on: pages that show request/response data may ask again. */
  z.object({ type: z.literal('pulse'), seq: z.number().int(), at: z.number() }),
  z.object({ type: z.literal('sources'), at: z.number(), sources: z.array(sourceStatusSchema) }),
  z.object({ type: z.literal('heartbeat'), at: z.number(), seq: z.number().int() }),
  z.object({ type: z.literal('bye'), reason: z.string() }),
]);
export type StreamMessage = z.infer<typeof streamMessageSchema>;
export type SnapshotMessage = Extract<StreamMessage, { type: 'snapshot' }>;
export type PatchMessage = Extract<StreamMessage, { type: 'patch' }>;
