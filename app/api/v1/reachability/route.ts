import { json, type Mistake, problem } from '../_http/problem';
import { notAllowed, route } from '../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

export const GET = route('/api/v1/reachability', async ({ runtime, one }) => {
  const question = { from: one('from'), to: one('to'), protocol: one('protocol'), port: one('port') };
  const read = runtime.reach.readFlow(question);
  if (read.ok) return json(await runtime.reach.verdict(read.flow));
  const mistakes = read.mistakes.map(({ part, message }): Mistake => ({ where: `query.${part}`, message }));
  return problem(400, 'Correct what is listed and ask again.', mistakes);
});
