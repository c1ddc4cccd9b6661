import type { GraphNode } from '../model';

/** Who made a group or policy. */
export type Maker = 'admin' | 'ncp' | 'nsx-operator' | 'nsx';

const LOAD_BALANCER_SCOPES = new Set(['NLB-VIP_ID', 'NLB-Lb-ID', 'NLB-Pool_ID']);

/** Read from tags, and from the ids that NSX gives the groups of its own load balancer. */
export function madeBy({ key, tags = [] }: Pick<GraphNode, 'key' | 'tags'>): Maker {
  const id = key.slice(key.lastIndexOf('/') + 1);
  if (/^NLB\.(VIP|PoolLB)\./.test(id) || tags.some((tag) => LOAD_BALANCER_SCOPES.has(tag.scope))) return 'nsx';
  if (tags.some((tag) => tag.scope === 'nsx-op/cluster')) return 'nsx-operator';
  return tags.some((tag) => tag.scope === 'ncp/cluster') ? 'ncp' : 'admin';
}
