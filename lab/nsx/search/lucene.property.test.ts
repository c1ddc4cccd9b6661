import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches } from './evaluate';
import { SearchIndex, type SearchDocument } from './index-store';
import { QuerySyntaxError } from './lexer';
import { parseQuery } from './lucene';

const seed = 20261122;
const escaped = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '\\$&');
const text = fc
  .string({ minLength: 1, maxLength: 12 })
  .filter((value) => value.trim() !== '' && !/[\ud800-\udfff]/.test(value));

describe('query language', () => {
  it('finds any value again once it is escaped or quoted', () => {
    fc.assert(
      fc.property(text, (value) => {
        const body = { name: value };
        expect(matches(parseQuery(`name:${escaped(value)}`), body)).toBe(true);
        expect(matches(parseQuery(`name:"${value.replace(/["\\]/g, '\\$&')}"`), body)).toBe(true);
      }),
      { seed },
    );
  });

  it('never fails in any other way than with a syntax error', () => {
    const soup = fc.array(
      fc.constantFrom(
        'a',
        ':',
        '(',
        ')',
        ' AND ',
        ' OR ',
        ' NOT ',
        '*',
        '"',
        '\\',
        '[',
        ']',
        '>',
        '=',
        '-',
        '+',
        ' TO ',
        '/',
        '1',
      ),
      { maxLength: 14 },
    );
    fc.assert(
      fc.property(soup, (parts) => {
        try {
          matches(parseQuery(parts.join('')), { a: '1' });
        } catch (error) {
          expect(error).toBeInstanceOf(QuerySyntaxError);
        }
      }),
      { seed, numRuns: 500 },
    );
  });
});

const tag = fc.record({ scope: fc.constantFrom('a', 'B'), tag: fc.constantFrom('x', 'Y', 'z') });
const documentModel = {
  id: fc.integer({ min: 0, max: 6 }),
  type: fc.constantFrom('Group', 'Segment'),
  tags: fc.array(tag, { maxLength: 3 }),
  gone: fc.boolean(),
};
const document = fc.record(documentModel);
const leaf = fc.constantFrom(
  'resource_type:group',
  'resource_type:Segment',
  'tags.scope:a',
  'tags.scope:b',
  'tags.tag:x',
  'tags.tag:y',
  'id:3',
  'tags.tag:*',
  'NOT tags.tag:z',
);
const query = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc
      .tuple(tie('node'), fc.constantFrom('AND', 'OR'), tie('node'))
      .map(([left, word, right]) => `(${left} ${word} ${right})`),
  ),
})).node;

describe('inverted index', () => {
  it('agrees with a scan of everything after any sequence of changes', () => {
    fc.assert(
      fc.property(fc.array(document, { maxLength: 25 }), query, (changes, queryText) => {
        const index = new SearchIndex();
        const plain = new Map<string, SearchDocument>();
        for (const { id, type, tags, gone } of changes) {
          const key = String(id);
          if (gone) {
            index.remove(key);
            plain.delete(key);
          } else {
            const entry = { key, body: { id: key, resource_type: type, tags } };
            index.upsert(entry);
            plain.set(key, entry);
          }
        }
        const node = parseQuery(queryText);
        const expected = [...plain.values()].filter(({ body }) => matches(node, body)).map(({ key }) => key);
        const found = index
          .find(node, { by: undefined, ascending: true }, 'k', ({ body }) => body)
          .map(({ key }) => key);
        expect(found.toSorted()).toEqual(expected.toSorted());
      }),
      { seed, numRuns: 300 },
    );
  });

  it('keeps a sorted list that was asked for before as a new index would make it', () => {
    const sortedBy = fc.record({ by: fc.constantFrom('rank', 'resource_type', 'tags.tag'), ascending: fc.boolean() });
    const change = fc.record({
      ...documentModel,
      rank: fc.option(fc.integer({ min: 0, max: 3 })),
      asked: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), query, sortedBy, (changes, queryText, order) => {
        const index = new SearchIndex();
        const plain = new Map<string, SearchDocument>();
        const node = parseQuery(queryText);
        const keysOf = (of: SearchIndex) => of.find(node, order, 'k', ({ body }) => body).map(({ key }) => key);
        for (const { id, type, tags, gone, rank, asked } of changes) {
          const key = String(id);
          const entry = { key, body: { id: key, resource_type: type, tags, ...(rank === null ? {} : { rank }) } };
          if (gone) {
            index.remove(key);
            plain.delete(key);
          } else {
            index.upsert(entry);
            plain.set(key, entry);
          }
          if (!asked) continue;
          const fresh = new SearchIndex();
          for (const each of plain.values()) fresh.upsert(each);
          expect(keysOf(index)).toEqual(keysOf(fresh));
        }
      }),
      { seed, numRuns: 300 },
    );
  });
});
