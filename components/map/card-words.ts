import { isInVpc } from '@/lib/kinds';
import { type Plane, unescapeKey } from '@/lib/model/ids';
import { boxWords, isRemainder } from '@/lib/view/box-words';
import type { BoxKind, Card, Region } from '@/lib/view/view';
import { kindTitle } from '@/components/marks/kind-icon';
import { STATE_LOOKS } from '@/components/marks/state';

/** A card's accessible name: `Pod frontend-4mctt, namespace development, 10.0.6.4 · worker-1, pending: no segment port yet`. */
export function cardName(card: Card, region: Region | undefined, spansClusters = false): string {
  const what = card.folded > 0 ? `${card.folded} folded objects` : kindTitle(card.kind, card.nodes[0]);
  const state =
    card.state === 'healthy'
      ? null
      : `${STATE_LOOKS[card.state].word.toLowerCase()}${card.reason === null ? '' : `: ${card.reason}`}`;
  const planes = card.planes.length === 2 ? 'in Kubernetes and NSX' : null;
  const place = card.namespace === null || region?.kind === 'namespace' ? null : `namespace ${card.namespace}`;
  const cluster = spansClusters && card.cluster !== null ? `cluster ${card.cluster}` : null;
  const parts = [region === undefined ? null : boxName(region), place, cluster, card.line, card.badge, planes, state];
  return [`${what} ${card.title}`, ...parts.filter((part) => part !== null && part !== '')].join(', ');
}

/** What the map calls a box. */
type Named = Pick<Region, 'kind' | 'title' | 'id' | 'node'>;

/** `namespace development`, `Tier-1 t1-development`, `VPC shop`: a box within a sentence. */
export function boxName(box: Named): string {
  const { kind, title, id } = box;
  if (kind === 'namespace') return `namespace ${title}`;
  // What has no place in any other box says so itself.
  return isRemainder({ id }) ? title : `${boxWords({ by: kind }, isOfVpc(box) ? 'vpc' : 'tier-1').one} ${title}`;
}

/** Whether the box is a VPC or a subnet of one. */
export function isOfVpc({ node }: Pick<Region, 'node'>): boolean {
  const [, , kind] = node?.split(':') ?? [];
  return kind === 'vpc' || isInVpc(unescapeKey(node ?? ''));
}

/** The same at the beginning of a sentence. */
export function boxTitle(region: Named): string {
  const name = boxName(region);
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

const OF_NSX: ReadonlySet<BoxKind> = new Set(['tier-1', 'segment', 'group']);

/** The plane that the object of a box is of. */
export const planeOfBox = ({ kind }: Pick<Region, 'kind'>): Plane => (OF_NSX.has(kind) ? 'nsx' : 'kubernetes');

/** The Kubernetes UID or NSX policy path in a node id, and what to call it. */
export function keyOfNode(id: string): { readonly label: string; readonly key: string } | null {
  const [plane, , , ...key] = id.split(':');
  if (key.length === 0) return null;
  return { label: plane === 'nsx' ? 'policy path' : 'UID', key: unescapeKey(key.join(':')) };
}

/** What a click on a card selects: its first object, or the card itself when it stands for many. */
export function selectionOfCard(card: Card): string {
  return card.nodes[0] ?? card.id;
}

/** The cards that a selection means: by any object behind the card, or the card's own id. */
export function cardsOfSelection(selected: string | null, cards: Iterable<Card>): readonly string[] {
  if (selected === null) return [];
  const found: string[] = [];
  for (const card of cards)
    if (card.id === selected || card.nodes.some((node) => node === selected)) found.push(card.id);
  return found;
}

/** The region that a selection means: by its Namespace object, or its own id when only NSX knows it. */
export function regionOfSelection(selected: string | null, regions: Iterable<Region>): string | null {
  if (selected === null) return null;
  for (const region of regions) if (region.id === selected || region.node === selected) return region.id;
  return null;
}
