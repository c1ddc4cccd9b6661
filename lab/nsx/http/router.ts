import type { Problem } from '../problem';
import type { Answer, ApiRequest } from './exchange';

/** Answers one route; `ids` are the segments its `*` stand for. */
export type Handler = (request: ApiRequest, ids: readonly string[]) => Answer | Problem;

interface Route {
  readonly method: string;
  readonly segments: readonly string[];
  readonly handler: Handler;
}

/** Routes by method and path; `*` matches one segment, a leading `**` any number of them. */
export class Router {
  readonly #routes: Route[] = [];

  add(method: string, pattern: string, handler: Handler): this {
    this.#routes.push({ method, segments: pattern.split('/').filter((segment) => segment !== ''), handler });
    return this;
  }

  /** The first handler that fits, bound to its ids; undefined when none does. */
  find(method: string, path: string): ((request: ApiRequest) => Answer | Problem) | undefined {
    const segments = path.split('/').filter((segment) => segment !== '');
    for (const route of this.#routes) {
      if (route.method !== method) continue;
      const ids = matchSegments(route.segments, segments);
      if (ids !== undefined) return (request) => route.handler(request, ids);
    }
    return undefined;
  }
}

function matchSegments(pattern: readonly string[], path: readonly string[]): string[] | undefined {
  if (pattern[0] === '**') {
    const tail = pattern.slice(1);
    const lead = path.length - tail.length;
    if (lead < 0) return undefined;
    const ids = matchSegments(tail, path.slice(lead));
    return ids === undefined ? undefined : [`/${path.slice(0, lead).join('/')}`, ...ids];
  }
  if (pattern.length !== path.length) return undefined;
  const ids: string[] = [];
  for (const [index, segment] of pattern.entries()) {
    const given = path[index];
    if (given === undefined) return undefined;
    if (segment === '*') ids.push(given);
    else if (segment !== given) return undefined;
  }
  return ids;
}
