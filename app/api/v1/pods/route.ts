import type { NodeState } from '@/lib/model';
import { POD_COLUMNS } from '@/lib/pods';
import { nodeStateSchema } from '@/lib/wire';
import { json, problem } from '../_http/problem';
import { notAllowed, route } from '../_http/route';
import { numberIn, scopeMistakes } from '../_http/scope';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

const LAST = 10_000_000;
const USUAL = 100;
const MOST = 5_000;

export const GET = route('/api/v1/pods', ({ runtime, one, all }) => {
  const [cluster, namespace] = [one('cluster'), one('namespace')];
  const from = numberIn(one('from'), 'query.from', { least: 0, most: LAST, usual: 0 });
  const count = numberIn(one('count'), 'query.count', { least: 1, most: MOST, usual: USUAL });
  const mistakes = [...scopeMistakes(runtime, cluster, namespace), ...from.mistakes, ...count.mistakes];
  if (mistakes.length > 0) return problem(400, 'Correct what is listed and ask again.', mistakes);
  const states: readonly NodeState[] = nodeStateSchema.options.filter((state) => all('state').includes(state));
  const sort = POD_COLUMNS.find((column) => column === one('sort')) ?? 'state';
  const question = { cluster, namespace, text: one('filter') ?? '', states, sort, down: one('order') === 'down' };
  return json(runtime.pods(question, { from: from.value, count: count.value }));
});
