import { describe, expect, it } from 'vitest';
import type { LiveView } from '@/components/live/live-view';
import { card, region, viewOf } from '@/tests/support/views';
import { csvOf, jsonOf, OBJECT_FIELDS, objectRows, RELATION_FIELDS, relationRows, rowsWith } from './view-rows';

const segment = card('segment', 'seg-1', 'shop');
const pod = { ...card('pod', 'web-1', 'shop'), line: '10.0.0.4 · worker-1', kind: 'pod' };
const link = { id: 'l', from: segment.id, to: pod.id, kind: 'contains', evidence: 'by path', crossPlane: false };
const view = {
  ...viewOf([region('shop')], [segment, pod]),
  links: new Map([[link.id, link]]),
} as unknown as LiveView; // what rows are made of
const cards = [...view.cards.values()];

describe('the tables of a map', () => {
  it('tell of every card what it hangs on and how that is known', () => {
    const [, row] = objectRows(view, cards);
    expect(row).toMatchObject({ namespace: 'shop', before: 'seg-1', evidence: 'by path' });
    expect(csvOf(objectRows(view, cards), OBJECT_FIELDS).split('\r\n')).toHaveLength(4);
  });

  it('tell every relation in words, of cards that are shown', () => {
    const rows = relationRows(view, cards);
    expect(JSON.parse(jsonOf(rows, RELATION_FIELDS))).toEqual([
      expect.objectContaining({
        from: 'seg-1',
        relation: 'contains',
        to: 'web-1',
        evidence: 'by path',
        crossPlane: 'no',
      }),
    ]);
    expect(relationRows(view, [segment])).toEqual([]);
  });

  it('hold the rows in which every word of the filter stands', () => {
    const rows = objectRows(view, cards);
    expect(rowsWith(rows, OBJECT_FIELDS, ' WEB 10.0.0.4').map((row) => row.card.title)).toEqual(['web-1']);
    expect(rowsWith(rows, OBJECT_FIELDS, 'web nothing')).toEqual([]);
    expect(rowsWith(rows, OBJECT_FIELDS, ' ')).toBe(rows);
  });
});
