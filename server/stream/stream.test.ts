import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kubernetesSource, nodeId, type ObjectRecord } from '@/lib/model';
import { createTopology, type Topology } from '@/lib/topology';
import { applyViewPatch, computeView, emptyView, type View, type ViewSpec } from '@/lib/view';
import { type PatchMessage, type SnapshotMessage, type StreamMessage, streamMessageSchema, viewKey } from '@/lib/wire';
import { ViewHub } from './hub';
import type { StreamSink } from './subscriber';
import { ViewStream } from './stream';

const SOURCE = kubernetesSource('one');
const SPEC: ViewSpec = { cluster: null, namespace: null, open: [], groups: false };
const ONE = { ...SPEC, cluster: 'one' };

/** As the schema has checked it; ids are branded texts in the view. */
type ViewPatch = Parameters<typeof applyViewPatch>[1];

/** A browser: keeps a view as the wire protocol says, and can stop taking what is sent. */
class Client implements StreamSink {
  readonly messages: StreamMessage[] = [];
  readonly views = new Map<string, View>();
  lastId: string | null = null;
  waiting = 0;
  slow = false;
  closed = false;

  readonly backlog = (): number => this.waiting;
  readonly close = (): void => {
    this.closed = true;
  };
  readonly write = (chunk: Uint8Array): void => {
    if (this.slow) this.waiting += chunk.length;
    for (const event of new TextDecoder().decode(chunk).split('\n\n').filter(Boolean)) this.#take(event);
  };

  of<T extends StreamMessage['type']>(type: T): Extract<StreamMessage, { type: T }>[] {
    return this.messages.filter((message): message is Extract<StreamMessage, { type: T }> => message.type === type);
  }

  #take(event: string): void {
    const message = streamMessageSchema.parse(JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? ''));
    this.lastId = /^id: (.*)$/m.exec(event)?.[1] ?? this.lastId;
    this.messages.push(message);
    if (message.type === 'snapshot') this.views.set(message.view, toView(message));
    if (message.type === 'patch') this.#patch(message);
  }

  #patch(message: PatchMessage): void {
    const view = this.views.get(message.view);
    if (view === undefined) throw new Error('a patch came before its snapshot');
    if (message.from > view.seq) throw new Error(`a gap: patch from ${message.from}, view at ${view.seq}`);
    this.views.set(message.view, applyViewPatch(view, message as unknown as ViewPatch));
  }
}

function toView(message: SnapshotMessage): View {
  const { seq, summary, regions, cards, links } = message;
  const maps = {
    regions: new Map(Object.entries(regions)),
    cards: new Map(Object.entries(cards)),
    links: new Map(Object.entries(links)),
  };
  // The schema has checked the shape; ids are branded strings in the view.
  return { spec: SPEC, seq, summary, ...maps } as unknown as View;
}

function namespace(name: string): ObjectRecord {
  const node = {
    id: nodeId(SOURCE, 'namespace', name),
    kind: 'namespace',
    type: 'Namespace',
    plane: 'kubernetes' as const,
    source: SOURCE,
    key: name,
    name,
    namespace: null,
    cluster: 'one',
    state: 'healthy' as const,
    reason: null,
    facts: {},
    createdAt: null,
    modifiedAt: null,
    issues: [],
  };
  return { node, relations: [], keys: [], claims: [], tagValue: null };
}

let topology: Topology;
let stream: ViewStream;

function change(...names: string[]): void {
  if (
    topology.apply(
      names.map((name) => ({ type: 'upsert', record: namespace(name) })),
      Date.now(),
    ) !== null
  ) {
    stream.graphChanged();
  }
}

const contents = (view: View | undefined) =>
  view && [view.regions, view.cards, view.links].map((map) => Object.fromEntries([...map].sort()));
const now = (spec = SPEC) => contents(computeView(topology.graph, spec, []));

