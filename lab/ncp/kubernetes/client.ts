import { Pool } from 'undici';
import { type JsonObject, object, text } from '../json';
import type { Access } from './kubeconfig';

/** An answer other than 2xx from the Kubernetes API server. */
export class KubernetesError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

/** What NCP asks of a Kubernetes API server. */
export interface KubernetesClient {
  get(path: string, signal: AbortSignal): Promise<JsonObject>;
  /** Sends a merge patch. */
  patch(path: string, body: JsonObject, signal: AbortSignal): Promise<void>;
  post(path: string, body: JsonObject, signal: AbortSignal): Promise<void>;
  /** Deletes an object; dependents follow in the background. */
  delete(path: string, signal: AbortSignal): Promise<void>;
  /** Opens a watch and yields its events; ends when the server ends it, throws when the connection breaks or falls silent. */
  watch(path: string, signal: AbortSignal): AsyncGenerator<JsonObject>;
  close(): Promise<void>;
}

/** A watch with nothing at all for this long is taken for dead; bookmarks come about every minute. */
const silenceMs = 150_000;
const requestTimeoutMs = 60_000;

interface Answer {
  readonly statusCode: number;
  readonly body: AsyncIterable<Uint8Array> & { text(): Promise<string> };
}

async function failure(answer: Answer): Promise<KubernetesError> {
  const body = await answer.body.text();
  let status: JsonObject = {};
  try {
    status = object(JSON.parse(body));
  } catch {
    // Proxies answer in plain text; the status code alone has to do then.
  }
  const reason = text(status.reason) ?? '';
  return new KubernetesError(answer.statusCode, reason, text(status.message) ?? `HTTP ${answer.statusCode}`);
}

async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) if (part.trim() !== '') yield part;
  }
}

/** A small client over keep-alive connections; TLS and credentials come from the kubeconfig. */
export function createKubernetesClient(access: Access): KubernetesClient {
  const pool = new Pool(access.server, {
    connections: 32,
    connect: {
      ...(access.ca === undefined ? {} : { ca: access.ca }),
      ...(access.cert === undefined ? {} : { cert: access.cert }),
      ...(access.key === undefined ? {} : { key: access.key }),
      rejectUnauthorized: !access.insecure,
      timeout: 10_000,
    },
    headersTimeout: requestTimeoutMs,
    bodyTimeout: requestTimeoutMs,
  });

  const send = async (
    method: 'GET' | 'PATCH' | 'POST' | 'DELETE',
    path: string,
    signal: AbortSignal,
    body?: { readonly type: string; readonly value: JsonObject },
    bodyTimeout = requestTimeoutMs,
  ): Promise<Answer> => {
    const authorization = await access.authorization();
    return await pool.request({
      method,
      path,
      signal,
      bodyTimeout,
      headers: {
        accept: 'application/json',
        'user-agent': 'ncp/lab',
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': body.type }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body.value) }),
    });
  };

  const exchange = async (...call: Parameters<typeof send>): Promise<string> => {
    const answer = await send(...call);
    if (answer.statusCode >= 300) throw await failure(answer);
    return await answer.body.text();
  };

  return {
    get: async (path, signal) => object(JSON.parse(await exchange('GET', path, signal))),
    patch: async (path, value, signal) => {
      await exchange('PATCH', path, signal, { type: 'application/merge-patch+json', value });
    },
    post: async (path, value, signal) => {
      await exchange('POST', path, signal, { type: 'application/json', value });
    },
    delete: async (path, signal) => {
      const value = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' };
      await exchange('DELETE', path, signal, { type: 'application/json', value });
    },
    watch: async function* (path, signal) {
      const answer = await send('GET', path, signal, undefined, silenceMs);
      if (answer.statusCode >= 300) throw await failure(answer);
      for await (const line of lines(answer.body)) yield object(JSON.parse(line));
    },
    close: () => pool.destroy(),
  };
}
