import { json, problem } from '../../../../_http/problem';
import { notAllowed, route } from '../../../../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

export const GET = route(
  '/api/v1/pods/{cluster}/{namespace}/{name}',
  async ({ runtime, path: [cluster = '', namespace = '', name = ''] }) => {
    const pod = await runtime.pod({ cluster, namespace, name });
    if (pod !== null) return json(pod);
    return problem(404, `Cluster "${cluster}" has no Pod "${name}" in namespace "${namespace}" now.`);
  },
);
