import type { Failure } from '../transport/failure';
import { fail, transportFailure } from '../transport/failure';
import { LinkedAbort } from '../transport/linked-abort';
import { metadataText } from './collection';
import { type Connection, kindOfStatus, type Query, statusWords } from './connection';
import { LineTooLong, readLines } from './lines';
import type { KubernetesTuning } from './tuning';

/** How a watch came to its end. */
export type WatchEnd =
  /** The server ended it as asked, or the connection broke: resume from the last version. */
  | { readonly how: 'ended' }
  | { readonly how: 'broken'; readonly failure: Failure }
  /** It never began. */
  | { readonly how: 'refused'; readonly failure: Failure }
  /** The version is too old, or a line could not be read: list again. */
  | { readonly how: 'expired' }
  | { readonly how: 'garbled'; readonly problem: string };

export interface WatchReader {
  /** An event about an object, with the version it leads to. */
  readonly event: (type: 'put' | 'drop', object: unknown) => void;
  /** The stream has reached a version (every event and bookmark tells one). */
  readonly reached: (version: string) => void;
  /** The server has accepted the watch. */
  readonly opened: () => void;
}

/** Runs one watch to its end. Never throws; a silence longer than `idleMs` counts as broken. */
export async function runWatch(
  connection: Connection,
  path: string,
  query: Query,
  reader: WatchReader,
  tuning: KubernetesTuning,
  signal: AbortSignal,
): Promise<WatchEnd> {
  const [least, most] = tuning.watchSeconds;
  const timeoutSeconds = Math.round(least + (most - least) * Math.random());
  const link = new LinkedAbort(signal);
  const all = { ...query, watch: 'true', allowWatchBookmarks: 'true', timeoutSeconds };
  try {
    const opened = await connection.open(path, all, link.signal, tuning.idleMs);
    if (!opened.ok)
      return opened.failure.kind === 'gone' ? { how: 'expired' } : { how: 'refused', failure: opened.failure };
    reader.opened();
    for await (const line of readLines(opened.value.body, tuning.maxLineBytes)) {
      if (line === '') continue;
      const end = readEvent(line, reader);
      if (end !== null) return end;
    }
    return { how: 'ended' };
  } catch (error) {
    if (error instanceof LineTooLong) return { how: 'garbled', problem: error.message };
    return { how: 'broken', failure: transportFailure(error, signal) };
  } finally {
    link.release();
    link.abort();
  }
}

function readEvent(line: string, reader: WatchReader): WatchEnd | null {
  const event = parseEvent(line);
  if (event === null) return { how: 'garbled', problem: 'a line of the watch is not an event' };
  switch (event.type) {
    case 'ADDED':
    case 'MODIFIED':
      reader.event('put', event.object);
      break;
    case 'DELETED':
      reader.event('drop', event.object);
      break;
    case 'BOOKMARK':
      break;
    case 'ERROR':
      return readError(event.object);
    default:
      return { how: 'garbled', problem: `the watch holds an event of the unknown type ${event.type.slice(0, 40)}` };
  }
  const version = metadataText(event.object, 'resourceVersion');
  if (version !== null) reader.reached(version);
  return null;
}

function parseEvent(line: string): { readonly type: string; readonly object: unknown } | null {
  try {
    const event: unknown = JSON.parse(line);
    if (typeof event !== 'object' || event === null || !('type' in event) || !('object' in event)) return null;
    return typeof event.type === 'string' ? { type: event.type, object: event.object } : null;
  } catch {
    return null;
  }
}

function readError(status: unknown): WatchEnd {
  const code = typeof status === 'object' && status !== null && 'code' in status ? Number(status.code) : 0;
  const { message, reason } = statusWords(status);
  if (code === 410 || reason === 'Expired' || reason === 'Gone') return { how: 'expired' };
  const words = message ?? 'the API server ended the watch with an error';
  return { how: 'broken', failure: fail(kindOfStatus(code), words, { status: code, code: reason }).failure };
}
