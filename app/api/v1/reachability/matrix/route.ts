import type { NodeId } from '@/lib/model';
import { json, type Mistake, problem } from '../../_http/problem';
import { notAllowed, route } from '../../_http/route';
import { scopeMistakes } from '../../_http/scope';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

export const GET = route('/api/v1/reachability/matrix', async ({ runtime, one }) => {
  const [cluster, namespace] = [one('cluster'), one('namespace')];
  const read = runtime.reach.read({ from: one('from'), to: one('to'), protocol: one('protocol'), port: one('port') });
  const mistakes: Mistake[] = scopeMistakes(runtime, cluster, namespace);
  if (!read.ok) mistakes.push(...read.mistakes.map(({ part, message }) => ({ where: `query.${part}`, message })));
  const group = one('group') as NodeId | null; // looked up, whatever it is
  if (group !== null && !runtime.groups.has(group))
    mistakes.push({ where: 'query.group', message: `is "${group}"; it may be the id of a group that is known now` });
  if (!read.ok || mistakes.length > 0) return problem(400, 'Correct what is listed and ask again.', mistakes);
  return json(await runtime.reach.matrix({ flow: read.flow, scope: { cluster, namespace, group } }));
});
