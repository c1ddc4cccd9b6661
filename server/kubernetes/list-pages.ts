import { type Failure, fail } from '../transport/failure';
import type { Collection } from './collection';
import { metadataText } from './collection';
import type { Connection, Query } from './connection';

export type ListEnd =
  | { readonly ok: true; readonly version: string }
  /** A page token had expired: the list begins again. */
  | { readonly ok: false; readonly restart: true }
  | { readonly ok: false; readonly restart: false; readonly failure: Failure };

/**
 * Lists a resource page by page into a collection. Each page is parsed and dropped before the next is asked for. Only a
 * complete list removes what it did not bring.
 */
export async function listPages(
  connection: Connection,
  path: string,
  query: Query,
  collection: Collection,
  pageSize: number,
  signal: AbortSignal,
): Promise<ListEnd> {
  collection.beginList();
  let token: string | undefined;
  for (;;) {
    const answer = await connection.getJson(path, { ...query, limit: pageSize, continue: token }, signal);
    if (!answer.ok) {
      if (answer.failure.kind === 'gone' && token !== undefined) return { ok: false, restart: true };
      return { ok: false, restart: false, failure: answer.failure };
    }
    const items = itemsOf(answer.value);
    const version = metadataText(answer.value, 'resourceVersion');
    if (items === null || version === null) {
      return {
        ok: false,
        restart: false,
        failure: fail('garbled', 'the answer is not a list', { status: 200 }).failure,
      };
    }
    collection.addPage(items);
    const next = metadataText(answer.value, 'continue');
    if (next === null) {
      collection.endList();
      return { ok: true, version };
    }
    if (next === token) {
      return {
        ok: false,
        restart: false,
        failure: fail('garbled', 'the pages of the list repeat', { status: 200 }).failure,
      };
    }
    token = next;
  }
}

function itemsOf(list: unknown): readonly unknown[] | null {
  if (typeof list !== 'object' || list === null || !('items' in list)) return null;
  // An empty list of a Go server may be null.
  if (list.items === null) return [];
  return Array.isArray(list.items) ? list.items : null;
}
