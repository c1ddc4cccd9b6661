import { z } from 'zod';
import { nodeRefSchema } from './details';
import { evidenceSchema, factValueSchema, nodeStateSchema } from './graph';

/** A value of a row, or another object. */
export const listCellSchema = z.union([factValueSchema, z.object({ node: nodeRefSchema })]);
export type ListCell = z.infer<typeof listCellSchema>;

/** One line of a list: the object it is about if there is one, values by the name of their column, and how it is known. */
export const listRowSchema = z.object({
  key: z.string(),
  title: z.string(),
  node: nodeRefSchema.nullable(),
  /** Why the object is in its state; null when there is nothing to say. */
  reason: z.string().nullable(),
  cells: z.record(z.string(), listCellSchema),
  evidence: z.array(evidenceSchema),
});
export type ListRow = z.infer<typeof listRowSchema>;

/** How many objects are in a state, worst state first. */
const tallySchema = z.array(z.object({ state: nodeStateSchema, count: z.number().int() }));

/** Some of the lines of a list, those in the worst state first; `found` counts those that were looked for, `count` all. */
export const objectListSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** What the list tells beside its lines; null when nothing. */
  says: z.string().nullable(),
  /** What the first column holds. */
  subject: z.string(),
  columns: z.array(z.object({ name: z.string(), label: z.string(), mono: z.boolean(), number: z.boolean() })),
  count: z.number().int(),
  found: z.number().int(),
  states: tallySchema,
  rows: z.array(listRowSchema),
});
export type ObjectList = z.infer<typeof objectListSchema>;

/** A list of objects that are related in the same way. */
export const relationListSchema = objectListSchema.extend({
  words: z.string(),
  direction: z.enum(['out', 'in']),
  kind: z.string(),
  crossPlane: z.boolean(),
});
export type RelationList = z.infer<typeof relationListSchema>;

/** How much of something there is and how much of it is taken. */
export const meterSchema = z.object({
  label: z.string(),
  used: z.number(),
  total: z.number(),
  words: z.string(),
  node: nodeRefSchema.nullable(),
});
export type Meter = z.infer<typeof meterSchema>;

/** `GET /api/v1/objects/{id}/page`: what stands around an object, as its page shows it. */
export const pageResponseSchema = z.object({
  seq: z.number().int(),
  at: z.string(),
  node: nodeRefSchema,
  /** Where it is: from the outermost to the object's own parent. */
  place: z.array(nodeRefSchema),
  /** Objects of the other plane that are the same thing, each with how that is known. */
  counterparts: z.array(z.object({ node: nodeRefSchema, evidence: z.array(evidenceSchema) })),
  counterpartCount: z.number().int(),
  meters: z.array(meterSchema),
  /** What is wrong that no single object shows, in words. */
  remarks: z.array(z.string()),
  lists: z.array(objectListSchema),
  relations: z.array(relationListSchema),
});
export type PageResponse = z.infer<typeof pageResponseSchema>;

/** `GET /api/v1/objects/{id}/lists/{list}`: more lines of one list. */
export const listResponseSchema = z.object({ seq: z.number().int(), at: z.string(), list: objectListSchema });
export type ListResponse = z.infer<typeof listResponseSchema>;

/** One change of an object that was seen, epoch milliseconds. */
export const seenChangeSchema = z.object({
  at: z.number(),
  what: z.enum(['appeared', 'went', 'state', 'label', 'tag', 'relation']),
  words: z.string(),
  state: nodeStateSchema.nullable(),
  other: nodeRefSchema.nullable(),
});
export type SeenChange = z.infer<typeof seenChangeSchema>;

/** `GET /api/v1/objects/{id}/history`: newest first, since the server had read its sources; older ones may have been dropped. */
export const historyResponseSchema = z.object({
  at: z.string(),
  /** Since when changes are kept; null while the sources are still being read for the first time. */
  since: z.string().nullable(),
  dropped: z.boolean(),
  /** When very many objects changed at once, which is not kept; null when that did not happen. */
  skippedAt: z.string().nullable(),
  changes: z.array(seenChangeSchema),
});
export type HistoryResponse = z.infer<typeof historyResponseSchema>;

const clusterEventSchema = z.object({
  type: z.string(),
  reason: z.string(),
  message: z.string(),
  from: z.string().nullable(),
  count: z.number().int(),
  firstAt: z.string().nullable(),
  lastAt: z.string().nullable(),
});
export type ClusterEvent = z.infer<typeof clusterEventSchema>;

/** `GET /api/v1/objects/{id}/events`: Kubernetes' own events about an object, newest first, read at this moment. */
export const eventsResponseSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('read'), at: z.string(), events: z.array(clusterEventSchema) }),
  z.object({ state: z.literal('unavailable'), at: z.string(), reason: z.string() }),
]);
export type EventsResponse = z.infer<typeof eventsResponseSchema>;