beforeEach(() => {
  vi.useFakeTimers();
  topology = createTopology({ clusters: [{ source: SOURCE, name: 'one', manager: null, tagValue: 'one' }] });
  stream = new ViewStream({
    epoch: 'e1',
    graph: topology.graph,
    sources: () => [],
    tuning: { maxBacklogBytes: 10_000 },
  });
});
afterEach(() => {
  stream.stop('end');
  vi.useRealTimers();
});

describe('a client', () => {
  it('gets a greeting, the sources and a snapshot, then patches that keep its view right', () => {
    change('a');
    const client = new Client();
    stream.subscribe([SPEC], null, client);
    expect(client.messages.map((message) => message.type)).toEqual(['hello', 'sources', 'snapshot']);
    for (const name of ['b', 'c', 'd']) {
      change(name);
      vi.advanceTimersByTime(150);
    }
    expect(client.of('patch')).toHaveLength(3);
    expect(contents(client.views.get(''))).toEqual(now());
    expect(client.lastId).toBe('e1.3');
  });

  it('gets many changes as one patch, no faster than the throttle', () => {
    const client = new Client();
    stream.subscribe([SPEC], null, client);
    change('a');
    vi.advanceTimersByTime(1);
    for (let index = 0; index < 50; index += 1) {
      change(`n${index}`);
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(200);
    expect(client.of('patch')).toHaveLength(2);
    expect(contents(client.views.get(''))).toEqual(now());
  });

  it('that comes back gets what it missed, in every view, and nothing twice', () => {
    const client = new Client();
    const first = stream.subscribe([SPEC, ONE], null, client);
    change('a');
    vi.advanceTimersByTime(150);
    first.close();
    change('b');
    vi.advanceTimersByTime(150);
    change('c');
    vi.advanceTimersByTime(150);
    const before = client.of('snapshot').length;
    const { lastId } = client;
    stream.subscribe([SPEC, ONE], lastId, client);
    expect(client.of('snapshot')).toHaveLength(before);
    expect(client.of('patch')).toHaveLength(2 + 4);
    expect(contents(client.views.get(''))).toEqual(now());
    expect(contents(client.views.get('cluster=one'))).toEqual(now(ONE));
  });

  it.each([['e0.1'], ['e1.99'], ['nonsense'], ['e1.0.0']])('that comes back with %s gets a snapshot', (id) => {
    change('a');
    const client = new Client();
    stream.subscribe([SPEC], id, client);
    expect(client.of('snapshot')).toHaveLength(1);
  });

  it('that comes back after too long gets a snapshot', () => {
    const client = new Client();
    stream.stop('restart');
    stream = new ViewStream({ epoch: 'e1', graph: topology.graph, sources: () => [], tuning: { ringBytes: 600 } });
    const first = stream.subscribe([SPEC], null, client);
    first.close();
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      change(name);
      vi.advanceTimersByTime(150);
    }
    const back = new Client();
    stream.subscribe([SPEC], client.lastId, back);
    expect(back.of('snapshot')).toHaveLength(1);
    expect(contents(back.views.get(''))).toEqual(now());
  });

  it('hears a heartbeat, and a pulse when the graph moves on', () => {
    const client = new Client();
    stream.subscribe([SPEC], null, client);
    vi.advanceTimersByTime(10_100);
    expect(client.of('heartbeat')).toHaveLength(1);
    change('a');
    vi.advanceTimersByTime(600);
    expect(client.of('pulse').at(-1)).toMatchObject({ seq: 1 });
  });

  it('that is slow gets no more patches, and a fresh snapshot when it has caught up', () => {
    const client = new Client();
    const subscription = stream.subscribe([SPEC], null, client);
    client.slow = true;
    client.waiting = 20_000;
    for (let index = 0; index < 30; index += 1) {
      change(`n${index}`);
      vi.advanceTimersByTime(110);
    }
    expect(client.of('patch')).toHaveLength(0);
    client.waiting = 0;
    client.slow = false;
    subscription.drained();
    expect(client.of('snapshot')).toHaveLength(2);
    change('last');
    vi.advanceTimersByTime(150);
    expect(contents(client.views.get(''))).toEqual(now());
  });

  it('that takes nothing at all is sent away', () => {
    const client = new Client();
    stream.subscribe([SPEC], null, client);
    client.waiting = 20_000;
    vi.advanceTimersByTime(60_000);
    expect(client.closed).toBe(true);
    expect(client.of('bye')).toHaveLength(1);
    expect(stream.clients).toBe(0);
  });
});

