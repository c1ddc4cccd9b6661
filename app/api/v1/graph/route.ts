import { kindNamed, KINDS } from '@/lib/kinds';
import { json, type Mistake, problem } from '../_http/problem';
import { notAllowed, route } from '../_http/route';

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
  if (filter.cluster !== null && !runtime.clusters.includes(filter.cluster)) {
    const known = runtime.clusters.join(', ') || 'none';
    mistakes.push({
      where: 'query.cluster',
      message: `"${filter.cluster}" is not a cluster of the settings; known are ${known}`,
    });
  }
  if (filter.namespace !== null && filter.cluster === null) {
    mistakes.push({ where: 'query.namespace', message: 'needs cluster; give both' });
  }
  if (mistakes.length > 0) return problem(400, 'Correct what is listed and ask again.', mistakes);
  return json(runtime.graph(filter));
});
