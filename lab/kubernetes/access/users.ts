import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { asObject, asString } from '../json/value';

/** Who is asking. */
export interface User {
  name: string;
  groups: readonly string[];
  uid?: string;
  extra?: Readonly<Record<string, readonly string[]>>;
}

/** The people and programs the lab knows by name. */
export type LabUser = 'admin' | 'viewer' | 'limited' | 'ncp';

/** Whom the token of a lab user stands for; `admin` comes with a client certificate instead. */
const tokenUsers: Readonly<Record<Exclude<LabUser, 'admin'>, User>> = {
  viewer: { name: 'viewer', groups: ['system:authenticated'] },
  limited: { name: 'limited', groups: ['system:authenticated'] },
  ncp: {
    name: 'system:serviceaccount:nsx-system:ncp-svc-account',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:nsx-system', 'system:authenticated'],
  },
};

function loadTokens(dataDir: string | undefined): Record<string, string> {
  const file = dataDir === undefined ? undefined : join(dataDir, 'tokens.json');
  const kept: unknown = file !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const tokens: Record<string, string> = {};
  for (const user of Object.keys(tokenUsers))
    tokens[user] = asString(asObject(kept)[user]) || randomBytes(24).toString('base64url');
  if (file !== undefined && dataDir !== undefined) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify(tokens), { mode: 0o600 });
  }
  return tokens;
}

function fromCertificate(socket: TLSSocket): User | undefined {
  const certificate: Partial<DetailedPeerCertificate> = socket.getPeerCertificate(true);
  if (!certificate.raw || !socket.authorized) return undefined;
  const subject = asObject(certificate.subject);
  const organizations = subject.O;
  const groups = Array.isArray(organizations)
    ? organizations.map(String)
    : asString(organizations) === ''
      ? []
      : [asString(organizations)];
  const fingerprint = createHash('sha256').update(certificate.raw).digest('hex');
  return {
    name: asString(subject.CN),
    groups: [...groups, 'system:authenticated'],
    extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${fingerprint}`] },
  };
}

/** Tells users apart by bearer token or client certificate, and issues service account tokens. */
export class Authenticator {
  private readonly tokens: Record<string, string>;
  private readonly byToken = new Map<string, User>();

  constructor(dataDir?: string) {
    this.tokens = loadTokens(dataDir);
    for (const [name, user] of Object.entries(tokenUsers)) {
      const token = this.tokens[name];
      if (token !== undefined) this.byToken.set(token, user);
    }
  }

  /** The token of a lab user. */
  tokenOf(user: Exclude<LabUser, 'admin'>): string {
    return this.tokens[user] ?? '';
  }

  /** The user behind a token, if it is known. */
  userOfToken(token: string): User | undefined {
    return this.byToken.get(token);
  }

  /** Makes a token for a service account; it lives as long as the process. */
  issueToken(namespace: string, name: string): string {
    const token = randomBytes(32).toString('base64url');
    const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
    this.byToken.set(token, { name: `system:serviceaccount:${namespace}:${name}`, groups });
    return token;
  }

  /** The asking user: undefined for wrong credentials, `system:anonymous` for none. */
  authenticate(authorization: string | undefined, socket: TLSSocket): User | undefined {
    if (authorization !== undefined) {
      const token = /^bearer\s+(.+)$/i.exec(authorization)?.[1];
      return token === undefined ? undefined : this.byToken.get(token.trim());
    }
    const user = fromCertificate(socket);
    if (user) return user;
    return { name: 'system:anonymous', groups: ['system:unauthenticated'] };
  }
}
