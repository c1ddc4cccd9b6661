import { z } from 'zod';

/** Body of every error answer of the public API (`application/problem+json`). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  /** One entry per mistake: where it is, what is wrong, what to do. */
  problems: z.array(z.object({ where: z.string(), message: z.string() })),
});
export type Problem = z.infer<typeof problemSchema>;

/** `GET /api/v1/health/live` and `/ready`, and `/api/v1/health` for both. */
export const healthResponseSchema = z.object({
  live: z.boolean(),
  ready: z.boolean(),
  startedAt: z.string(),
  version: z.string(),
  reasons: z.array(z.string()),
});
export type HealthResponse = z.infer<typeof healthResponseSchema>;
