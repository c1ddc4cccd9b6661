import type { NodeId } from '@/lib/model';
import { json, problem } from '../../../_http/problem';
import { notAllowed, route } from '../../../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

export const GET = route('/api/v1/objects/{id}/history', ({ runtime, path: [id = ''] }) => {
  // Whether the text is an id is found out by looking it up.
  const history = runtime.history(id as NodeId);
  if (history !== null) return json(history);
  return problem(404, `No object has the id "${id}" now, and none that had it is remembered.`);
});
