import type { ViewSpec } from '@/lib/view';
import { responseTo, type Runtime, type Subscription } from '@/server/runtime';
import { COMMON_HEADERS } from './problem';
import { BodySink, STRATEGY } from './stream-sink';

/** Proxies must neither keep nor compress nor hold back what is streamed. */
const HEADERS = {
  ...COMMON_HEADERS,
  'cache-control': 'no-cache, no-transform',
  'content-type': 'text/event-stream; charset=utf-8',
  'x-accel-buffering': 'no',
};

/** An answer that carries the stream to one client until either side ends it; null when there is no room. */
export function eventStream(runtime: Runtime, views: readonly ViewSpec[], request: Request): Response | null {
  let subscription: Subscription | null = null;
  let sink: BodySink | null = null;
  const response = responseTo(request);
  const drained = (): void => subscription?.drained();
  const leave = (): void => {
    response?.off('drain', drained);
    subscription?.close();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        sink = new BodySink(controller, response);
        subscription = runtime.subscribe(views, request.headers.get('last-event-id'), sink);
        response?.on('drain', drained);
        request.signal.addEventListener('abort', leave, { once: true });
      },
      pull: () => {
        sink?.read();
        drained();
      },
      cancel: leave,
    },
    STRATEGY,
  );
  return subscription === null ? null : new Response(body, { headers: HEADERS });
}
