import type { NodeId } from '@/lib/model';
import { json, problem } from '../../_http/problem';
import { notAllowed, route } from '../../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

export const GET = route('/api/v1/rules/{id}', async ({ runtime, path: [id = ''] }) => {
  // Whether the text is an id is found out by looking it up.
  const rule = await runtime.rules.one(id as NodeId);
  return rule === null ? problem(404, `No rule "${id}" of the distributed firewall is there now.`) : json(rule);
});
