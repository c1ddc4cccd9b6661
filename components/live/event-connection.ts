import { problemSchema } from '@/lib/wire/problem';
import { type StreamMessage, streamMessageSchema } from '@/lib/wire/stream';
import { createSseParser } from './sse-parser';

/** Silence allowed before the server has told its heartbeat. */
const FIRST_SILENCE_MS = 20_000;
const LEAST_SILENCE_MS = 5_000;

interface Handlers {
  readonly message: (message: StreamMessage, id: string) => void;
}

/**
 * Reads the event stream until it ends; resolves with the reason in words. Watches for silence longer than three
 * heartbeats, because a half-open connection never ends by itself. Uses fetch, not EventSource, to see status and problem
 * bodies and to own the waiting between attempts.
 */
export async function readEvents(
  url: string,
  lastEventId: string | null,
  signal: AbortSignal,
  handlers: Handlers,
): Promise<string> {
  const abort = new AbortController();
  const stop = () => abort.abort();
  signal.addEventListener('abort', stop, { once: true });
  let allowed = FIRST_SILENCE_MS;
  let watchdog = setTimeout(stop, allowed);
  const heard = () => {
    clearTimeout(watchdog);
    watchdog = setTimeout(stop, allowed);
  };
  try {
    const headers: Record<string, string> = { accept: 'text/event-stream' };
    if (lastEventId !== null) headers['last-event-id'] = lastEventId;
    const response = await fetch(url, { headers, signal: abort.signal, cache: 'no-store' });
    if (!response.ok || response.body === null) return await refusal(response);
    return await readBody(response.body, heard, (message, id) => {
      if (message.type === 'hello') {
        allowed = Math.max(3 * message.heartbeatMs, LEAST_SILENCE_MS);
        heard();
      }
      handlers.message(message, id);
    });
  } catch {
    return signal.aborted
      ? 'stopped'
      : abort.signal.aborted
        ? 'the server fell silent'
        : 'the server cannot be reached';
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener('abort', stop);
    abort.abort();
  }
}

/** Hands over message by message; resolves with why the stream ended. */
async function readBody(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  heard: () => void,
  take: Handlers['message'],
): Promise<string> {
  const parser = createSseParser();
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    heard();
    for (const event of parser.push(piece.value)) {
      const parsed = streamMessageSchema.safeParse(JSON.parse(event.data));
      if (!parsed.success) return `the server sent a message that cannot be read (${parsed.error.issues[0]?.message})`;
      if (parsed.data.type === 'bye') return parsed.data.reason;
      take(parsed.data, event.id);
    }
  }
  return 'the server closed the stream';
}

async function refusal(response: Response): Promise<string> {
  const problem = problemSchema.safeParse(await response.json().catch(() => null));
  return problem.success ? problem.data.detail : `the server answered ${response.status}`;
}
