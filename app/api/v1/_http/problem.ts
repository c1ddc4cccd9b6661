import type { Problem } from '@/lib/wire';

/** Headers of every answer: it belongs to this moment and to this origin. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
};

export type Mistake = Problem['problems'][number];

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request holds mistakes',
  404: 'There is no such thing',
  405: 'This method is not allowed here',
  421: 'This host name is not served here',
  500: 'Portolan failed',
  503: 'Portolan has no room for this now',
};

/** An error answer. */
export function problem(
  status: 400 | 404 | 405 | 421 | 500 | 503,
  detail: string,
  problems: readonly Mistake[] = [],
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body: Problem = {
    type: 'about:blank',
    title: TITLES[status] ?? 'Error',
    status,
    detail,
    problems: [...problems],
  };
  const type = { 'content-type': 'application/problem+json' };
  return new Response(JSON.stringify(body), { status, headers: { ...COMMON_HEADERS, ...type, ...headers } });
}

/** A good answer. */
export function json(body: unknown): Response {
  const headers = { ...COMMON_HEADERS, 'content-type': 'application/json' };
  return new Response(JSON.stringify(body), { headers });
}
