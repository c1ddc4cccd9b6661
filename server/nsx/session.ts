import { type Outcome, succeed } from '../transport/failure';

/** Who to log in as. `password` reads it anew, so that a rotated one is used; it throws when it cannot. */
export interface Login {
  readonly username: string;
  readonly password: () => string;
}

/** What a login gave: a session of one node, or the fact that only basic authentication works there. */
export type Credentials =
  | { readonly scheme: 'session'; readonly cookie: string; readonly xsrf: string }
  | { readonly scheme: 'basic' };

/** A raw answer to the login request. */
export interface LoginAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The form body of `POST /api/session/create`. */
export function loginBody(login: Login): string {
  return new URLSearchParams({ j_username: login.username, j_password: login.password() }).toString();
}

/** Reads the session out of a login answer; null when it holds none. */
export function readSession(answer: LoginAnswer): Credentials | null {
  if (answer.status !== 200 && answer.status !== 201) return null;
  const cookies = [answer.headers['set-cookie'] ?? []].flat();
  const cookie = cookies.map((text) => text.split(';', 1)[0]?.trim() ?? '').find((text) => /^JSESSIONID=./.test(text));
  const xsrf = [answer.headers['x-xsrf-token'] ?? []].flat()[0];
  return cookie === undefined || xsrf === undefined ? null : { scheme: 'session', cookie, xsrf };
}

/** The headers that carry credentials; schemes are never mixed in one request. */
export function authorize(credentials: Credentials, login: Login): Record<string, string> {
  if (credentials.scheme === 'session') return { cookie: credentials.cookie, 'x-xsrf-token': credentials.xsrf };
  const pair = Buffer.from(`${login.username}:${login.password()}`, 'utf8').toString('base64');
  return { authorization: `Basic ${pair}` };
}

/** Holds the credentials of one NSX node and makes sure that only one login runs at a time. */
export class SessionKeeper {
  #credentials: Credentials | null = null;
  #pending: Promise<Outcome<Credentials>> | null = null;

  async get(logIn: () => Promise<Outcome<Credentials>>): Promise<Outcome<Credentials>> {
    if (this.#credentials !== null) return succeed(this.#credentials);
    this.#pending ??= logIn().finally(() => {
      this.#pending = null;
    });
    const outcome = await this.#pending;
    if (outcome.ok) this.#credentials = outcome.value;
    return outcome;
  }

  /** The credentials are not accepted any more, unless somebody has logged in again since. */
  reject(credentials: Credentials): void {
    if (this.#credentials === credentials) this.#credentials = null;
  }
}
