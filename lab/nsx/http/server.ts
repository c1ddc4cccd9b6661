import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Certificate and key of the server, and the authority that client certificates come from. */
export interface TlsMaterial {
  readonly certPem: string;
  readonly keyPem: string;
  readonly clientCaPem: string;
}

/** Largest body of an API request, in bytes. */
const MAX_BODY = 64 * 1024 * 1024;

/** Starts an HTTPS server on the loopback address; client certificates are asked for but not demanded. */
export async function listen(
  tls: TlsMaterial,
  port: number,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ server: Server; url: string }> {
  const server = createServer(
    {
      cert: tls.certPem,
      key: tls.keyPem,
      ca: tls.clientCaPem,
      requestCert: true,
      rejectUnauthorized: false,
      keepAliveTimeout: 65_000,
    },
    handle,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  // A listening TCP server always has an address with a port.
  const { port: bound } = server.address() as AddressInfo;
  return { server, url: `https://127.0.0.1:${bound}` };
}

/** Reads a request body to its end; undefined when it is larger than the limit or the client went away. */
export function readBody(request: IncomingMessage, limit = MAX_BODY): Promise<string | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    });
    request.on('end', () => resolve(size > limit ? undefined : Buffer.concat(chunks).toString('utf8')));
    request.on('error', () => resolve(undefined));
    request.on('close', () => resolve(undefined));
  });
}

/** Common name of a client certificate that our authority has signed. */
export function certificateName(request: IncomingMessage): string | undefined {
  if (!(request.socket instanceof TLSSocket) || !request.socket.authorized) return undefined;
  const name = request.socket.getPeerCertificate().subject?.CN;
  return Array.isArray(name) ? name[0] : name;
}

/** Sets the headers that every answer of a manager carries. */
export function commonHeaders(response: ServerResponse): void {
  response.setHeader('Server', 'envoy');
  response.setHeader('X-NSX-REQUESTID', randomUUID());
  response.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
  response.setHeader('Cache-Control', 'no-cache, no-store, max-age=0, must-revalidate');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', 'SAMEORIGIN');
}
