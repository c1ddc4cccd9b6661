import { randomUUID } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Modules are evaluated anew for every route, so what they share lives here. */
const HOME = Symbol.for('portolan.responses');
const HEADER = 'x-portolan-response';

interface Home {
  [HOME]?: Map<string, ServerResponse>;
}

interface Began {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Remembers the responses of Node behind requests for `path`, from now on. Next.js hands out web streams alone, and those cost
 * some ten promises per client and event, where a write to the response is one call.
 */
export function followResponses(path: string): void {
  const home = globalThis as Home; // the symbol is ours alone
  if (home[HOME] !== undefined) return;
  const responses = new Map<string, ServerResponse>();
  home[HOME] = responses;
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as Began; // as Node documents the channel
    // What a client sends under that name counts nowhere.
    delete request.headers[HEADER];
    const { url = '' } = request;
    if (url !== path && !url.startsWith(`${path}?`)) return;
    const name = randomUUID();
    request.headers[HEADER] = name;
    responses.set(name, response);
    response.once('close', () => responses.delete(name));
  });
}

/** The response of Node that a request will be answered by; null where it is not known. */
export function responseTo(request: Pick<Request, 'headers'>): ServerResponse | null {
  return (globalThis as Home)[HOME]?.get(request.headers.get(HEADER) ?? '') ?? null;
}
