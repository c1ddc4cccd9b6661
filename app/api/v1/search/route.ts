import { kindNamed } from '@/lib/kinds';
import { json, problem } from '../_http/problem';
import { notAllowed, route } from '../_http/route';
import { numberIn, scopeMistakes } from '../_http/scope';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

/** Longer questions are pasted by mistake. */
const LONGEST = 200;
const FEW = 6;
const MANY = 200;

export const GET = route('/api/v1/search', async ({ runtime, request, one }) => {
  const text = (one('q') ?? '').trim();
  const [cluster, namespace, kind] = [one('cluster'), one('namespace'), one('kind')];
  const limit = numberIn(one('limit'), 'query.limit', { least: 1, most: MANY, usual: FEW });
  const mistakes = [...scopeMistakes(runtime, cluster, namespace), ...limit.mistakes];
  if (text === '') mistakes.push({ where: 'query.q', message: 'is empty; give what to look for' });
  if (text.length > LONGEST) mistakes.push({ where: 'query.q', message: `is longer than ${LONGEST} characters` });
  if (kind !== null && kindNamed(kind) === undefined)
    mistakes.push({ where: 'query.kind', message: `"${kind}" is not a kind; /api/v1/graph lists them` });
  if (mistakes.length > 0) return problem(400, 'Correct what is listed and ask again.', mistakes);
  return json(await runtime.search({ text, cluster, namespace, kind, perKind: limit.value }, request.signal));
});
