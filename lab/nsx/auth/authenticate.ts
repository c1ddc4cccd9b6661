import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { applicationProblem, frontDoorProblem, type Problem } from '../problem';
import type { NsxTuning } from '../tuning';
import type { SessionStore } from './sessions';

/** Who is calling and what they may do. */
export interface Caller {
  readonly name: string;
  readonly readOnly: boolean;
  /** Known by a client certificate. */
  readonly principal: boolean;
}

/** What a login attempt has to go by. */
export interface Credentials {
  readonly headers: IncomingHttpHeaders;
  /** Common name of a verified client certificate. */
  readonly certificateName: string | undefined;
}

const readOnlyUsers = new Set(['audit']);

/** The answer to a wrong password, an unknown user or no credentials at all. */
export function badCredentials(): Problem {
  return frontDoorProblem(403, '403', 'The credentials were incorrect or the account specified has been locked.');
}

function callerNamed(name: string, principal: boolean): Caller {
  return { name, principal, readOnly: readOnlyUsers.has(name) };
}

function sameSecret(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Checks a user name and password. */
export function checkPassword(name: string, password: string, tuning: NsxTuning): Caller | Problem {
  const users: Readonly<Record<string, string>> = tuning.passwords;
  // A vIDM or LDAP user is written name@domain; the lab knows one directory with the same people.
  const local = name.replace(/@lab\.local$/, '');
  const expected = Object.hasOwn(users, local) ? users[local] : undefined;
  return expected !== undefined && sameSecret(password, expected) ? callerNamed(local, false) : badCredentials();
}

/** The value of a cookie in a request. */
export function cookieValue(headers: IncomingHttpHeaders, name: string): string | undefined {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [key, ...rest] = part.trim().split('=');
    if (key === name) return rest.join('=');
  }
  return undefined;
}

function fromAuthorization(header: string, tuning: NsxTuning): Caller | Problem {
  const [scheme = '', encoded = ''] = header.split(/\s+/, 2);
  if (!['basic', 'remote'].includes(scheme.toLowerCase())) {
    return frontDoorProblem(401, '401', `The authentication scheme '${scheme}' is not accepted here.`);
  }
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 0) return badCredentials();
  return checkPassword(pair.slice(0, colon), pair.slice(colon + 1), tuning);
}

/** Finds out who is calling: session cookie, Authorization header, or client certificate. */
export function authenticate(
  { headers, certificateName }: Credentials,
  sessions: SessionStore,
  tuning: NsxTuning,
  now: number,
): Caller | Problem {
  if (headers.authorization !== undefined) return fromAuthorization(headers.authorization, tuning);
  const cookie = cookieValue(headers, 'JSESSIONID');
  if (cookie !== undefined) {
    const session = sessions.use(cookie, now);
    if (session === undefined) return badCredentials();
    if (headers['x-xsrf-token'] !== session.token) {
      const message = 'The XSRF token of the request is missing or does not belong to the session.';
      return applicationProblem(403, 98, message, 'common-services');
    }
    return callerNamed(session.user, session.principal);
  }
  if (certificateName !== undefined && Object.hasOwn(tuning.passwords, certificateName))
    return callerNamed(certificateName, true);
  return badCredentials();
}
