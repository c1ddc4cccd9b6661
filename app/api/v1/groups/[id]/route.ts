import type { NodeId } from '@/lib/model';
import { json, problem } from '../../_http/problem';
import { notAllowed, route } from '../../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

export const GET = route('/api/v1/groups/{id}', async ({ runtime, path: [id = ''] }) => {
  // Whether the text is an id is found out by looking it up.
  const group = await runtime.groups.one(id as NodeId);
  return group === null ? problem(404, `No group has the id "${id}" now.`) : json(group);
});
