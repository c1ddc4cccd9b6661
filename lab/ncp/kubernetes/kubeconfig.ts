import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { type JsonObject, list, object, text } from '../json';

const run = promisify(execFile);

/** How to reach one Kubernetes API server. Keys and tokens in it must not be logged. */
export interface Access {
  readonly server: string;
  readonly ca: string | undefined;
  readonly insecure: boolean;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** Asked before each connection attempt, since tokens expire. */
  readonly authorization: () => Promise<string | undefined>;
}

async function dataOrFile(entry: JsonObject, name: string, base: string): Promise<string | undefined> {
  const data = text(entry[`${name}-data`]);
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  const file = text(entry[name]);
  if (file === undefined) return undefined;
  return await readFile(isAbsolute(file) ? file : join(base, file), 'utf8');
}

function named(entries: unknown, name: string, what: string): JsonObject {
  const found = list(entries)
    .map(object)
    .find((entry) => entry.name === name);
  if (found === undefined) throw new Error(`kubeconfig: there is no ${what} named "${name}"`);
  return found;
}

async function execCredential(spec: JsonObject): Promise<JsonObject> {
  const command = text(spec.command) ?? '';
  const environment = Object.fromEntries(
    list(spec.env)
      .map(object)
      .map((entry) => [text(entry.name) ?? '', text(entry.value) ?? '']),
  );
  const { stdout } = await run(
    command,
    list(spec.args).filter((item) => typeof item === 'string'),
    { env: { ...process.env, ...environment }, timeout: 60_000 },
  );
  return object(object(JSON.parse(stdout)).status);
}

function tokenSource(user: JsonObject, base: string): () => Promise<string | undefined> {
  const token = text(user.token);
  if (token !== undefined) return async () => `Bearer ${token}`;
  const file = text(user.tokenFile);
  if (file !== undefined) {
    const path = isAbsolute(file) ? file : join(base, file);
    return async () => `Bearer ${(await readFile(path, 'utf8')).trim()}`;
  }
  if (user.exec !== undefined) {
    let known: { authorization: string | undefined; until: number } | undefined;
    return async () => {
      if (known !== undefined && Date.now() < known.until) return known.authorization;
      const status = await execCredential(object(user.exec));
      const expires = Date.parse(text(status.expirationTimestamp) ?? '');
      const fresh = text(status.token);
      known = {
        authorization: fresh === undefined ? undefined : `Bearer ${fresh}`,
        // A minute early, so that a token never expires on its way.
        until: Number.isNaN(expires) ? Date.now() + 600_000 : expires - 60_000,
      };
      return known.authorization;
    };
  }
  const [name, password] = [text(user.username), text(user.password)];
  if (name !== undefined && password !== undefined) {
    return async () => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  }
  return async () => undefined;
}

/**
 * Reads a kubeconfig (YAML text). `base` is the folder its relative file names start from.
 * Throws with a plain message when the context, cluster or user is missing.
 */
export async function readKubeconfig(yaml: string, context?: string, base = '.'): Promise<Access> {
  const config = object(parse(yaml));
  const contextName = context ?? text(config['current-context']);
  if (contextName === undefined) throw new Error('kubeconfig: it has no current-context; name one with --context');
  const chosen = object(named(config.contexts, contextName, 'context').context);
  const cluster = object(named(config.clusters, text(chosen.cluster) ?? '', 'cluster').cluster);
  const user = object(named(config.users, text(chosen.user) ?? '', 'user').user);
  const server = text(cluster.server);
  if (server === undefined) throw new Error(`kubeconfig: the cluster of context "${contextName}" has no server`);
  return {
    server: server.replace(/\/$/, ''),
    ca: await dataOrFile(cluster, 'certificate-authority', base),
    insecure: cluster['insecure-skip-tls-verify'] === true,
    cert: await dataOrFile(user, 'client-certificate', base),
    key: await dataOrFile(user, 'client-key', base),
    authorization: tokenSource(user, base),
  };
}

/** The folder relative file names of a kubeconfig file start from. */
export function baseOf(file: string): string {
  return dirname(file);
}
