import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { parse as parseYaml } from 'yaml';
import type { User } from '../access/users';
import { asObject } from '../json/value';
import { decodeProtobuf } from '../protobuf/decode';
import { WireError } from '../protobuf/wire';
import { ApiStatusError, badRequest } from '../store/status-error';

const bodyLimit = 3 * 1024 * 1024;

/** One request being answered. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly user: User;
  /** The connection, where the client asks to go on with another protocol. */
  readonly upgrade?: { readonly socket: Duplex; readonly head: Buffer };
  /** Warnings to send as `Warning` headers. */
  readonly warnings: string[];
}

const protobufType = 'application/vnd.kubernetes.protobuf';

/** Typed clients write protobuf; from here on it is JSON like any other body. */
function fromProtobuf(body: Buffer): string {
  try {
    return JSON.stringify(decodeProtobuf(body));
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    const message = `the body of the request was in an unknown format (${error.message}) - accepted media types include: application/json, application/yaml`;
    throw new ApiStatusError(415, 'UnsupportedMediaType', message, {});
  }
}

/** Reads a request body, up to the limit a real server sets (3 MiB; more answers 413). */
export async function readBody(request: IncomingMessage, limit = bodyLimit): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer; // no encoding is set on the request, so chunks are buffers
    size += bytes.length;
    // The rest is read and dropped: an answer to a half-read request would leave the connection unusable.
    if (size <= limit) chunks.push(bytes);
  }
  if (size > limit)
    throw new ApiStatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`);
  const body = Buffer.concat(chunks);
  const type = String(request.headers['content-type'] ?? '');
  return type.startsWith(protobufType) && body.length > 0 ? fromProtobuf(body) : body.toString('utf8');
}

/** Parses a JSON or YAML body into an object; throws the 400 of a real server. */
export function parseBody(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    try {
      value = parseYaml(text);
    } catch (error) {
      throw badRequest(`error decoding the body: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest("the object provided is unrecognized (must be of type object): couldn't get version/kind");
  }
  return asObject(value);
}

function warningHeader(warning: string): string {
  return `299 - "${warning.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Sends a body as text; large ones are gzipped for clients that take it. */
export function sendText(exchange: Exchange, code: number, text: string, contentType: string): void {
  const { request, response } = exchange;
  if (response.headersSent || response.destroyed) return;
  response.statusCode = code;
  response.setHeader('Content-Type', contentType);
  response.setHeader('Cache-Control', 'no-cache, private');
  if (exchange.warnings.length > 0) response.setHeader('Warning', exchange.warnings.map(warningHeader));
  const accepts = String(request.headers['accept-encoding'] ?? '').includes('gzip');
  if (accepts && text.length > 128 * 1024) {
    response.setHeader('Content-Encoding', 'gzip');
    response.setHeader('Vary', 'Accept-Encoding');
    response.end(gzipSync(text, { level: 1 }));
    return;
  }
  response.end(text);
}

/** Sends a value as JSON. */
export function sendJson(exchange: Exchange, code: number, value: unknown, contentType = 'application/json'): void {
  sendText(exchange, code, `${JSON.stringify(value)}\n`, contentType);
}

/** Sends a failure as a Status body. */
export function sendFailure(exchange: Exchange, error: ApiStatusError): void {
  const retryAfter = error.status.details?.retryAfterSeconds;
  if (retryAfter !== undefined) exchange.response.setHeader('Retry-After', String(retryAfter));
  sendJson(exchange, error.code, error.status);
}
