import { readFileSync } from 'node:fs';
import type { TLSSocket } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import type { ClientCertificate } from './login';

/**
 * How the certificate of NSX is judged. Thumbprints are SHA-1 or SHA-256 of the certificate as lower-case hex, by origin, or
 * under `*` for every address.
 */
export type NsxTls =
  | { readonly verify: 'ca-file'; readonly caFile: string }
  | { readonly verify: 'thumbprint'; readonly thumbprints: Readonly<Record<string, readonly string[]>> }
  | { readonly verify: 'system' | 'never' };

const CONNECT_MS = 10_000;

/** The certificate of NSX, or ours, cannot be used; the message is fit for people. */
export class CertificateProblem extends Error {
  readonly code = 'ERR_TLS_CERTIFICATE';
}

/** Connections to NSX. Certificate files are read again when they change; one that cannot be read leaves the old in use. */
export class Connections {
  readonly #tls: NsxTls;
  readonly #certificate: ClientCertificate | null;
  #agent: { readonly dispatcher: Agent; readonly files: string } | null = null;

  constructor(tls: NsxTls, certificate: ClientCertificate | null) {
    this.#tls = tls;
    this.#certificate = certificate;
  }

  /** Throws a {@link CertificateProblem} when a file is needed, cannot be read, and never could. */
  dispatcher(): Agent {
    const read = this.#read();
    if (read === null) {
      if (this.#agent !== null) return this.#agent.dispatcher;
      throw new CertificateProblem('a certificate file of the settings cannot be read');
    }
    const files = JSON.stringify(read);
    if (this.#agent?.files === files) return this.#agent.dispatcher;
    void this.#agent?.dispatcher.close();
    this.#agent = { dispatcher: this.#open(read), files };
    return this.#agent.dispatcher;
  }

  async close(): Promise<void> {
    await this.#agent?.dispatcher.destroy();
  }

  #read(): Readonly<Record<'ca' | 'cert' | 'key', string>> | null {
    const files = {
      ca: this.#tls.verify === 'ca-file' ? this.#tls.caFile : null,
      cert: this.#certificate?.certFile ?? null,
      key: this.#certificate?.keyFile ?? null,
    };
    const text = (file: string | null): string => (file === null ? '' : readFileSync(file, 'utf8'));
    try {
      return { ca: text(files.ca), cert: text(files.cert), key: text(files.key) };
    } catch {
      return null;
    }
  }

  #open({ ca, cert, key }: Readonly<Record<'ca' | 'cert' | 'key', string>>): Agent {
    const tls = this.#tls;
    const own = cert === '' ? {} : { cert, key };
    const trust =
      tls.verify === 'ca-file'
        ? { ca }
        : {
            rejectUnauthorized: tls.verify === 'system',
            ...(tls.verify === 'thumbprint' ? { maxCachedSessions: 0 } : {}),
          };
    const connect = buildConnector({ ...own, ...trust, timeout: CONNECT_MS });
    if (tls.verify !== 'thumbprint') return new Agent({ connect, keepAliveTimeout: 30_000 });
    // The certificate is looked at before anything is sent, credentials above all.
    const checked: typeof connect = (options, callback) => {
      connect(options, (...[error, socket]) => {
        if (error !== null) return callback(error, null);
        const problem = checkThumbprint(socket, tls.thumbprints, originOf(options));
        if (problem === null) return callback(null, socket);
        socket.destroy();
        return callback(problem, null);
      });
    };
    return new Agent({ connect: checked, keepAliveTimeout: 30_000 });
  }
}

function originOf({ protocol, hostname, port }: buildConnector.Options): string {
  const host = hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname;
  return new URL(`${protocol}//${host}${port === '' ? '' : `:${port}`}`).origin;
}

function checkThumbprint(
  socket: object,
  thumbprints: Readonly<Record<string, readonly string[]>>,
  origin: string,
): CertificateProblem | null {
  const accepted = thumbprints[origin] ?? thumbprints['*'] ?? [];
  // The protocol is https, so the connector made a TLS socket.
  const certificate = (socket as TLSSocket).getPeerCertificate();
  const shown = [certificate.fingerprint, certificate.fingerprint256].flatMap((text) =>
    typeof text === 'string' ? text.replaceAll(':', '').toLowerCase() : [],
  );
  if (shown.some((text) => accepted.includes(text))) return null;
  return new CertificateProblem(`its thumbprint is none of those in the settings (SHA-256 ${shown[1] ?? 'unknown'})`);
}
