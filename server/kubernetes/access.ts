import { readFileSync, statSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import path from 'node:path';
import { KubeConfig } from '@kubernetes/client-node/dist/config.js';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { parse } from 'yaml';

/** How a cluster is reached; the file is read again when it changes. */
export type KubernetesAccess =
  | { readonly by: 'kubeconfig'; readonly path: string; readonly context: string }
  /** The service account of the Pod that Portolan runs in; its files lie under `root` (default `/`). */
  | { readonly by: 'in-cluster'; readonly root?: string };

/** What a request needs: where to, as whom, and over which TLS. */
export interface Credentials {
  readonly server: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly dispatcher: Dispatcher;
}

const MAX_AGE_MS = 10_000;
const PLUGIN_MS = 30_000;

/**
 * Hands out credentials of client-node's configuration: certificates, tokens, exec plugins, in-cluster tokens. They are
 * asked for again every few seconds, because tokens and certificates rotate.
 */
export class CredentialSource {
  readonly #access: KubernetesAccess;
  #config: { readonly value: KubeConfig; readonly stamp: number } | null = null;
  #current: { readonly credentials: Credentials; readonly tls: string; readonly at: number } | null = null;
  #pending: Promise<Credentials> | null = null;

  constructor(access: KubernetesAccess) {
    this.#access = access;
  }

  /** The server's address as configured; null while the configuration cannot be read. */
  get server(): string | null {
    return this.#current?.credentials.server ?? null;
  }

  /** Whether the certificate of the server is not verified. */
  get insecure(): boolean {
    return this.#config?.value.getCurrentCluster()?.skipTLSVerify === true;
  }

  /** The namespace that the configuration names; null when it names none, or is not read yet. */
  get namespace(): string | null {
    const config = this.#config?.value;
    return config?.getContextObject(config.getCurrentContext())?.namespace ?? null;
  }

  /** Rejects when the configuration cannot be read or a plugin fails; the message may hold plugin output, so do not show it. */
  async get(): Promise<Credentials> {
    if (this.#current !== null && Date.now() - this.#current.at < MAX_AGE_MS) return this.#current.credentials;
    this.#pending ??= this.#make().finally(() => {
      this.#pending = null;
    });
    return await this.#pending;
  }

  /** Forgets what was handed out, and what the library remembers of tokens: the server did not accept it. */
  invalidate(): void {
    this.#config = null;
    if (this.#current !== null) this.#current = { ...this.#current, at: 0 };
  }

  async close(): Promise<void> {
    await this.#current?.credentials.dispatcher.destroy();
    this.#current = null;
  }

  async #make(): Promise<Credentials> {
    const config = this.#load();
    const server = config.getCurrentCluster()?.server;
    if (server === undefined) throw new Error('the configuration names no server');
    const options: RequestOptions = {};
    await withDeadline(config.applyToHTTPSOptions(options), PLUGIN_MS);
    const tls = tlsOf(options);
    const fingerprint = JSON.stringify([server, tls]);
    const kept = this.#current?.tls === fingerprint ? this.#current.credentials.dispatcher : null;
    if (kept === null) void this.#current?.credentials.dispatcher.close();
    const dispatcher = kept ?? makeDispatcher(tls, config.getCurrentCluster()?.proxyUrl);
    const credentials = { server: server.replace(/\/+$/, ''), headers: headersOf(options), dispatcher };
    this.#current = { credentials, tls: fingerprint, at: Date.now() };
    return credentials;
  }

  #load(): KubeConfig {
    const stamp = this.#access.by === 'kubeconfig' ? statSync(this.#access.path).mtimeMs : 0;
    if (this.#config?.stamp === stamp) return this.#config.value;
    const value = new KubeConfig();
    if (this.#access.by === 'in-cluster') value.loadFromCluster(this.#access.root ?? '');
    else {
      value.loadFromFile(this.#access.path);
      value.setCurrentContext(this.#access.context);
      readTokenFile(value, this.#access.path);
      resolvePlugin(value, this.#access.path);
    }
    this.#config = { value, stamp };
    return value;
  }
}

/** kubectl's `tokenFile`, which the library knows by another name only and reads just once: read again when it rotates. */
function readTokenFile(config: KubeConfig, file: string): void {
  const user = config.getCurrentUser();
  const written: unknown = parse(readFileSync(file, 'utf8'));
  const users = typeof written === 'object' && written !== null && 'users' in written ? written.users : [];
  const entry: unknown = Array.isArray(users) ? users.find((each) => each?.name === user?.name) : undefined;
  const fields = typeof entry === 'object' && entry !== null && 'user' in entry ? entry.user : null;
  if (user === null || typeof fields !== 'object' || fields === null) return;
  const tokenFile: unknown = Reflect.get(fields, 'tokenFile') ?? Reflect.get(fields, 'token-file');
  if (typeof tokenFile !== 'string' || tokenFile === '') return;
  const { token: _once, ...rest } = user;
  const authProvider = { name: 'tokenFile', config: { tokenFile: path.resolve(path.dirname(file), tokenFile) } };
  config.users = config.users.map((each) => (each.name === user.name ? { ...rest, authProvider } : each));
}

/** As kubectl has it: a plugin that is named by a path, and not by a word to look for, is sought from where the file is. */
function resolvePlugin(config: KubeConfig, file: string): void {
  const exec: unknown = config.getCurrentUser()?.exec;
  if (typeof exec !== 'object' || exec === null) return;
  const command: unknown = Reflect.get(exec, 'command');
  if (typeof command !== 'string' || !/[\\/]/.test(command) || path.isAbsolute(command)) return;
  Reflect.set(exec, 'command', path.resolve(path.dirname(file), command));
}

/** TLS material as text, so that a change of it can be seen. */
interface Tls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly rejectUnauthorized?: boolean;
  readonly servername?: string;
}

function tlsOf(options: RequestOptions): Tls {
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' || Buffer.isBuffer(value) ? value.toString() : undefined;
  const { ca, cert, key } = { ca: text(options.ca), cert: text(options.cert), key: text(options.key) };
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(options.rejectUnauthorized === undefined ? {} : { rejectUnauthorized: options.rejectUnauthorized }),
    ...(options.servername === undefined ? {} : { servername: options.servername }),
  };
}

function headersOf(options: RequestOptions): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (typeof value === 'string') headers[name.toLowerCase()] = value;
  }
  if (typeof options.auth === 'string') {
    headers.authorization = `Basic ${Buffer.from(options.auth).toString('base64')}`;
  }
  return headers;
}

function makeDispatcher(tls: Tls, proxyUrl: string | undefined): Dispatcher {
  const connect = { ...tls, timeout: 10_000 };
  if (proxyUrl !== undefined) return new ProxyAgent({ uri: proxyUrl, requestTls: connect });
  return new Agent({ connect, keepAliveTimeout: 30_000 });
}

async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the credential plugin gave no answer in time')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
