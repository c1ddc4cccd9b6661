import { type Outcome, succeed } from '../transport/failure';
import type { NsxClient } from './client';
import { type NsxObject, searchPages } from './paging';
import { anyOf, byTypes, CLUSTER_SCOPES } from './query';

/** The port of a cluster node, by its tags: which node of which cluster it says it is. */
export interface NodePort {
  readonly node: string;
  readonly clusters: readonly string[];
}

const NODE_SCOPE = 'ncp/node_name';

/** Reads the ports that are tagged with the name of a cluster node, whatever cluster they are tagged for. */
export async function readNodePorts(
  client: NsxClient,
  options: { readonly pageSize: number; readonly signal: AbortSignal },
): Promise<Outcome<readonly NodePort[]>> {
  const ports: NodePort[] = [];
  const pages = await searchPages(client, {
    query: { query: `${byTypes(['SegmentPort'])} AND ${anyOf('tags.scope', [NODE_SCOPE])}` },
    pageSize: options.pageSize,
    ask: { signal: options.signal },
    visit: (objects) => {
      ports.push(...objects.flatMap(readPort));
      return true;
    },
  });
  return pages.ok ? succeed(ports) : pages;
}

function readPort(object: NsxObject): readonly NodePort[] {
  const tags: readonly unknown[] = Array.isArray(object.tags) ? object.tags : [];
  const valuesOf = (...scopes: readonly string[]): readonly string[] =>
    tags.flatMap((tag) => {
      if (typeof tag !== 'object' || tag === null || !('scope' in tag) || !('tag' in tag)) return [];
      return scopes.includes(String(tag.scope)) && typeof tag.tag === 'string' && tag.tag !== '' ? [tag.tag] : [];
    });
  const clusters = [...new Set(valuesOf(...CLUSTER_SCOPES))];
  return valuesOf(NODE_SCOPE).map((node) => ({ node, clusters }));
}
