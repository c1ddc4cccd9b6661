import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json';
import { dslToLucene } from './dsl';
import { matches } from './evaluate';
import { QuerySyntaxError } from './lexer';
import { parseQuery } from './lucene';

const port: JsonObject = {
  resource_type: 'SegmentPort',
  id: 'default:4b1f',
  path: '/infra/segments/s1/ports/p1',
  display_name: 'Web Frontend 1',
  parent_path: '/infra/segments/s1',
  marked_for_delete: false,
  _last_modified_time: 1700,
  attachment: { traffic_tag: 7, context_id: 'abc' },
  tags: [
    { scope: 'ncp/cluster', tag: 'Pandora' },
    { scope: 'app.kubernetes.io/name', tag: 'web (blue)' },
  ],
};
const hit = (query: string) => matches(parseQuery(query), port);

describe('queries as real clients write them', () => {
  it.each([
    ['resource_type:SegmentPort AND tags.scope:ncp\\/cluster AND tags.tag:pandora AND marked_for_delete:false'],
    ['resource_type:(Group OR SegmentPort)'],
    ['path:\\/infra\\/segments\\/*'],
    ['path:\\/infra*'],
    ['parent_path:?infra?segments?s1*'],
    ['id:default\\:4b1f'],
    ['display_name:"web frontend 1"'],
    ['display_name:Web\\ Frontend\\ 1'],
    ['attachment.traffic_tag:7'],
    ['_last_modified_time:>=1700'],
    ['_last_modified_time:(>=1000 AND <1701)'],
    ['_last_modified_time:[1000 TO 1700]'],
    ['_last_modified_time:{1000 TO *}'],
    ['tags.tag:web\\ \\(blue\\)'],
    ['tags.scope:app.kubernetes.io\\/name'],
    ['resource_type:Group || resource_type:SegmentPort'],
    ['resource_type:segmentport && !marked_for_delete:true'],
    ['NOT resource_type:Group'],
    ['resource_type:SegmentPort AND -id:other'],
    ['frontend'],
    ['_exists_:attachment.context_id'],
    ['*:*'],
  ])('%s hits', (query) => expect(hit(query)).toBe(true));

  it.each([
    ['resource_type:Segment'],
    ['tags.tag:pandor'],
    ['_last_modified_time:>1700'],
    ['_last_modified_time:{1000 TO 1700}'],
    ['display_name:"web frontend"'],
    ['resource_type:SegmentPort AND NOT tags.scope:ncp\\/cluster'],
    ['id:\\*'],
    ['backend'],
  ])('%s misses', (query) => expect(hit(query)).toBe(false));

  it('does not pair scope and value of a tag', () => {
    expect(hit('tags.scope:ncp\\/cluster AND tags.tag:web\\ \\(blue\\)')).toBe(true);
  });

  it('binds AND tighter than OR', () => {
    expect(hit('resource_type:SegmentPort OR id:x AND id:y')).toBe(true);
    expect(hit('(resource_type:SegmentPort OR id:x) AND id:y')).toBe(false);
  });
});

describe('syntax errors', () => {
  it.each([
    [''],
    ['resource_type:'],
    ['tags.scope:ncp/cluster'],
    ['id:default:4b1f'],
    ['(resource_type:Group'],
    ['resource_type:Group)'],
    ['display_name:"open'],
    ['AND resource_type:Group'],
    ['resource_type:Group AND'],
    ['a=b'],
    ['n:[1 TO'],
    ['n:[1 2]'],
    ['id:x\\'],
    ['a:(b:c)'],
    ['> 5'],
  ])('%s', (query) => expect(() => parseQuery(query)).toThrow(QuerySyntaxError));
});

describe('the DSL', () => {
  it('is rewritten into a query', () => {
    const query = dslToLucene("SegmentPort where tags.tag = Pandora and display_name like 'front'");
    expect(typeof query === 'string' && hit(query)).toBe(true);
    const other = dslToLucene('SegmentPort where _last_modified_time > 1700');
    expect(typeof other === 'string' && hit(other)).toBe(false);
  });

  it('refuses what it cannot read', () => expect(typeof dslToLucene('SegmentPort where')).not.toBe('string'));
});
