import { parseViewKey } from '@/lib/wire';
import { eventStream } from '../_http/event-stream';
import { problem } from '../_http/problem';
import { notAllowed, route } from '../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

/** More views than this on one stream are a mistake of the client. */
const MOST_VIEWS = 32;

export const GET = route('/api/v1/events', ({ runtime, request, all }) => {
  const keys = all('view').length === 0 ? [''] : all('view');
  const parsed = keys.map(parseViewKey);
  const mistakes = parsed.flatMap((view) =>
    view.ok ? [] : view.problems.map((message) => ({ where: 'query.view', message })),
  );
  if (keys.length > MOST_VIEWS)
    mistakes.push({ where: 'query.view', message: `is given more than ${MOST_VIEWS} times` });
  if (mistakes.length > 0) return problem(400, 'Correct what is listed and ask again.', mistakes);
  const specs = parsed.flatMap((view) => (view.ok ? view.spec : []));
  const stream = eventStream(runtime, specs, request);
  return stream ?? problem(503, 'There are too many open streams; try again later.', [], { 'retry-after': '10' });
});