describe('the stream', () => {
  it('computes a view once for all who watch it, and forgets it a while after the last has gone', () => {
    const clients = [new Client(), new Client(), new Client()];
    const held = clients.map((client) => stream.subscribe([SPEC], null, client));
    expect(stream.views).toBe(1);
    for (const subscription of held) subscription.close();
    vi.advanceTimersByTime(30_000);
    expect(stream.views).toBe(1);
    vi.advanceTimersByTime(60_000);
    expect(stream.views).toBe(0);
  });

  it('lets a view that takes long rest, and brings what it missed when nothing more changes', () => {
    const clock = { ahead: 0 };
    vi.spyOn(performance, 'now').mockImplementation(() => Date.now() + clock.ahead);
    const { advance } = ViewHub.prototype;
    vi.spyOn(ViewHub.prototype, 'advance').mockImplementation(function (this: ViewHub, ...args) {
      if (this === slow) clock.ahead += 60;
      return advance.apply(this, args);
    });
    let slow: ViewHub | null = null;
    vi.spyOn(ViewHub.prototype, 'snapshot').mockImplementationOnce(function (this: ViewHub, ...args) {
      slow = this;
      return this.snapshot(...args);
    });
    const [wide, narrow] = [new Client(), new Client()];
    stream.subscribe([SPEC], null, wide);
    stream.subscribe([ONE], null, narrow);
    for (let index = 0; index < 30; index += 1) {
      change(`n${index}`);
      vi.advanceTimersByTime(100);
    }
    expect(narrow.of('patch').length).toBeGreaterThan(20);
    // 600 ms after each that took 60 ms.
    expect(wide.of('patch').length).toBeGreaterThan(2);
    expect(wide.of('patch').length).toBeLessThan(8);
    vi.advanceTimersByTime(1_000);
    expect(contents(wide.views.get(''))).toEqual(now());
    expect(contents(narrow.views.get(viewKey(ONE)))).toEqual(now(ONE));
    vi.restoreAllMocks();
  });

  it('says goodbye to everybody and leaves no timer when it stops', () => {
    const client = new Client();
    stream.subscribe([SPEC], null, client);
    change('a');
    stream.stop('Portolan is shutting down.');
    expect(client.of('bye')[0]).toEqual({ type: 'bye', reason: 'Portolan is shutting down.' });
    expect(client.closed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is right after any number of changes and reconnects', () => {
    let client = new Client();
    let held = stream.subscribe([SPEC], null, client);
    for (let index = 0; index < 60; index += 1) {
      change(`n${index % 17}`, `m${index}`);
      if (index % 3 === 0) {
        const names = [`n${index % 5}`];
        const gone = names.map((key) => ({ type: 'remove' as const, source: SOURCE, kind: 'namespace', key }));
        if (topology.apply(gone, Date.now()) !== null) stream.graphChanged();
      }
      vi.advanceTimersByTime(index % 2 === 0 ? 30 : 130);
      if (index % 7 === 0) {
        held.close();
        const { lastId, views } = client;
        client = new Client();
        client.lastId = lastId;
        for (const [key, view] of views) client.views.set(key, view);
        held = stream.subscribe([SPEC], lastId, client);
      }
    }
    vi.advanceTimersByTime(500);
    expect(contents(client.views.get(''))).toEqual(now());
    expect(emptyView(SPEC).cards.size).toBe(0);
  });
});
