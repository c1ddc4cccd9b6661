import { expect, it } from 'vitest';
import { kubernetesSource, nodeId, nsxSource } from '@/lib/model/ids';
import type { Region } from '@/lib/view';
import { card, region } from '@/tests/support/views';
import { boxTitle, cardName, cardsOfSelection, keyOfNode } from './card-words';

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
    cluster: null,
    namespace: null,
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

it('names a box by what it stands for, and one that stands for nothing by its own words', () => {
  expect(boxTitle(region('shop'))).toBe('Namespace shop');
  expect(boxTitle({ ...region('t1-shop', false, 'tier-1'), id: 'box|tier-1|t1' })).toBe('Tier-1 t1-shop');
  expect(boxTitle({ ...region('no Tier-1', false, 'tier-1'), id: 'box|tier-1|' })).toBe('No Tier-1');
});

it('names a box of a VPC world by what NSX calls it there', () => {
  const vpc = nodeId(nsxSource('lab'), 'vpc', '/orgs/default/projects/dev/vpcs/shop');
  const subnet = nodeId(nsxSource('lab'), 'segment', '/orgs/default/projects/dev/vpcs/shop/subnets/pods');
  expect(boxTitle({ ...region('shop', false, 'tier-1'), node: vpc })).toBe('VPC shop');
  expect(boxTitle({ ...region('pods', false, 'segment'), node: subnet })).toBe('Subnet pods');
});

it("says in a card's name of which cluster it is where names of Namespaces may recur", () => {
  const pod = { ...card('pod', 'web-1', null), namespace: 'shop', cluster: 'east' };
  expect(cardName(pod, undefined, true)).toContain('web-1, namespace shop, cluster east');
  expect(cardName(pod, undefined)).not.toContain('east');
});

it("says in a card's name which box it is in", () => {
  expect(cardName(card('pod', 'web-1', 'shop'), region('shop'))).toContain('web-1, namespace shop');
  const node: Region = { ...region('worker-1'), kind: 'cluster-node' };
  const pod = { ...card('pod', 'web-1', 'worker-1'), namespace: 'shop' };
  expect(cardName(pod, node)).toContain('web-1, cluster node worker-1, namespace shop');
});
