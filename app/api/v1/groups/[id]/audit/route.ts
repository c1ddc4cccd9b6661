import type { NodeId } from '@/lib/model';
import { reportFault } from '@/server/runtime';
import { inPieces } from '../../../_http/pieces';
import { problem } from '../../../_http/problem';
import { notAllowed, route } from '../../../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

const PATH = '/api/v1/groups/{id}/audit';

export const GET = route(PATH, async ({ runtime, path: [id = ''] }) => {
  // Whether the text is an id is found out by looking it up.
  const audit = await runtime.groups.audit(id as NodeId);
  if (audit === null) return problem(404, `No group has the id "${id}" now.`);
  return inPieces(audit, (error) => reportFault(PATH, error));
});
