import { describe, expect, it } from 'vitest';
import { answerFailure, isPageTooLarge, isSearchBroken } from './errors';

const body = (code: unknown, message: unknown = 'words') =>
  JSON.stringify({ error_code: code, error_message: message });

describe('NSX errors', () => {
  it('are read in both shapes, and when they are none', () => {
    expect(answerFailure(403, body('403'), {})).toMatchObject({ kind: 'forbidden', code: '403', message: 'words' });
    expect(answerFailure(404, body(600), {})).toMatchObject({ kind: 'not-found', code: '600' });
    expect(answerFailure(500, '<html>', {})).toMatchObject({
      kind: 'server-error',
      code: null,
      message: 'NSX answered 500',
    });
    expect(answerFailure(400, '[]', {})).toMatchObject({ kind: 'rejected', code: null });
    expect(answerFailure(418, body({}, 7), {})).toMatchObject({ code: null, message: 'NSX answered 418' });
  });

  it('keep a page that is too large apart from throttling', () => {
    expect(answerFailure(503, body(60576), {})).toMatchObject({ kind: 'rejected' });
    expect(isPageTooLarge(answerFailure(400, body('255'), {}))).toBe(true);
    expect(answerFailure(503, body(98), {})).toMatchObject({ kind: 'throttled' });
    expect(isPageTooLarge(answerFailure(503, body(98), {}))).toBe(false);
  });

  it.each([60508, 60514, 60515])('%d means that search cannot be used now', (code) => {
    expect(isSearchBroken(answerFailure(500, body(code), {}))).toBe(true);
  });

  it('take Retry-After in both forms', () => {
    expect(answerFailure(429, body('102'), { 'retry-after': '7' }).retryAfterMs).toBe(7_000);
    const later = new Date(Date.now() + 5_000).toUTCString();
    expect(answerFailure(429, '', { 'retry-after': later }).retryAfterMs).toBeGreaterThan(3_000);
    expect(answerFailure(429, '', { 'retry-after': 'soon' }).retryAfterMs).toBeNull();
  });
});
