import path from 'node:path';
import { checkClientCertificate, checkSecretFile } from './files';
import { type FieldAt, note, type Report, type Surroundings } from './resolving';
import type { RawAuth, RawManager } from './schema';
import { Secret } from './secret';
import type { ManagerLogin } from './settings';

type Field = Exclude<keyof RawAuth, 'kind'>;

/** What each kind of login takes. */
const FIELDS: Readonly<Record<RawAuth['kind'], readonly Field[]>> = {
  session: ['username', 'passwordFile', 'passwordEnv'],
  basic: ['username', 'passwordFile', 'passwordEnv'],
  remote: ['username', 'passwordFile', 'passwordEnv'],
  certificate: ['certFile', 'keyFile'],
  token: ['tokenFile', 'tokenEnv'],
};
const PASSWORD_FIELDS = ['username', 'passwordFile', 'passwordEnv'] as const;

/** How to log in to an NSX Manager: as `auth` says, or with the user name and password that stand beside it. */
export function resolveLogin(raw: RawManager, at: FieldAt, around: Surroundings, report: Report): ManagerLogin {
  const { auth } = raw;
  if (auth === undefined) {
    const username = resolveUsername(raw.username, at, report);
    return { by: 'session-or-basic', username, password: resolveSecret('password', raw, at, { around, report }) };
  }
  for (const field of PASSWORD_FIELDS) {
    if (raw[field] !== undefined) report(at(field), 'stands beside auth', `Move ${field} into auth.`);
  }
  const within: FieldAt = (field) => [...at('auth'), field];
  reportForeignFields(auth, within, report);
  if (auth.kind === 'certificate') return resolveCertificate(auth, within, around, report);
  if (auth.kind === 'token') return { by: 'token', token: resolveSecret('token', auth, within, { around, report }) };
  const username = resolveUsername(auth.username, within, report);
  return { by: auth.kind, username, password: resolveSecret('password', auth, within, { around, report }) };
}

function reportForeignFields(auth: RawAuth, at: FieldAt, report: Report): void {
  const taken = FIELDS[auth.kind];
  for (const field of new Set(Object.values(FIELDS).flat())) {
    if (auth[field] === undefined || taken.includes(field)) continue;
    report(at(field), `does not belong to a login of kind ${auth.kind}`, `It takes ${taken.join(', ')}.`);
  }
}

function resolveUsername(username: string | undefined, at: FieldAt, report: Report): string {
  if (username === undefined) {
    report(at('username'), 'is missing', 'Write the name of an NSX user; read access is enough.');
  }
  return username ?? '';
}

function resolveCertificate(auth: RawAuth, at: FieldAt, around: Surroundings, report: Report): ManagerLogin {
  const { certFile, keyFile } = auth;
  if (certFile === undefined) report(at('certFile'), 'is missing', 'Write the path of the client certificate, PEM.');
  if (keyFile === undefined) report(at('keyFile'), 'is missing', 'Write the path of the key of the certificate, PEM.');
  const files = {
    certFile: path.resolve(around.directory, certFile ?? ''),
    keyFile: path.resolve(around.directory, keyFile ?? ''),
  };
  if (certFile !== undefined && keyFile !== undefined) {
    for (const [field, problem] of checkClientCertificate(files.certFile, files.keyFile)) {
      note(problem, at(field), report);
    }
  }
  return { by: 'certificate', ...files };
}

/** The secret of the fields `<what>File` or `<what>Env`; exactly one of them must be there. */
function resolveSecret(
  what: 'password' | 'token',
  raw: Readonly<Partial<Record<Field, string | undefined>>>,
  at: FieldAt,
  { around, report }: { readonly around: Surroundings; readonly report: Report },
): Secret {
  const [fileField, envField] = [`${what}File`, `${what}Env`] as const;
  const [file, env] = [raw[fileField], raw[envField]];
  if (file !== undefined && env !== undefined)
    report(at(envField), `stands beside ${fileField}`, 'Keep one of the two.');
  if (file !== undefined) {
    const resolved = path.resolve(around.directory, file);
    note(checkSecretFile(resolved, what), at(fileField), report);
    return new Secret({ from: 'file', path: resolved });
  }
  if (env === undefined) {
    report(
      at(fileField),
      'is missing',
      `Write ${fileField}, the path of a file that holds the ${what}, or ${envField}.`,
    );
  } else if ((around.environment[env] ?? '') === '') {
    report(at(envField), `the environment variable ${env} is not set`, `Set ${env} for this process.`);
  }
  return new Secret({ from: 'environment', name: env ?? '' });
}
