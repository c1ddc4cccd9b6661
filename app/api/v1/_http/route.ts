import { getRuntime, reportFault, type Runtime } from '@/server/runtime';
import { type EndpointPath, ENDPOINTS } from '../_openapi/endpoints';
import { problem } from './problem';
import { readQuery } from './query';

/** What a handler gets: checked input, and the running Portolan. */
export interface Call {
  readonly runtime: Runtime;
  readonly request: Request;
  /** The values of the path's parameters, decoded, in order. */
  readonly path: readonly string[];
  readonly all: (name: string) => readonly string[];
  readonly one: (name: string) => string | null;
}

const PREFIX = '/api/v1/';

/** A GET handler for an endpoint: checks host, path and query before `answer` runs, and turns a fault into a 500. */
export function route(path: EndpointPath, answer: (call: Call) => Response | Promise<Response>) {
  return async (request: Request): Promise<Response> => {
    try {
      const runtime = getRuntime();
      const host = request.headers.get('host');
      if (!runtime.acceptsHost(host)) {
        const remedy = 'Use a loopback address, or add the name to hosts in the settings.';
        return problem(421, `Requests for the host "${host ?? ''}" are not answered. ${remedy}`);
      }
      const url = new URL(request.url);
      const query = readQuery(url.searchParams, ENDPOINTS[path].query);
      if (!query.ok) return problem(400, 'Correct what is listed and ask again.', query.mistakes);
      const values = readPath(path, url.pathname);
      if (values === null)
        return problem(400, 'The path is not well formed.', [{ where: 'path', message: 'holds a broken % escape' }]);
      return await answer({ runtime, request, path: values, all: query.all, one: query.one });
    } catch (error) {
      reportFault(path, error);
      return problem(500, 'The error is in the log of the server.');
    }
  };
}

/** Every method but GET: Portolan changes nothing. */
export function notAllowed(): Response {
  return problem(405, 'Portolan only reads: use GET.', [], { allow: 'GET, HEAD' });
}

/** Decoded by hand from the URL, because an id may hold an escaped percent sign. */
function readPath(path: EndpointPath, pathname: string): readonly string[] | null {
  const parts = pathname.slice(pathname.indexOf(PREFIX) + PREFIX.length).split('/');
  const pattern = path.slice(PREFIX.length).split('/');
  try {
    return pattern.flatMap((part, index) => (part.startsWith('{') ? decodeURIComponent(parts[index] ?? '') : []));
  } catch {
    return null;
  }
}
