import type { NodeId } from '@/lib/model';
import { json, problem } from '../../_http/problem';
import { notAllowed, route } from '../../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

/** Each policy among them costs NSX a request. */
const MOST = 100;

export const GET = route('/api/v1/rules/hits', async ({ runtime, all }) => {
  const ids = all('rule');
  if (ids.length === 0 || ids.length > MOST) {
    const message = `is given ${ids.length} times; name 1 to ${MOST} rules`;
    return problem(400, 'Correct what is listed and ask again.', [{ where: 'query.rule', message }]);
  }
  // Whether the texts are ids is found out by looking them up.
  return json(await runtime.rules.hits(ids as readonly NodeId[]));
});
