import type { NodeId } from '@/lib/model';
import { MEMBER_COLUMNS } from '@/lib/wire';
import { pageIn } from '../../../_http/page';
import { json, problem } from '../../../_http/problem';
import { notAllowed, route } from '../../../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

export const GET = route('/api/v1/groups/{id}/members', async ({ runtime, path: [id = ''], one }) => {
  const { page, mistakes } = pageIn(one);
  if (mistakes.length > 0) return problem(400, 'Correct what is listed and ask again.', mistakes);
  const question = {
    text: one('filter') ?? '',
    differing: one('differing') === 'true',
    sort: MEMBER_COLUMNS.find((column) => column === one('sort')) ?? 'verdict',
    down: one('order') === 'down',
  };
  // Whether the text is an id is found out by looking it up.
  const members = await runtime.groups.members(id as NodeId, question, page);
  return members === null ? problem(404, `No group has the id "${id}" now.`) : json(members);
});
