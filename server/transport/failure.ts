/** Why a request gave no usable answer. Messages are fit for people and hold no secret. */
export interface Failure {
  readonly kind:
    | 'unreachable'
    | 'timeout'
    | 'tls'
    | 'unauthorized'
    | 'forbidden'
    | 'not-found'
    | 'gone'
    | 'throttled'
    | 'rejected'
    | 'server-error'
    | 'garbled'
    | 'aborted'
    | 'credentials';
  readonly message: string;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** The source's own error code, when it gave one. */
  readonly code: string | null;
  /** What the other side asked us to wait; null when it did not. */
  readonly retryAfterMs: number | null;
}

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export const succeed = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const fail = (
  kind: Failure['kind'],
  message: string,
  more: Partial<Pick<Failure, 'status' | 'code' | 'retryAfterMs'>> = {},
): { readonly ok: false; readonly failure: Failure } => ({
  ok: false,
  failure: { kind, message, status: null, code: null, retryAfterMs: null, ...more },
});

const CONNECTION =
  /^(ECONN|ENOTFOUND|EAI_AGAIN|EHOST|ENET|EPIPE|UND_ERR_SOCKET|UND_ERR_CONNECT|UND_ERR_CLOSED|UND_ERR_DESTROYED)/;
const TIMEOUT = /TIMEOUT|ETIMEDOUT/;
const TLS = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO|ALTNAME|HOSTNAME_MISMATCH/;

/** Puts a thrown transport error into words. */
export function transportFailure(error: unknown, signal?: AbortSignal): Failure {
  const code = codeOf(error);
  const failure = (kind: Failure['kind'], message: string): Failure => fail(kind, message, { code }).failure;
  const name = error instanceof Error ? error.name : '';
  if (TIMEOUT.test(code) || name === 'TimeoutError') return failure('timeout', 'no answer in time');
  if (signal?.aborted || name === 'AbortError') return failure('aborted', 'stopped');
  if (TLS.test(code)) return failure('tls', `the certificate is not accepted (${code})`);
  if (CONNECTION.test(code)) return failure('unreachable', CONNECTION_WORDS[code] ?? `the connection broke (${code})`);
  if (code.startsWith('HPE_')) return failure('garbled', 'the answer is not HTTP');
  return failure('unreachable', `the connection failed (${code || name || 'unknown error'})`);
}

const CONNECTION_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name cannot be looked up',
  UND_ERR_SOCKET: 'the connection was closed early',
};

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? '' : codeOf(error.cause);
}

/** Milliseconds of a Retry-After header (seconds or a date); null when absent or unreadable. */
export function retryAfter(header: string | readonly string[] | undefined, now: number): number | null {
  const text = typeof header === 'string' ? header : header?.[0];
  if (text === undefined) return null;
  const seconds = Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 300_000) : null;
}
