import { z } from 'zod';
import { nodeRefSchema } from './details';

/** Where a word was found: `text` under `label`, with the found part at `at`; null when it was reckoned, as an address in a network. */
export const foundInSchema = z.object({
  label: z.string(),
  text: z.string(),
  at: z.number().int().nullable(),
  length: z.number().int(),
});
export type FoundIn = z.infer<typeof foundInSchema>;

export const searchHitSchema = z.object({
  node: nodeRefSchema,
  /** What a card of it says. */
  line: z.string(),
  /** One per word, the best first. */
  matches: z.array(foundInSchema),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

/** `GET /api/v1/search`: what was found, by kind, best first. */
export const searchResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  kinds: z.array(z.object({ kind: z.string(), total: z.number().int(), hits: z.array(searchHitSchema) })),
  total: z.number().int(),
  /** False when time ran out: totals are then what was found until then, and there may be more. */
  complete: z.boolean(),
  /** Objects searched. */
  searched: z.number().int(),
  /** Objects that changed just now and are not searched under their new face yet. */
  waiting: z.number().int(),
  /** What is missing and why, in sentences. */
  partial: z.array(z.string()),
});
export type SearchResponse = z.infer<typeof searchResponseSchema>;
