import { expect, it } from 'vitest';
import { kubernetesSource, nodeId, nsxSource } from '@/lib/model/ids';
import { cardsOfSelection, keyOfNode } from './card-words';

it('takes UID and policy path out of a node id', () => {
  expect(keyOfNode(nodeId(kubernetesSource('pandora'), 'pod', '41de-6c'))).toEqual({ label: 'UID', key: '41de-6c' });
  const path = '/infra/segments/a~b/ports/c:1';
  expect(keyOfNode(nodeId(nsxSource('nsx'), 'segment-port', path))).toEqual({ label: 'policy path', key: path });
  expect(keyOfNode('fold')).toBeNull();
});

it('finds the card by any object behind it', () => {
  const port = nodeId(nsxSource('nsx'), 'segment-port', '/p');
  const card = {
    id: 'c',
    kind: 'pod',
    lane: 'pod',
    region: null,
    title: '',
    line: '',
    badge: null,
    planes: [],
    state: 'healthy',
    reason: null,
    nodes: [port],
    folded: 0,
  } as const;
  expect(cardsOfSelection(port, [card])).toEqual(['c']);
  expect(cardsOfSelection('c', [card])).toEqual(['c']);
  expect(cardsOfSelection('x', [card])).toEqual([]);
});
