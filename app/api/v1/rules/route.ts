import { isAddress } from '@/lib/dfw';
import { type NodeId, nsxSource } from '@/lib/model';
import { MARK_KINDS } from '@/lib/wire';
import { pageIn } from '../_http/page';
import { json, type Mistake, problem } from '../_http/problem';
import { notAllowed, route } from '../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

export const GET = route('/api/v1/rules', async ({ runtime, one, all }) => {
  const { page, mistakes: ofPage } = pageIn(one);
  const [manager, about, address] = [one('manager'), one('about'), one('address')];
  const mistakes: readonly Mistake[] = [
    ...ofPage,
    ...(address !== null && !isAddress(address)
      ? [{ where: 'query.address', message: `is "${address}"; it must be an IP address` }]
      : []),
  ];
  if (mistakes.length > 0) return problem(400, 'Correct what is listed and ask again.', mistakes);
  const question = {
    manager: manager === null ? null : nsxSource(manager),
    text: one('filter') ?? '',
    categories: all('category'),
    actions: all('action'),
    marks: MARK_KINDS.filter((kind) => all('mark').includes(kind)),
    // Whether the text is an id is found out by looking it up.
    about: about as NodeId | null,
    address,
  };
  return json(await runtime.rules.list(question, page));
});
