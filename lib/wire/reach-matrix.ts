import { z } from 'zod';
import { nodeRefSchema } from './details';
import { outcomeSchema, trafficSchema } from './firewall';

/** Endpoints that the firewall treats alike, or one that was asked about. */
export const reachClassSchema = z.object({
  /** What a question about one of them is put with, `from` or `to` of `GET /api/v1/reachability`: one, and another if there is. */
  ends: z.array(z.string()),
  /** The workload that most of them are of, else the name of the first. */
  name: z.string(),
  /** Where they are: a Namespace, or how many. */
  place: z.string(),
  /** How many there are; null for the outside, which nobody has counted. */
  count: z.number().int().nullable(),
  /** The first of them. */
  first: z.array(nodeRefSchema),
});
export type ReachClass = z.infer<typeof reachClassSchema>;

/** What is said of pairs of classes; many pairs share one. */
export const reachSayingSchema = z.object({
  outcome: outcomeSchema,
  because: z.string(),
  /** The check that decided, and its rule; null where none did. */
  at: z.enum(['source', 'destination']).nullable(),
  rule: nodeRefSchema.nullable(),
});
export type ReachSaying = z.infer<typeof reachSayingSchema>;

/** `GET /api/v1/reachability/matrix`. It rests on intent, like every verdict. */
export const reachMatrixResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  basis: z.literal('intent'),
  traffic: trafficSchema,
  /** Who sends, and who receives. */
  rows: z.array(reachClassSchema),
  columns: z.array(reachClassSchema),
  sayings: z.array(reachSayingSchema),
  /** For each row and column the place in `sayings`; null where a class of one would send to itself. */
  cells: z.array(z.array(z.number().int().nullable())),
  /** Classes in the scope, of which the first ones by size are shown, and how many endpoints all of them and those shown hold. */
  classes: z.number().int(),
  shown: z.number().int(),
  endpoints: z.number().int(),
  endpointsShown: z.number().int(),
  /** Segment ports of the scope that have no address, and so neither send nor receive. */
  withoutAddress: z.number().int(),
  partial: z.array(z.string()),
});
export type ReachMatrixResponse = z.infer<typeof reachMatrixResponseSchema>;

/** `GET /api/v1/reachability/peers`: verdicts between one end and each of some objects. */
export const reachPeersResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  basis: z.literal('intent'),
  peers: z.array(
    z.object({ node: z.string(), outcome: outcomeSchema, because: z.string(), rule: nodeRefSchema.nullable() }),
  ),
  partial: z.array(z.string()),
});
export type ReachPeersResponse = z.infer<typeof reachPeersResponseSchema>;
