import type { NodeId } from '@/lib/model';
import { json, problem } from '../../_http/problem';
import { notAllowed, route } from '../../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

/** Each costs NSX two requests at least. */
const MOST = 20;

export const GET = route('/api/v1/groups/effective', async ({ runtime, all }) => {
  const ids = all('group');
  if (ids.length === 0 || ids.length > MOST) {
    const message = `is given ${ids.length} times; name 1 to ${MOST} groups`;
    return problem(400, 'Correct what is listed and ask again.', [{ where: 'query.group', message }]);
  }
  // Whether the texts are ids is found out by looking them up.
  return json(await runtime.groups.effective(ids as readonly NodeId[]));
});
