import { kindNamed, KINDS } from '@/lib/kinds';
import { reportFault } from '@/server/runtime';
import { inPieces } from '../_http/pieces';
import { type Mistake, problem } from '../_http/problem';
import { notAllowed, route } from '../_http/route';
import { scopeMistakes } from '../_http/scope';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

export const GET = route('/api/v1/graph', ({ runtime, all, one }) => {
  const filter = { cluster: one('cluster'), namespace: one('namespace'), kinds: all('kind') };
  const mistakes: Mistake[] = filter.kinds
    .filter((name) => kindNamed(name) === undefined)
    .map((name) => ({
      where: 'query.kind',
      message: `"${name}" is not a kind; known are ${KINDS.map((kind) => kind.name).join(', ')}`,
    }));
  mistakes.push(...scopeMistakes(runtime, filter.cluster, filter.namespace));
  if (mistakes.length > 0) return problem(400, 'Correct what is listed and ask again.', mistakes);
  return inPieces(runtime.writeGraph(filter), (error) => reportFault('/api/v1/graph', error));
});
