import { asText, type Json, type JsonObject } from '../json';
import { invalidFields, type Problem } from '../problem';

/** The paging parameters of a list request, checked. */
export interface PageRequest {
  readonly cursor: string | undefined;
  readonly size: number;
  readonly sortBy: string | undefined;
  readonly ascending: boolean;
}

const MAX_PAGE = 1000;

/** Reads cursor, page_size and sorting; 400/255 when they break their rules. */
export function pageRequest(query: URLSearchParams): PageRequest | Problem {
  const sizeText = query.get('page_size') ?? String(MAX_PAGE);
  const size = Number(sizeText);
  if (!/^\d+$/.test(sizeText) || size > MAX_PAGE) {
    return invalidFields([`page_size '${sizeText}' is not an integer from 0 to ${MAX_PAGE}`]);
  }
  const ascending = query.get('sort_ascending') ?? 'true';
  if (ascending !== 'true' && ascending !== 'false')
    return invalidFields([`sort_ascending '${ascending}' is not a boolean`]);
  const cursor = query.get('cursor');
  const sortBy = query.get('sort_by');
  return {
    cursor: cursor === null || cursor === '' ? undefined : cursor,
    size,
    sortBy: sortBy ?? undefined,
    ascending: ascending === 'true',
  };
}

/** Reads a boolean parameter that defaults to false. */
export function flag(query: URLSearchParams, name: string): boolean | Problem {
  const text = query.get(name) ?? 'false';
  return text === 'true' || text === 'false' ? text === 'true' : invalidFields([`${name} '${text}' is not a boolean`]);
}

/** An entry of a list with the keys it is ordered and resumed by. */
interface Keyed {
  readonly sort: string;
  readonly id: string;
  readonly entry: JsonObject;
}

function sortText(value: Json | undefined): string {
  if (typeof value === 'number') return String(Math.trunc(value) + 2 ** 52).padStart(17, '0');
  return value === undefined || value === null ? '' : String(value).toLowerCase();
}

function before(left: Keyed, right: { sort: string; id: string }): number {
  if (left.sort !== right.sort) return left.sort < right.sort ? -1 : 1;
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

const encode = ({ sort, id }: Keyed) => `${String(id.length).padStart(4, '0')}${id}${sort}`;

function decode(cursor: string): { id: string; sort: string } | undefined {
  const length = Number(cursor.slice(0, 4));
  if (!/^\d{4}/.test(cursor) || length === 0 || cursor.length < 4 + length) return undefined;
  return { id: cursor.slice(4, 4 + length), sort: cursor.slice(4 + length) };
}

/** One page of a list in the NSX envelope. Cursors name the last entry given, so that changes in between do no harm. */
export function listPage(
  entries: readonly JsonObject[],
  page: PageRequest,
  lastCursor: 'missing' | 'zeros',
): JsonObject | Problem {
  const by = page.sortBy ?? 'display_name';
  const keyed = entries.map((entry): Keyed => ({ sort: sortText(entry[by]), id: asText(entry.id) ?? '', entry }));
  keyed.sort((left, right) => (page.ascending ? before(left, right) : before(right, left)));
  let start = 0;
  if (page.cursor !== undefined) {
    const last = decode(page.cursor);
    if (last === undefined) return invalidFields([`cursor '${page.cursor}' is not valid`]);
    const next = keyed.findIndex((entry) => (page.ascending ? before(entry, last) > 0 : before(entry, last) < 0));
    start = next < 0 ? keyed.length : next;
  }
  const shown = keyed.slice(start, start + page.size);
  const tail = shown.at(-1);
  const more = start + shown.length < keyed.length && tail !== undefined;
  const cursor = more ? encode(tail) : lastCursor === 'zeros' ? `0000${tail === undefined ? '' : tail.id}` : undefined;
  return {
    results: shown.map(({ entry }) => entry),
    ...(page.cursor === undefined ? { result_count: keyed.length } : {}),
    sort_by: by,
    sort_ascending: page.ascending,
    ...(cursor === undefined ? {} : { cursor }),
  };
}

/** One page of plain values or computed rows that have no sort key: the cursor counts the entries given. */
export function rowPage(
  rows: readonly Json[],
  page: PageRequest,
  lastCursor: 'missing' | 'zeros',
): JsonObject | Problem {
  const match = page.cursor === undefined ? ['', '0'] : /^\d{4}(\d+)$/.exec(page.cursor);
  if (match === null) return invalidFields([`cursor '${page.cursor ?? ''}' is not valid`]);
  const start = Number(match[1]);
  const shown = rows.slice(start, start + page.size);
  const next = start + shown.length;
  const more = next < rows.length && shown.length > 0;
  const cursor = more
    ? `${String(String(next).length).padStart(4, '0')}${next}`
    : lastCursor === 'zeros'
      ? '00000'
      : undefined;
  return {
    results: [...shown],
    ...(page.cursor === undefined ? { result_count: rows.length } : {}),
    ...(cursor === undefined ? {} : { cursor }),
  };
}
