import type { NodeState } from '@/lib/model';
import { POD_COLUMNS } from '@/lib/pods';
import { nodeStateSchema } from '@/lib/wire';
import { pageIn } from '../_http/page';
import { json, problem } from '../_http/problem';
import { notAllowed, route } from '../_http/route';
import { scopeMistakes } from '../_http/scope';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

export const GET = route('/api/v1/pods', async ({ runtime, one, all }) => {
  const [cluster, namespace] = [one('cluster'), one('namespace')];
  const { page, mistakes: ofPage } = pageIn(one);
  const mistakes = [...scopeMistakes(runtime, cluster, namespace), ...ofPage];
  if (mistakes.length > 0) return problem(400, 'Correct what is listed and ask again.', mistakes);
  const states: readonly NodeState[] = nodeStateSchema.options.filter((state) => all('state').includes(state));
  const sort = POD_COLUMNS.find((column) => column === one('sort')) ?? 'state';
  const question = { cluster, namespace, text: one('filter') ?? '', states, sort, down: one('order') === 'down' };
  return json(await runtime.pods(question, page));
});
