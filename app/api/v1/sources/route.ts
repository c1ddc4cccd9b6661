import { json } from '../_http/problem';
import { notAllowed, route } from '../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

export const GET = route('/api/v1/sources', ({ runtime }) => json(runtime.sources()));
