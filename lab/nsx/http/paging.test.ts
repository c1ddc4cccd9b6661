import { describe, expect, it } from 'vitest';
import { asList, asText, type JsonObject } from '../json';
import { Problem } from '../problem';
import { listPage, pageRequest, rowPage } from './paging';

const entries = Array.from({ length: 25 }, (_, index) => ({
  id: `id-${String(index).padStart(2, '0')}`,
  display_name: `Name ${String((index * 7) % 25).padStart(2, '0')}`,
  size: index,
}));

function page(query: string) {
  const request = pageRequest(new URLSearchParams(query));
  if (request instanceof Problem) throw new Error(request.message);
  return request;
}

function collect(
  size: number,
  extra = '',
  rows: readonly JsonObject[] = entries,
): { ids: string[]; counts: (number | undefined)[]; cursors: string[] } {
  const [ids, counts, cursors]: [string[], (number | undefined)[], string[]] = [[], [], []];
  let cursor = '';
  for (;;) {
    const answer = listPage(rows, page(`page_size=${size}${extra}&cursor=${encodeURIComponent(cursor)}`), 'missing');
    if (answer instanceof Problem) throw new Error(answer.message);
    for (const entry of asList(answer.results)) ids.push(String((entry as JsonObject).id)); // test rows are objects
    counts.push(answer.result_count as number | undefined); // a number by contract, looked at below
    const next = asText(answer.cursor);
    if (next === undefined) return { ids, counts, cursors };
    cursors.push(next);
    cursor = next;
  }
}

describe('list pages', () => {
  it('give every entry once, in order of display name, the count on the first page only', () => {
    const { ids, counts, cursors } = collect(10);
    expect(new Set(ids).size).toBe(25);
    expect(ids[0]).toBe('id-00');
    expect(counts).toEqual([25, undefined, undefined]);
    for (const cursor of cursors) expect(cursor).not.toMatch(/^0000/);
  });

  it('sort by other fields and downwards', () => {
    expect(collect(7, '&sort_by=size&sort_ascending=false').ids[0]).toBe('id-24');
    expect(collect(7, '&sort_by=size').ids).toEqual(entries.map(({ id }) => id));
  });

  it('neither skip nor repeat when an entry before the cursor goes away', () => {
    const first = listPage(entries, page('page_size=10&sort_by=size'), 'missing');
    if (first instanceof Problem) throw new Error(first.message);
    const second = listPage(
      entries.slice(5),
      page(`page_size=10&sort_by=size&cursor=${asText(first.cursor)}`),
      'missing',
    );
    expect((asList(second instanceof Problem ? [] : second.results)[0] as JsonObject).id).toBe('id-10'); // test rows are objects
  });

  it('end with a 0000 cursor in the old style', () => {
    const last = listPage(entries, page(''), 'zeros');
    expect(last instanceof Problem ? '' : asText(last.cursor)).toMatch(/^0000/);
    const rows = rowPage(['a'], page(''), 'zeros');
    expect(rows instanceof Problem ? '' : asText(rows.cursor)).toMatch(/^0000/);
  });

  it.each(['page_size=1001', 'page_size=-1', 'page_size=x', 'sort_ascending=yes'])('refuse %s', (query) => {
    const refused = pageRequest(new URLSearchParams(query));
    expect(refused).toMatchObject({ status: 400, body: { error_code: 255 } });
  });

  it('refuse a made-up cursor', () =>
    expect(listPage(entries, page('cursor=nonsense'), 'missing')).toMatchObject({ status: 400 }));
});
