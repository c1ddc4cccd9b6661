import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerResponse } from 'node:http';
import { asNumber, asObject } from '../json/value';
import type { Exchange } from '../http/exchange';
import type { Fault } from './faults';

/** Makes the answer end in the middle of its JSON, or be no JSON at all. */
function spoilBody(response: ServerResponse, spoil: (text: string) => string): void {
  const parts: Buffer[] = [];
  const keep = (chunk: unknown) => {
    if (typeof chunk === 'string' || Buffer.isBuffer(chunk)) parts.push(Buffer.from(chunk));
  };
  const end = response.end.bind(response);
  response.write = ((chunk: unknown) => {
    // A watch has sent its headers already: its first event is spoiled, and the stream ends with it.
    if (response.headersSent && !response.writableEnded) end(spoil(String(chunk)));
    else keep(chunk);
    return true;
  }) as typeof response.write; // only the (chunk) form is used by this server
  response.end = ((chunk?: unknown) => {
    if (response.writableEnded) return response;
    keep(chunk);
    if (!response.headersSent) response.removeHeader('Content-Encoding');
    return end(spoil(Buffer.concat(parts).toString('utf8')));
  }) as typeof response.end; // as above
}

/** The answer begins, stops in the middle and never goes on; the connection stays open. A watch never says anything. */
function halfOpen(response: ServerResponse): void {
  const write = response.write.bind(response);
  let begun = false;
  const once = (chunk: unknown) => {
    if (begun || response.headersSent || (typeof chunk !== 'string' && !Buffer.isBuffer(chunk))) return;
    begun = true;
    const text = Buffer.from(chunk);
    if (!response.hasHeader('content-length')) response.setHeader('Content-Length', text.length);
    write(text.subarray(0, Math.floor(text.length / 2)));
  };
  response.write = ((chunk: unknown) => {
    once(chunk);
    return true;
  }) as typeof response.write; // only the (chunk) form is used by this server
  response.end = ((chunk?: unknown) => {
    once(chunk);
    return response;
  }) as typeof response.end; // as above
}

function answerWith(exchange: Exchange, fault: Fault): void {
  const { response } = exchange;
  response.statusCode = asNumber(fault.status, 500);
  for (const [name, value] of Object.entries(asObject(fault.headers))) response.setHeader(name, String(value));
  const body = fault.body;
  if (!response.hasHeader('content-type')) response.setHeader('Content-Type', 'application/json');
  response.end(
    typeof body === 'string'
      ? body
      : JSON.stringify(
          body ?? {
            kind: 'Status',
            apiVersion: 'v1',
            metadata: {},
            status: 'Failure',
            message: 'injected fault',
            code: response.statusCode,
          },
        ),
  );
}

/** Lets the faults act on a request; true when it has been dealt with (answered, dropped or left hanging). */
export async function sabotage(exchange: Exchange, faults: readonly Fault[], signal: AbortSignal): Promise<boolean> {
  for (const fault of faults) {
    switch (fault.kind) {
      case 'latency':
        await sleep(asNumber(fault.ms) + Math.random() * asNumber(fault.jitterMs), undefined, { signal }).catch(
          () => undefined,
        );
        break;
      case 'status':
        answerWith(exchange, fault);
        return true;
      case 'drop':
        exchange.request.socket.destroy();
        return true;
      case 'hang':
        return true;
      case 'half-open':
        halfOpen(exchange.response);
        break;
      case 'truncate':
        spoilBody(exchange.response, (text) => text.slice(0, Math.floor(text.length / 2)));
        break;
      default:
        spoilBody(exchange.response, () => '{"kind":"PodList","items":[{"metadata":{"name":}]');
    }
  }
  return false;
}
