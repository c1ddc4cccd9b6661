import type { NodeId } from '@/lib/model';
import { json, problem } from '../../../../_http/problem';
import { notAllowed, route } from '../../../../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

export const GET = route('/api/v1/objects/{id}/lists/{list}', ({ runtime, path: [id = '', list = ''], one }) => {
  const mistakes = ['from', 'count'].flatMap((name) => {
    const value = one(name);
    return value === null || /^\d{1,9}$/.test(value)
      ? []
      : [{ where: `query.${name}`, message: `is "${value}"; it must be a whole number` }];
  });
  if (mistakes.length > 0) return problem(400, 'Correct what is listed and ask again.', mistakes);
  // Whether the text is an id is found out by looking it up.
  const question = { id: id as NodeId, list, find: one('find'), from: one('from'), count: one('count') };
  const answer = runtime.list(question);
  return answer === null ? problem(404, `No object "${id}" with a list "${list}" is there now.`) : json(answer);
});
