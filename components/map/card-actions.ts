import { kindNamed } from '@/lib/kinds';
import type { SourceStatus } from '@/lib/model/source-status';
import type { Card, Region } from '@/lib/view/view';
import { END_KINDS, endText } from '@/components/reach/reach-params';
import { keyOfNode } from './card-words';

/** Something that can be copied, and how the menu calls it. */
export interface Copyable {
  readonly label: string;
  readonly text: string;
}

/** Where else an object can be looked at. */
export interface Elsewhere {
  readonly label: string;
  readonly url: string;
  /** What to put on the clipboard on the way, because the other side has to be told. */
  readonly copy: string | null;
}

/** Keys and commands of the objects behind a card, in the order of the card's nodes. */
export function copiesOf(card: Card): readonly Copyable[] {
  return [
    { label: 'name', text: card.title },
    ...card.nodes.flatMap((node): Copyable[] => {
      const found = keyOfNode(node);
      if (found === null) return [];
      const command = commandOf(node, card);
      const key = { label: found.label, text: found.key };
      return command === null ? [key] : [key, { label: 'kubectl command', text: command }];
    }),
  ];
}

/** Keys and command of the object that a box stands for. */
export function copiesOfRegion(region: Region): readonly Copyable[] {
  const found = region.node === null ? null : keyOfNode(region.node);
  const name = { label: 'name', text: region.title };
  if (found === null) return [name];
  const key = { label: found.label, text: found.key };
  const command = commandOf(region.node ?? '', region);
  return command === null ? [name, key] : [name, key, { label: 'kubectl command', text: command }];
}

/** `kubectl describe pods web-1 -n shop`; null for what is not of Kubernetes, or of a namespace that is not known. */
function commandOf(node: string, { title, namespace }: Pick<Card, 'title' | 'namespace'>): string | null {
  const kind = kindNamed(node.split(':')[2] ?? '');
  if (kind?.plane !== 'kubernetes') return null;
  const { plural, group, namespaced } = kind.resource;
  if (namespaced && namespace === null) return null;
  const resource = group === '' ? plural : `${plural}.${group}`;
  return `kubectl describe ${resource} ${title}${namespaced ? ` -n ${namespace}` : ''}`;
}

/**
 * The NSX Manager of an NSX object: its own screen, where the path goes into the search, and for objects of the Policy API
 * the object itself. Empty while no address of the manager is known.
 */
export function elsewhereOf(card: Card, sources: readonly SourceStatus[]): readonly Elsewhere[] {
  for (const node of card.nodes) {
    const [plane, name] = node.split(':');
    const found = keyOfNode(node);
    if (plane !== 'nsx' || found === null) continue;
    const address = addressOf(sources.find(({ id }) => id === `${plane}:${name}`));
    if (address === null) return [];
    const screen = { label: `Open ${MANAGER}, path copied for its search`, url: `${address}/nsx/`, copy: found.key };
    if (!found.key.startsWith('/')) return [screen];
    const object = { label: `Open the object in the API of ${MANAGER}`, url: `${address}/policy/api/v1${found.key}` };
    return [screen, { ...object, copy: null }];
  }
  return [];
}

/** The object of a card as questions about flows name it; null for cards that send and receive nothing, and for folds. */
export function endOfCard({ nodes, folded, cluster, namespace, title }: Card): string | null {
  if (folded > 0) return null;
  for (const id of nodes) {
    const kind = id.split(':')[2] ?? '';
    if (END_KINDS.includes(kind)) return endText({ id, kind, cluster, namespace, name: title });
  }
  return null;
}

const MANAGER = 'NSX Manager';

/** The address that is read from now, without what follows the host; null unless it is one for browsers. */
function addressOf(source: SourceStatus | undefined): string | null {
  if (source === undefined) return null;
  const inUse = source.health?.endpoints.find((endpoint) => endpoint.inUse)?.url ?? source.endpoints[0];
  if (inUse === undefined || !URL.canParse(inUse)) return null;
  const { protocol, origin } = new URL(inUse);
  return protocol === 'https:' || protocol === 'http:' ? origin : null;
}
