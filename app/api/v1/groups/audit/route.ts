import { reportFault } from '@/server/runtime';
import { inPieces } from '../../_http/pieces';
import { notAllowed, route } from '../../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

const PATH = '/api/v1/groups/audit';

export const GET = route(PATH, async ({ runtime, one }) => {
  const format = one('format') === 'csv' ? 'csv' : 'json';
  const question = {
    text: one('filter') ?? '',
    ofNsx: one('nsx') === 'true',
    warned: one('warned') === 'true',
    sort: 'name',
    down: false,
  } as const;
  const audit = await runtime.groups.auditAll(question, format);
  const name = `portolan-groups-${new Date().toISOString().replaceAll(':', '')}.${format}`;
  return inPieces(audit, (error) => reportFault(PATH, error), {
    'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json',
    'content-disposition': `attachment; filename="${name}"`,
  });
});
