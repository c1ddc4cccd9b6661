import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StreamMessage } from '@/lib/wire/stream';
import { WIRE_VERSION } from '@/lib/wire/version';
import type { HubMessage } from './protocol';
import { StreamHub } from './stream-hub';

const summary = { drawn: 0, folded: 0, objects: 0, orphans: 0, notes: [], empty: null };
const none = { put: {}, remove: [] };
const hello: StreamMessage = { type: 'hello', version: WIRE_VERSION, epoch: 'e', heartbeatMs: 5_000 };
const snapshot = (view: string, seq: number): StreamMessage => ({
  type: 'snapshot',
  view,
  seq,
  at: 0,
  regions: {},
  cards: {},
  links: {},
  summary,
});
const patch = (view: string, from: number): StreamMessage => ({
  type: 'patch',
  view,
  from,
  seq: from + 1,
  at: 0,
  regions: none,
  cards: none,
  links: none,
  summary,
});

/** A server as fetch sees it: every request is kept, and what it answers is written by the test. */
class Server {
  readonly requests: {
    url: string;
    lastEventId: string | null;
    write: (message: StreamMessage, id?: string) => void;
    end: () => void;
    open: () => boolean;
  }[] = [];

  fetch = (url: string, init: RequestInit): Promise<Response> => {
    const encoder = new TextEncoder();
    let open = true;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const close = (how: () => void) => {
          if (open) how();
          open = false;
        };
        init.signal?.addEventListener('abort', () => close(() => controller.error(new Error('aborted'))));
        this.requests.push({
          url,
          lastEventId: new Headers(init.headers).get('last-event-id'),
          write: (message, id) =>
            controller.enqueue(
              encoder.encode(`${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(message)}\n\n`),
            ),
          end: () => close(() => controller.close()),
          open: () => open,
        });
      },
    });
    return Promise.resolve(new Response(body));
  };

  get last() {
    const request = this.requests.at(-1);
    if (request === undefined) throw new Error('nobody connected');
    return request;
  }
}

describe('stream hub', () => {
  let server: Server;
  let hub: StreamHub;
  const settle = () => vi.advanceTimersByTimeAsync(60);

  beforeEach(() => {
    vi.useFakeTimers();
    server = new Server();
    vi.stubGlobal('fetch', server.fetch);
    hub = new StreamHub('/events');
  });
  afterEach(() => {
    hub.stop();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  function tab(name: string, views: readonly string[]): HubMessage[] {
    const heard: HubMessage[] = [];
    hub.receive({ type: 'join', tab: name }, (message) => heard.push(message));
    hub.receive({ type: 'views', tab: name, views }, (message) => heard.push(message));
    return heard;
  }
  const statusOf = (heard: readonly HubMessage[]) =>
    heard.flatMap((message) => (message.type === 'status' ? [message.status.state] : [])).at(-1);

  it('holds one connection for the union of all tabs, and gives each its own view', async () => {
    const [one, two] = [tab('1', ['a']), tab('2', ['b'])];
    tab('3', ['a']);
    await settle();
    expect(server.requests.map((request) => request.url)).toEqual(['/events?view=a&view=b']);
    server.last.write(hello);
    server.last.write(snapshot('a', 1), 'e.1');
    await settle();
    expect(one.map((message) => message.type)).toContain('snapshot');
    expect(two.map((message) => message.type)).not.toContain('snapshot');
    expect(statusOf(two)).toBe('live');
  });

  it('gives a tab that joins the view as patched so far, without asking the server again', async () => {
    tab('1', ['a']);
    await settle();
    server.last.write(snapshot('a', 1), 'e.1');
    server.last.write(patch('a', 1), 'e.2');
    await settle();
    const late = tab('2', ['a']);
    await settle();
    expect(server.requests).toHaveLength(1);
    expect(late.find((message) => message.type === 'snapshot')).toMatchObject({ view: 'a', seq: 2 });
  });

  it('reconnects with the last id after a break, and says since when and why', async () => {
    const heard = tab('1', ['a']);
    await settle();
    server.last.write(snapshot('a', 1), 'e.1');
    await settle();
    server.last.end();
    await settle();
    expect(statusOf(heard)).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(600);
    expect(server.requests).toHaveLength(2);
    expect(server.last.lastEventId).toBe('e.1');
    server.last.write(patch('a', 1), 'e.2');
    await settle();
    expect(statusOf(heard)).toBe('live');
    expect(heard.at(-1)).toMatchObject({ type: 'patch', seq: 2 });
  });

  it('asks for a snapshot when a patch does not follow', async () => {
    tab('1', ['a']);
    await settle();
    server.last.write(snapshot('a', 1), 'e.1');
    server.last.write(patch('a', 5), 'e.6');
    await settle();
    await settle();
    expect(server.requests).toHaveLength(2);
    expect(server.last.lastEventId).toBeNull();
  });

  it('ends the connection with the last tab', async () => {
    tab('1', ['a']);
    await settle();
    const { open } = server.last;
    hub.receive({ type: 'leave', tab: '1' }, () => undefined);
    await settle();
    expect(open()).toBe(false);
  });

  it('takes silence beyond three heartbeats for a broken connection', async () => {
    const heard = tab('1', ['a']);
    await settle();
    server.last.write(hello);
    await settle();
    await vi.advanceTimersByTimeAsync(16_000);
    expect(server.requests.length).toBeGreaterThan(1);
    expect(
      heard.some(
        (message) =>
          message.type === 'status' &&
          message.status.state === 'reconnecting' &&
          message.status.reason.includes('silent'),
      ),
    ).toBe(true);
  });

  it('stops for good at a server of another version', async () => {
    const heard = tab('1', ['a']);
    await settle();
    server.last.write({ ...hello, version: 99 });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(statusOf(heard)).toBe('outdated');
    expect(server.requests).toHaveLength(1);
  });
});
