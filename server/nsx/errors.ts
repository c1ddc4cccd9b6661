import { type Failure, fail, retryAfter } from '../transport/failure';

/** Codes with which NSX says that its search index cannot be used now. */
const SEARCH_BROKEN: ReadonlySet<string> = new Set(['60508', '60514', '60515']);
/** Codes with which NSX says that a page would be too large. */
const PAGE_TOO_LARGE: ReadonlySet<string> = new Set(['60576', '255']);

/** An error body of either shape: application errors have a number as code and `httpStatus`, the front door's a text. */
interface ErrorBody {
  readonly code: string | null;
  readonly message: string | null;
}

/** Reads an error body; anything may be missing, and it need not be JSON. */
export function readErrorBody(text: string): ErrorBody {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { code: null, message: null };
  }
  if (typeof body !== 'object' || body === null) return { code: null, message: null };
  const code = 'error_code' in body ? body.error_code : undefined;
  const message = 'error_message' in body ? body.error_message : undefined;
  return {
    code: typeof code === 'number' || (typeof code === 'string' && code !== '') ? String(code) : null,
    message: typeof message === 'string' && message !== '' ? message.slice(0, 400) : null,
  };
}

/** What an answer that is not a success means. */
export function answerFailure(
  status: number,
  text: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Failure {
  const { code, message } = readErrorBody(text);
  const words = message ?? `NSX answered ${status}${code === null ? '' : ` with code ${code}`}`;
  // A date in Retry-After is by the clock of NSX, which need not be ours.
  const told = Date.parse([headers.date ?? ''].flat()[0] ?? '');
  const wait = retryAfter(headers['retry-after'], Number.isNaN(told) ? Date.now() : told);
  return fail(kindOf(status, code), words, { status, code, retryAfterMs: wait }).failure;
}

function kindOf(status: number, code: string | null): Failure['kind'] {
  if (code !== null && PAGE_TOO_LARGE.has(code)) return 'rejected';
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 429 || status === 503) return 'throttled';
  return status >= 500 ? 'server-error' : 'rejected';
}

export const isPageTooLarge = (failure: Failure): boolean => failure.code !== null && PAGE_TOO_LARGE.has(failure.code);

/** Codes of internal errors that NSX itself calls passing: it could not connect, or a transaction was aborted. */
const PASSING: ReadonlySet<string> = new Set(['98', '607']);

/** True for a failure that the next try may well not meet. */
export const isPassing = ({ status, code }: Failure): boolean => status === 500 && code !== null && PASSING.has(code);

/** True when search itself is the problem, so that lists are worth a try. */
export function isSearchBroken(failure: Failure): boolean {
  if (failure.code !== null && SEARCH_BROKEN.has(failure.code)) return true;
  return failure.kind === 'not-found' || failure.kind === 'rejected';
}
