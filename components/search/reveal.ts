import type { MapParams } from '@/components/url/map-params';
import { kindNamed } from '@/lib/kinds';
import type { NodeRef } from '@/lib/wire/details';

/** What could keep an object off the map. */
const UNFILTERED: Partial<MapParams> = { at: null, hide: '' };

type Wanted = Pick<NodeRef, 'id' | 'kind' | 'name' | 'namespace' | 'cluster'>;

/**
 * How the map must change to show an object: as it is when the object is drawn already, else the scope that holds it. Never
 * a scope that leaves it out.
 */
export function reveal(node: Wanted, params: MapParams, drawn: boolean): Partial<MapParams> {
  const select: Partial<MapParams> = { selected: node.id, table: false, tab: 'facts' };
  if (drawn) return select;
  const kind = kindNamed(node.kind);
  const isRegion = kind?.plane === 'kubernetes' && kind.isRegion === true;
  const namespace = isRegion ? node.name : node.namespace;
  const groups = params.groups || kind?.presentation.lane === 'group';
  if (groups !== params.groups && params.cluster === null) return { ...select, groups };
  if (node.cluster !== null && namespace !== null && kind?.presentation.lane !== 'group')
    return { ...select, cluster: node.cluster, namespace, open: [], ...UNFILTERED };
  return { ...select, groups, cluster: null, namespace: null, ...UNFILTERED };
}
