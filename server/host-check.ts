import { isIP } from 'node:net';

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/**
 * Whether a request's Host header may be served. A web page can point a name of its own at 127.0.0.1 and then read what
 * answers there; so, on loopback, only loopback names and the ones in the settings are served. Addresses cannot be
 * pointed elsewhere and are fine.
 */
export function acceptsHost(header: string | null, listenHost: string, hosts: readonly string[]): boolean {
  const host = hostName(header);
  if (host === null) return false;
  if (isIP(host) !== 0 || LOOPBACK.includes(host) || host === listenHost.toLowerCase() || hosts.includes(host))
    return true;
  const onLoopback = LOOPBACK.includes(listenHost.toLowerCase());
  return !onLoopback && hosts.length === 0;
}

function hostName(header: string | null): string | null {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:/\s@]+))(?::\d{1,5})?$/.exec(header ?? '');
  return (match?.[1] ?? match?.[2] ?? null)?.toLowerCase().replace(/[.]$/, '') ?? null;
}
