import { kindNamed } from '@/lib/kinds';
import type { NodeRef } from '@/lib/wire/details';

type Named = Pick<NodeRef, 'id' | 'kind' | 'name' | 'namespace' | 'cluster'>;

/** The page of an object: Pods and groups have one of their own, all others share one. */
export function pageLink(node: Named): string {
  const kind = kindNamed(node.kind);
  if (kind?.plane === 'nsx' && kind.dfw === 'group') return `/groups/${encodeURIComponent(node.id)}`;
  const isPod = kind?.plane === 'kubernetes' && kind.presentation.lane === 'pod';
  if (isPod && node.cluster !== null && node.namespace !== null)
    return `/pods/${[node.cluster, node.namespace, node.name].map(encodeURIComponent).join('/')}`;
  return `/objects/${encodeURIComponent(node.id)}`;
}
