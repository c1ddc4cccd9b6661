import { fail, type Outcome, succeed } from '../transport/failure';
import type { NsxClient } from './client';
import type { NsxObject } from './paging';

const DEEPEST = 20;

/**
 * The objects of some types below a root (`/infra`, or `/org-root` for what lies in projects), by one hierarchical read.
 * `types` must name the types in between as well. Such answers leave out display names and times on some releases.
 */
export async function readTree(
  client: NsxClient,
  root: '/infra' | '/org-root',
  types: readonly string[],
  signal: AbortSignal,
): Promise<Outcome<readonly NsxObject[]>> {
  const answer = await client.policy(root, { query: { type_filter: types.join(';') }, signal });
  if (!answer.ok) return answer;
  const { children } = answer.value;
  if (children !== undefined && !Array.isArray(children))
    return fail('garbled', 'children is not a list', { status: 200 });
  const found: NsxObject[] = [];
  collect(answer.value, found, 0);
  return succeed(found);
}

/** Each child is wrapped: `{resource_type: "ChildTier1", Tier1: {…, children: […]}}`. */
function collect(object: NsxObject, found: NsxObject[], depth: number): void {
  if (!Array.isArray(object.children) || depth > DEEPEST) return;
  for (const wrapper of object.children.filter(isObject)) {
    for (const child of Object.values(wrapper).filter(isObject)) {
      const { children: _, ...own } = child;
      found.push(own);
      collect(child, found, depth + 1);
    }
  }
}

function isObject(value: unknown): value is NsxObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
