import { GROUP_COLUMNS } from '@/lib/dfw';
import { pageIn } from '../_http/page';
import { json, problem } from '../_http/problem';
import { notAllowed, route } from '../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

export const GET = route('/api/v1/groups', async ({ runtime, one }) => {
  const { page, mistakes } = pageIn(one);
  if (mistakes.length > 0) return problem(400, 'Correct what is listed and ask again.', mistakes);
  const sort = GROUP_COLUMNS.find((column) => column === one('sort')) ?? 'made';
  const question = {
    text: one('filter') ?? '',
    ofNsx: one('nsx') === 'true',
    warned: one('warned') === 'true',
    sort,
    down: one('order') === 'down',
  };
  return json(await runtime.groups.list(question, page));
});
