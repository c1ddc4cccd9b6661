import type { Steps } from '@/lib/steps';
import { type Failure, fail, type Outcome, succeed, transportFailure } from '../transport/failure';
import { afterOthers, type Room } from '../turns';
import { type Collection, type ListSession, metadataText } from './collection';
import { type Connection, parseJson, type Query } from './connection';

export type ListEnd =
  | { readonly ok: true; readonly version: string }
  /** A page token had expired: the list begins again. */
  | { readonly ok: false; readonly restart: true }
  | { readonly ok: false; readonly restart: false; readonly failure: Failure };

/** Where a list goes. */
export interface ListTarget {
  readonly collection: Collection;
  readonly namespace: string | null;
  /** Awaited before each page is taken in. */
  readonly room: Room;
}

/**
 * Lists a resource page by page into a collection. Each page is parsed and dropped before the next is asked for. Only a
 * complete list removes what it did not bring.
 */
export async function listPages(
  connection: Connection,
  path: string,
  query: Query,
  { collection, namespace, room }: ListTarget,
  pageSize: number,
  signal: AbortSignal,
): Promise<ListEnd> {
  const session = collection.beginList(namespace);
  try {
    return await readPages({ connection, path, query: { ...query, limit: pageSize }, room }, session, signal);
  } finally {
    session.close();
  }
}

interface ListSource {
  readonly connection: Connection;
  readonly path: string;
  readonly query: Query;
  readonly room: Room;
}

async function readPages(
  { connection, path, query, room }: ListSource,
  session: ListSession,
  signal: AbortSignal,
): Promise<ListEnd> {
  let token: string | undefined;
  for (;;) {
    const answer = await connection.getText(path, { ...query, continue: token }, signal);
    if (!answer.ok) {
      if (answer.failure.kind === 'gone' && token !== undefined) return { ok: false, restart: true };
      return { ok: false, restart: false, failure: answer.failure };
    }
    const page = await afterOthers(() => takePage(answer.value, session, signal), room);
    if (!page.ok) return { ok: false, restart: false, failure: page.failure };
    const { version, next } = page.value;
    if (next === null) {
      session.end();
      return { ok: true, version };
    }
    if (next === token) return garbled('the pages of the list repeat');
    token = next;
  }
}

interface Page {
  readonly version: string;
  readonly next: string | null;
}

function* takePage(text: string, session: ListSession, signal: AbortSignal): Steps<Outcome<Page>> {
  if (signal.aborted) return { ok: false, failure: transportFailure(signal.reason, signal) };
  const list = parseJson(text);
  if (!list.ok) return list;
  const items = itemsOf(list.value);
  const version = metadataText(list.value, 'resourceVersion');
  if (items === null || version === null) return fail('garbled', 'the answer is not a list', { status: 200 });
  yield;
  yield* session.addPage(items);
  return succeed({ version, next: metadataText(list.value, 'continue') });
}

const garbled = (problem: string): ListEnd => ({
  ok: false,
  restart: false,
  failure: fail('garbled', problem, { status: 200 }).failure,
});

function itemsOf(list: unknown): readonly unknown[] | null {
  if (typeof list !== 'object' || list === null || !('items' in list)) return null;
  // An empty list of a Go server may be null.
  if (list.items === null) return [];
  return Array.isArray(list.items) ? list.items : null;
}
