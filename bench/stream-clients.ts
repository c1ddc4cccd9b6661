// Run by the benchmark of S5 as a process of its own: takes event streams as browsers do, and counts.
import { connect } from 'node:net';

/** What the benchmark asks for. */
export type Order = { readonly open: string; readonly count: number } | { readonly tell: true };

/** What came since the last time it was told: whole events of one stream, and bytes of all. */
export interface Taken {
  readonly events: number;
  readonly bytes: number;
}

const AT_ONCE = 50;
const taken = { events: 0, bytes: 0 };

/** Resolves when the first bytes of the stream are there. */
function stream(url: URL, counts: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname);
    socket.once('error', reject);
    socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nAccept: text/event-stream\r\n\r\n`);
    socket.on('data', (chunk) => {
      resolve();
      taken.bytes += chunk.length;
      for (let at = counts ? chunk.indexOf('\n\n') : -1; at >= 0; at = chunk.indexOf('\n\n', at + 2)) taken.events++;
    });
  });
}

async function open(url: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) =>
      stream(new URL(url), from + i === 0),
    );
    await Promise.all(some);
  }
}

process.on('message', (order: Order) => {
  if ('open' in order) void open(order.open, order.count).then(() => process.send?.('open'));
  else {
    process.send?.({ ...taken } satisfies Taken);
    Object.assign(taken, { events: 0, bytes: 0 });
  }
});
