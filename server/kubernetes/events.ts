import type { ClusterEvent } from '@/lib/wire';
import { fail, type Outcome, succeed } from '../transport/failure';
import type { Connection } from './connection';

/** An object whose events are asked for. */
export interface EventSubject {
  /** The source's own name of the type: `Pod`. */
  readonly type: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly uid: string;
}

/** Most events in one answer; a cluster keeps them for an hour, so that one object rarely has so many. */
const MOST = 500;
/** Where a cluster keeps the events of objects outside namespaces. */
const HOME = 'default';

/** Kubernetes' events about one object, newest first, read at this moment. */
export async function readEvents(
  connection: Connection,
  subject: EventSubject,
  signal: AbortSignal,
): Promise<Outcome<readonly ClusterEvent[]>> {
  const { type, namespace, name } = subject;
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace ?? HOME)}/events`;
  const fieldSelector = `involvedObject.kind=${type},involvedObject.name=${name}`;
  const answer = await connection.getJson(path, { fieldSelector, limit: MOST }, signal);
  if (!answer.ok) return answer;
  const items = asRecord(answer.value)?.items;
  if (!Array.isArray(items)) return fail('garbled', 'the answer is no list of events', { status: 200 });
  return succeed(
    items
      .flatMap((item) => toEvent(asRecord(item), subject) ?? [])
      .sort((a, b) => ((a.lastAt ?? '') < (b.lastAt ?? '') ? 1 : -1)),
  );
}

function toEvent(event: Json | null, { uid, name }: EventSubject): ClusterEvent | null {
  const about = asRecord(event?.involvedObject)?.uid;
  // A kubelet calls its node by the name where the UID belongs. An earlier object of the name is another one.
  if (event === null || (typeof about === 'string' && about !== '' && about !== uid && about !== name)) return null;
  const series = asRecord(event.series);
  const last = text(series?.lastObservedTime) ?? text(event.lastTimestamp) ?? text(event.eventTime);
  const created = text(asRecord(event.metadata)?.creationTimestamp);
  return {
    type: text(event.type) ?? 'Normal',
    reason: text(event.reason) ?? '',
    message: text(event.message) ?? '',
    from: text(asRecord(event.source)?.component) ?? text(event.reportingComponent),
    count: whole(series?.count) ?? whole(event.count) ?? 1,
    firstAt: text(event.firstTimestamp) ?? text(event.eventTime) ?? created,
    lastAt: last ?? created,
  };
}

type Json = Readonly<Record<string, unknown>>;

function asRecord(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null; // checked just now
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const whole = (value: unknown): number | null => (Number.isInteger(value) ? Number(value) : null);
