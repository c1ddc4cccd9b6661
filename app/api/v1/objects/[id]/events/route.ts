import type { NodeId } from '@/lib/model';
import { json, problem } from '../../../_http/problem';
import { notAllowed, route } from '../../../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

export const GET = route('/api/v1/objects/{id}/events', async ({ runtime, path: [id = ''] }) => {
  // Whether the text is an id is found out by looking it up.
  const events = await runtime.events(id as NodeId);
  return events === null ? problem(404, `No object has the id "${id}" now.`) : json(events);
});
