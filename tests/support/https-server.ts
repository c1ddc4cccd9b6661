import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LabCa, loadOrCreateCa } from '@/lab/tls';

/** A request as a scripted server met it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly at: number;
  /** Common name of the client certificate; null without one. */
  readonly clientName: string | null;
}

export type Handler = (request: SeenRequest, response: ServerResponse) => void;

/** An HTTPS server on loopback that does what a test tells it. Its certificate comes from an authority of its own. */
export class ScriptedServer {
  readonly requests: SeenRequest[] = [];
  readonly folder: string;
  /** Issues certificates, clients' ones too, that this server trusts. */
  readonly ca: LabCa;
  readonly certPem: string;
  handler: Handler;
  readonly #make: () => Server;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;
  /** Requests under way now, and the most there ever were. */
  inFlight = 0;
  mostInFlight = 0;

  private constructor(folder: string, tls: { ca: LabCa; certPem: string }, make: () => Server, handler: Handler) {
    this.folder = folder;
    this.ca = tls.ca;
    this.certPem = tls.certPem;
    this.#make = make;
    this.handler = handler;
  }

  static async start(handler: Handler): Promise<ScriptedServer> {
    const ca = await loadOrCreateCa();
    const { certPem, keyPem } = await ca.issue({ commonName: 'scripted' });
    const folder = await mkdtemp(join(tmpdir(), 'portolan-test-'));
    await writeFile(join(folder, 'ca.pem'), ca.certPem);
    const clients = { ca: ca.certPem, requestCert: true, rejectUnauthorized: false };
    const make = (): Server => createServer({ cert: certPem, key: keyPem, ...clients });
    const server = new ScriptedServer(folder, { ca, certPem }, make, handler);
    await server.up();
    return server;
  }

  get url(): string {
    return `https://127.0.0.1:${this.#port}`;
  }

  get caFile(): string {
    return join(this.folder, 'ca.pem');
  }

  /** Listens, always on the port it had first. */
  async up(): Promise<void> {
    const server = this.#make();
    server.on('request', (request, response) => this.#serve(request, response));
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    // A server that listens on TCP has an address of this shape.
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Stops listening and breaks every connection. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    const closed = new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
    this.cut();
    await closed;
  }

  /** Breaks every connection, and goes on listening. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  get connections(): number {
    return this.#sockets.size;
  }

  async close(): Promise<void> {
    await this.down();
    await rm(this.folder, { recursive: true, force: true });
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    const at = Date.now();
    const chunks: Buffer[] = [];
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    response.on('close', () => {
      this.inFlight -= 1;
    });
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const seen = {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body,
        at,
        clientName: clientNameOf(request),
      };
      this.requests.push(seen);
      this.handler(seen, response);
    });
    request.on('error', () => response.destroy());
  }
}

function clientNameOf({ socket }: IncomingMessage): string | null {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null;
  const { subject } = socket.getPeerCertificate();
  // Without a certificate there is no subject, whatever the type says.
  const name: unknown = (subject as { readonly CN?: unknown } | undefined)?.CN;
  return typeof name === 'string' ? name : null;
}

/** Answers with JSON. */
export function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
