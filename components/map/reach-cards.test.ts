import { describe, expect, it } from 'vitest';
import { kubernetesSource, nodeId, nsxSource } from '@/lib/model/ids';
import type { Card } from '@/lib/view/view';
import { card } from '@/tests/support/views';
import { batches, markable, markWords, MOST_CARDS } from './reach-cards';

const cluster = kubernetesSource('pandora');
const pod = (name: string): Card => ({ ...card('pod', name, 'shop'), id: name, nodes: [nodeId(cluster, 'pod', name)] });
const service: Card = { ...pod('lb'), kind: 'service', nodes: [nodeId(cluster, 'service', 'lb')] };
const fold: Card = { ...pod('more'), nodes: [], folded: 7 };
const segment: Card = {
  ...card('segment', 'seg', 'shop'),
  id: 'seg',
  nodes: [nodeId(nsxSource('lab'), 'segment', '/infra/segments/seg')],
};

describe('cards that are marked', () => {
  it('are those that send or receive, but for the selection; folded Pods are counted', () => {
    const { nodes, folded, beyond } = markable([pod('a'), pod('b'), fold, segment, service], 'a', 'to');
    expect([...nodes]).toEqual([['b', nodeId(cluster, 'pod', 'b')]]);
    expect([folded, beyond]).toEqual([7, 0]);
    // Services take connections and open none.
    expect([...markable([service], 'a', 'from').nodes.keys()]).toEqual(['lb']);
  });

  it('are bounded, and what is beyond is said', () => {
    const many = Array.from({ length: MOST_CARDS + 2 }, (_, index) => pod(`web-${index}`));
    const all = markable(many, undefined, 'to');
    expect([all.nodes.size, all.beyond]).toEqual([MOST_CARDS, 2]);
    expect(markWords(['allowed', 'dropped', 'allowed'], { ...all, folded: 7 })).toEqual([
      '2 of 3 may',
      '7 folded Pods are not marked',
      '2 cards more are not marked: show a part of the map',
    ]);
  });

  it('are asked about in requests that fit a URL, each once', () => {
    const items = Array.from({ length: 120 }, (_, index) => index);
    expect(batches(items).map((batch) => batch.length)).toEqual([50, 50, 20]);
    expect(batches(items).flat()).toEqual(items);
  });
});
