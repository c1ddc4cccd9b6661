import { describe, expect, it } from 'vitest';
import { nodeId, nsxSource } from '@/lib/model/ids';
import { region, tile } from '@/tests/support/views';
import { neighbour } from './neighbours';
import { fillsAt, mix, STRENGTHS, strengthOf } from './tile-ink';
import { cardOfTile, headingsOf, isTile, tileName, tilesOf } from './tile-words';
import { tileAt } from './use-tiles';

const rect = (x: number, y: number) => ({ x, y, width: 160, height: 56 });

describe('tiles on the map', () => {
  it('are named with their cluster, what is in them and their state', () => {
    const one = { ...tile('team-7', 'east', 1_057), summary: '25 Pods · 2 segments' };
    const ill = { ...one, state: 'warning' as const, reason: '2 of 1057 objects: no segment port' };
    const [named] = tilesOf([ill, region('open')]);
    if (named === undefined) throw new Error('a tile is missing');
    expect(tileName(named)).toBe(
      'Namespace team-7 in east, 25 Pods · 2 segments, 1,057 objects folded, warning: 2 of 1057 objects: no segment port',
    );
  });

  it('have a heading per cluster that counts what is not healthy', () => {
    const failed = { ...tile('c', 'west'), state: 'failed' as const };
    expect(headingsOf([tile('a', 'east'), tile('b', 'west'), failed, { ...region('open'), cluster: 'east' }])).toEqual(
      new Map([
        ['east', '1 of 2 Namespaces · all healthy'],
        ['west', '2 Namespaces · 1 not healthy'],
      ]),
    );
  });

  it('of VPCs are counted as such', () => {
    const node = nodeId(nsxSource('lab'), 'vpc', '/orgs/default/projects/dev/vpcs/shop');
    const vpc = { ...tile('shop', ''), kind: 'tier-1' as const, cluster: null, node };
    expect([...headingsOf([vpc, { ...vpc, id: 'other' }]).values()]).toEqual(['2 VPCs · all healthy']);
    expect([...headingsOf([vpc, { ...vpc, id: 'other', node: null }]).values()]).toEqual([
      '2 Tier-1s and VPCs · all healthy',
    ]);
  });

  it('are rows of the table that fold all there is in them', () => {
    const row = tile('a', 'east', 12);
    expect(isTile(row) && cardOfTile(row)).toMatchObject({ id: row.id, kind: 'namespace', title: 'a', folded: 12 });
  });

  it('are stronger the more Pods they have, and pale close by', () => {
    expect([0, 1, 4, 5, 14, 15, 99, 100, 5_000].map(strengthOf)).toEqual([0, 1, 1, 2, 2, 3, 4, 5, 5]);
    const ink = { surface: '#fff', bars: { kubernetes: '#2b66dd', nsx: '#0b857a' } };
    expect(new Set(fillsAt(0.2, ink)).size).toBe(STRENGTHS.length);
    expect(fillsAt(1, ink)).not.toEqual(fillsAt(0.2, ink));
    expect(mix('#ffffff', '#000', 0.5)).toBe('rgb(128 128 128)');
  });

  it('are found under the pointer, not between them', () => {
    const tiles = new Map([
      ['a', rect(0, 0)],
      ['b', rect(168, 0)],
    ]);
    expect([tileAt({ x: 5, y: 5 }, tiles), tileAt({ x: 164, y: 5 }, tiles), tileAt({ x: 170, y: 55 }, tiles)]).toEqual([
      'a',
      null,
      'b',
    ]);
  });

  it('are walked by the arrow keys, to and from cards', () => {
    const places = new Map([
      ['card', { x: -300, y: 0, width: 146, height: 48 }],
      ['a', rect(0, 0)],
      ['b', rect(168, 0)],
      ['c', rect(0, 64)],
    ]);
    expect(neighbour('card', 'ArrowRight', places, [])).toBe('a');
    expect(neighbour('a', 'ArrowRight', places, [])).toBe('b');
    expect(neighbour('a', 'ArrowDown', places, [])).toBe('c');
    expect(neighbour('a', 'ArrowLeft', places, [])).toBe('card');
  });
});
