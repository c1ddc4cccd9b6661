import type { ViewSpec } from '@/lib/view';
import type { Runtime, StreamSink, Subscription } from '@/server/runtime';
import { COMMON_HEADERS } from './problem';

/** Proxies must neither keep nor compress nor hold back what is streamed. */
const HEADERS = {
  ...COMMON_HEADERS,
  'cache-control': 'no-cache, no-transform',
  'content-type': 'text/event-stream; charset=utf-8',
  'x-accel-buffering': 'no',
};

/** Far above what the stream lets a client fall behind: it, not the queue, decides what a slow client gets. */
const QUEUE_BYTES = 64 * 1024 * 1024;

/** An answer that carries the stream to one client until either side ends it; null when there is no room. */
export function eventStream(
  runtime: Runtime,
  views: readonly ViewSpec[],
  lastEventId: string | null,
  signal: AbortSignal,
): Response | null {
  let subscription: Subscription | null = null;
  const leave = (): void => subscription?.close();
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        subscription = runtime.subscribe(views, lastEventId, sinkOf(controller));
        signal.addEventListener('abort', leave, { once: true });
      },
      pull: () => subscription?.drained(),
      cancel: leave,
    },
    { highWaterMark: QUEUE_BYTES, size: (chunk) => chunk.byteLength },
  );
  return subscription === null ? null : new Response(body, { headers: HEADERS });
}

function sinkOf(controller: ReadableStreamDefaultController<Uint8Array>): StreamSink {
  return {
    write: (chunk) => controller.enqueue(chunk),
    backlog: () => QUEUE_BYTES - (controller.desiredSize ?? QUEUE_BYTES),
    close: () => {
      try {
        controller.close();
      } catch {
        // The client was faster.
      }
    },
  };
}
