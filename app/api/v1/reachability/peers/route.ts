import type { NodeId } from '@/lib/model';
import { json, type Mistake, problem } from '../../_http/problem';
import { notAllowed, route } from '../../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

const MOST = 100;

export const GET = route('/api/v1/reachability/peers', async ({ runtime, one, all }) => {
  const read = runtime.reach.read({ from: one('from'), to: one('to'), protocol: one('protocol'), port: one('port') });
  const mistakes: Mistake[] = read.ok
    ? []
    : read.mistakes.map(({ part, message }) => ({ where: `query.${part}`, message }));
  if (read.ok && read.flow.from === null && read.flow.to === null)
    mistakes.push({ where: 'query.to', message: 'is missing; give from or to' });
  const nodes = all('node') as readonly NodeId[]; // what is no id answers to nothing
  if (nodes.length === 0 || nodes.length > MOST)
    mistakes.push({ where: 'query.node', message: `is given ${nodes.length} times; give it 1 to ${MOST} times` });
  if (!read.ok || mistakes.length > 0) return problem(400, 'Correct what is listed and ask again.', mistakes);
  return json(await runtime.reach.peers({ flow: read.flow, nodes }));
});
