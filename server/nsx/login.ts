/** Where the files of a client certificate are; both are read again when they change. */
export interface ClientCertificate {
  readonly certFile: string;
  readonly keyFile: string;
}

/**
 * Who to log in as. Secrets are functions that read them anew, so that rotated ones are used; they throw when they cannot.
 * `session-or-basic` takes a session where the manager gives one, else basic authentication; `remote` is a vIDM user.
 */
export type Login =
  | {
      readonly by: 'session-or-basic' | 'session' | 'basic' | 'remote';
      readonly username: string;
      readonly password: () => string;
    }
  | { readonly by: 'token'; readonly token: () => string }
  | { readonly by: 'certificate'; readonly certificate: ClientCertificate };

/** What a login gave: a session of one node, a header that goes with every request, or nothing beyond the TLS connection. */
export type Credentials =
  | { readonly scheme: 'session'; readonly cookie: string; readonly xsrf: string }
  | { readonly scheme: 'header'; readonly authorization: string }
  | { readonly scheme: 'certificate' };

/** A raw answer to the login request. */
export interface LoginAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** True for logins that begin with a request for a session. */
export function wantsSession(login: Login): login is Extract<Login, { password: unknown }> {
  return login.by === 'session-or-basic' || login.by === 'session';
}

/** The form body of `POST /api/session/create`. */
export function sessionForm(login: Extract<Login, { password: unknown }>): string {
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

/** Credentials that need no request of their own, from the secret as it is now. */
export function readCredentials(login: Login): Credentials {
  if (login.by === 'certificate') return { scheme: 'certificate' };
  if (login.by === 'token') return { scheme: 'header', authorization: `Bearer ${login.token().trim()}` };
  const pair = Buffer.from(`${login.username}:${login.password()}`, 'utf8').toString('base64');
  return { scheme: 'header', authorization: `${login.by === 'remote' ? 'Remote' : 'Basic'} ${pair}` };
}

/** The headers that carry credentials; schemes are never mixed in one request. */
export function authorize(credentials: Credentials): Record<string, string> {
  if (credentials.scheme === 'session') return { cookie: credentials.cookie, 'x-xsrf-token': credentials.xsrf };
  return credentials.scheme === 'header' ? { authorization: credentials.authorization } : {};
}

/** What is read when a secret cannot be, in words. */
export function missingSecret(login: Login): string {
  if (login.by === 'certificate') return 'the client certificate cannot be read; see auth.certFile and auth.keyFile';
  if (login.by === 'token') return 'the token cannot be read; see auth.tokenFile or auth.tokenEnv in the settings';
  return 'the password cannot be read; see passwordFile or passwordEnv in the settings';
}
