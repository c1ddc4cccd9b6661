import { describe, expect, it } from 'vitest';
import { Backoff } from './backoff';
import { delay } from './delay';
import { transportFailure } from './failure';
import { LinkedAbort } from './linked-abort';
import { RequestMeter } from './meter';

describe('back-off', () => {
  it('doubles up to its cap, with jitter, and begins again after traffic', () => {
    const least = new Backoff({ baseMs: 100, capMs: 1_000 }, () => 0);
    expect([1, 2, 3, 4, 5, 6].map(() => least.next())).toEqual([50, 100, 200, 400, 500, 500]);
    const greatest = new Backoff({ baseMs: 100, capMs: 1_000 }, () => 1);
    expect([1, 2].map(() => greatest.next())).toEqual([100, 200]);
    greatest.reset();
    expect(greatest.next()).toBe(100);
  });
});

describe('a delay', () => {
  it('ends early when the signal aborts, and at once when it has', async () => {
    const controller = new AbortController();
    const waiting = delay(60_000, controller.signal);
    controller.abort();
    expect(await waiting).toBe(false);
    expect(await delay(60_000, controller.signal)).toBe(false);
    expect(await delay(1, new AbortController().signal)).toBe(true);
  });
});

describe('a linked abort', () => {
  it('follows its parent, or its own time, until it is released', async () => {
    const parent = new AbortController();
    const [follower, released] = [new LinkedAbort(parent.signal), new LinkedAbort(parent.signal)];
    const late = new LinkedAbort(new AbortController().signal, 1);
    await new Promise((resolve) => late.signal.addEventListener('abort', resolve));
    expect(late.late).toBe(true);
    released.release();
    parent.abort();
    expect([follower.signal.aborted, follower.late, released.signal.aborted]).toEqual([true, false, false]);
    expect(new LinkedAbort(parent.signal).signal.aborted).toBe(true);
  });
});

describe('transport errors', () => {
  const coded = (code: string) => Object.assign(new Error('sentinel-detail'), { code });
  it.each([
    [coded('ECONNREFUSED'), 'unreachable'],
    [coded('UND_ERR_CONNECT_TIMEOUT'), 'timeout'],
    [coded('UND_ERR_BODY_TIMEOUT'), 'timeout'],
    [coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls'],
    [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls'],
    [coded('HPE_INVALID_CONSTANT'), 'garbled'],
    [new Error('fetch failed', { cause: coded('ECONNRESET') }), 'unreachable'],
    ['nonsense', 'unreachable'],
  ])('%s become %s, without the words of the library', (error, kind) => {
    const failure = transportFailure(error);
    expect(failure.kind).toBe(kind);
    expect(failure.message).not.toContain('sentinel');
  });
});

describe('the meter', () => {
  it('averages over the last ten seconds', () => {
    const meter = new RequestMeter();
    for (let at = 0; at < 20_000; at += 500) {
      meter.started(at);
      meter.finished(at % 1_000 === 0 ? 'good' : 'failed');
    }
    expect(meter.read(20_000, { perSecond: 5, inFlight: 2 })).toEqual({
      perSecond: 1.9,
      limitPerSecond: 5,
      inFlight: 0,
      limitInFlight: 2,
      total: 40,
      throttled: 0,
      failed: 20,
    });
  });
});
