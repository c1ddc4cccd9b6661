import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { delay } from '../transport/delay';
import { type Login, readCredentials } from './login';

/** For what cannot be read now. */
const UNREADABLE = '';

/**
 * Waits `ms`, or less when the secret of a login reads differently from what it was at the beginning: whoever has mended it
 * need not wait. Files are looked at every `everyMs`, and must read the same twice, because they may be half written.
 */
export async function waitOrRotated(
  login: Login,
  times: { readonly ms: number; readonly everyMs: number },
  signal: AbortSignal,
): Promise<void> {
  const until = Date.now() + times.ms;
  const before = digestOf(login);
  let last = before;
  for (let left = times.ms; left > 0 && !signal.aborted; left = until - Date.now()) {
    await delay(Math.min(times.everyMs, left), signal);
    const now = digestOf(login);
    if (now !== UNREADABLE && now !== before && now === last) return;
    last = now;
  }
}

/** A stand-in for the secret, so that it is not kept in memory for a comparison. */
function digestOf(login: Login): string {
  try {
    const secret = login.by === 'certificate' ? filesOf(login.certificate) : JSON.stringify(readCredentials(login));
    return createHash('sha256').update(secret).digest('base64');
  } catch {
    return UNREADABLE;
  }
}

function filesOf({ certFile, keyFile }: Extract<Login, { by: 'certificate' }>['certificate']): string {
  return `${readFileSync(certFile, 'utf8')}\n${readFileSync(keyFile, 'utf8')}`;
}
