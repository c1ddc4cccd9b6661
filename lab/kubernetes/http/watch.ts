import type { ServerResponse } from 'node:http';
import type { ResourceRegistry } from '../registry/registry';
import { bucketOf, groupVersionOf } from '../registry/registry';
import type { KubeObject, ResourceDefinition, StoreEvent } from '../store/contract';
import { ApiStatusError, invalid } from '../store/status-error';
import type { Storage } from '../store/storage';
import type { Exchange } from './exchange';
import { parseSelectors, parseVersion } from './list';
import type { Shape } from './media';
import { present } from './present';
import { tableOf } from './table';

/** What a watch needs besides its request. */
export interface WatchScope {
  storage: Storage;
  registry: ResourceRegistry;
  bookmarkMs: number;
  /** Ends every watch when aborted: shutdown, or the `watch-drop` fault. */
  ended: AbortSignal;
  /** Whether a watch from a forgotten version is refused with HTTP 410; else it opens and says so in an event. */
  refusesOld: boolean;
}

/** A client that reads slower than this many bytes behind is cut off, as by a real server. */
const slowReaderLimit = 64 * 1024 * 1024;

type Type = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

/** The event as a watch with a selector sees it: objects entering count as added, leaving ones as deleted. */
export function seenEvent(
  event: StoreEvent,
  matches: ((object: KubeObject) => boolean) | undefined,
): { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: KubeObject } | undefined {
  if (!matches) return event;
  const before = event.previous !== undefined && matches(event.previous);
  if (event.type === 'DELETED') return before ? event : undefined;
  const now = matches(event.object);
  if (now) return { type: before ? 'MODIFIED' : 'ADDED', object: event.object };
  if (!before || !event.previous) return undefined;
  const { resourceVersion } = event.object.metadata;
  return { type: 'DELETED', object: { ...event.previous, metadata: { ...event.previous.metadata, resourceVersion } } };
}

/** The last object written out as text: all watchers of one event share it. */
let written: { object: KubeObject; groupVersion: string; text: string } | undefined;

function textOf(definition: ResourceDefinition, object: KubeObject): string {
  const groupVersion = groupVersionOf(definition);
  if (written?.object === object && written.groupVersion === groupVersion) return written.text;
  written = { object, groupVersion, text: JSON.stringify(present(definition, object)) };
  return written.text;
}

class WatchStream {
  private isFirstTable = true;

  constructor(
    private readonly exchange: Exchange,
    private readonly scope: WatchScope,
    private readonly definition: ResourceDefinition,
    private readonly shape: Shape,
  ) {}

  send(type: Type, object: KubeObject): void {
    this.line(type, this.shape === 'object' ? textOf(this.definition, object) : JSON.stringify(this.shaped(object)));
  }

  bookmark(version: number, isInitialEnd: boolean): void {
    const annotations = isInitialEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
    const object = {
      kind: this.definition.kind,
      apiVersion: groupVersionOf(this.definition),
      metadata: { resourceVersion: String(version), creationTimestamp: null, ...annotations },
    };
    this.line(
      'BOOKMARK',
      JSON.stringify(this.shape === 'table' ? { ...this.table([]), metadata: object.metadata } : object),
    );
  }

  error(error: ApiStatusError): void {
    this.line('ERROR', JSON.stringify(error.status));
  }

  private shaped(object: KubeObject): unknown {
    if (this.shape === 'table') return this.table([present(this.definition, object)]);
    return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
  }

  private table(objects: readonly KubeObject[]): Record<string, unknown> {
    const includeObject = this.exchange.query.get('includeObject') ?? '';
    const table = tableOf(this.scope.registry, this.definition, objects, { includeObject });
    const columnDefinitions = this.isFirstTable ? table.columnDefinitions : null;
    this.isFirstTable = false;
    return { ...table, columnDefinitions };
  }

  private line(type: Type, text: string): void {
    const { response } = this.exchange;
    if (response.destroyed || response.writableEnded) return;
    response.write(`{"type":"${type}","object":${text}}\n`);
    if (response.writableLength > slowReaderLimit) response.destroy();
  }
}

function checkOptions(query: URLSearchParams): void {
  const refuse = (field: string, why: string) =>
    invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [
      { field, reason: 'FieldValueForbidden', message: `Forbidden: ${why}` },
    ]);
  const match = query.get('resourceVersionMatch') ?? '';
  if (query.get('sendInitialEvents') !== null) {
    if (match !== 'NotOlderThan')
      throw refuse('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  } else if (match !== '') {
    throw refuse(
      'resourceVersionMatch',
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    );
  }
}

function timeoutOf(query: URLSearchParams): number {
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  return (seconds > 0 ? seconds : 1_800 + Math.floor(Math.random() * 1_800)) * 1_000;
}

/** Resolves when the client has taken what was written, or is gone. */
async function drained(response: ServerResponse): Promise<void> {
  if (response.destroyed || !response.writableNeedDrain) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

interface Beginning {
  stream: WatchStream;
  storage: Storage;
  key: string;
  query: URLSearchParams;
  from: number;
  wantsBookmarks: boolean;
  matches: ((object: KubeObject) => boolean) | undefined;
  forward: (event: StoreEvent) => void;
  response: ServerResponse;
  namespace?: string;
}

const burst = 100;

/** Sends the present state, no faster than the client reads, and marks its end when asked to. */
async function sendState(beginning: Beginning, marksEnd: boolean): Promise<void> {
  const { stream, storage, response, matches } = beginning;
  const version = storage.currentVersion;
  let count = 0;
  for (const object of storage.bucket(beginning.key).list(beginning.namespace)) {
    if (matches && !matches(object)) continue;
    stream.send('ADDED', object);
    count += 1;
    if (count % burst === 0) await drained(response);
    if (response.destroyed) return;
  }
  if (marksEnd) stream.bookmark(version, true);
}

/** Sends what comes before the live events: the present state or the missed changes. False when those are forgotten. */
async function sendPast(beginning: Beginning): Promise<boolean> {
  const { stream, storage, key, from, query } = beginning;
  const initial = query.get('sendInitialEvents');
  if (initial === null ? from === 0 : initial === 'true' || initial === '1') {
    await sendState(beginning, initial !== null && beginning.wantsBookmarks);
    return true;
  }
  if (from === 0) return true;
  if (from < storage.compactedVersion) {
    stream.error(tooOld(from, storage));
    return false;
  }
  for (const entry of storage.since(key, from)) beginning.forward(entry.event);
  return true;
}

function tooOld(from: number, storage: Storage): ApiStatusError {
  return new ApiStatusError(410, 'Expired', `too old resource version: ${from} (${storage.compactedVersion + 1})`);
}

/** Serves a watch until its time is up, the client leaves or the server ends it. Resolves once it is live. */
export async function serveWatch(
  exchange: Exchange,
  scope: WatchScope,
  definition: ResourceDefinition,
  where: { namespace?: string; name?: string },
  shape: Shape,
): Promise<void> {
  const { query, response } = exchange;
  const { storage } = scope;
  checkOptions(query);
  const matches = parseSelectors(definition, query, where.name);
  const from = parseVersion(query.get('resourceVersion') ?? '');
  const wantsBookmarks = query.get('allowWatchBookmarks') === 'true' || query.get('allowWatchBookmarks') === '1';
  const key = bucketOf(definition);
  if (scope.refusesOld && from > 0 && from < storage.compactedVersion) throw tooOld(from, storage);

  response.statusCode = 200;
  response.setHeader('Content-Type', 'application/json;stream=watch');
  response.setHeader('Cache-Control', 'no-cache, private');
  response.flushHeaders();
  const stream = new WatchStream(exchange, scope, definition, shape);
  const forward = (event: StoreEvent) => {
    if (where.namespace !== undefined && event.object.metadata.namespace !== where.namespace) return;
    const seen = seenEvent(event, matches);
    if (seen) stream.send(seen.type, seen.object);
  };

  const begin = Math.max(from, storage.currentVersion);
  // Changes made while the past is still being sent wait their turn.
  let held: StoreEvent[] | undefined = [];
  const unsubscribe = storage.subscribe(key, (event, version) => {
    if (version <= begin) return;
    if (held) held.push(event);
    else forward(event);
  });
  const sendBookmark = () => {
    if (!held) stream.bookmark(Math.max(begin, storage.currentVersion), false);
  };
  const timer = setTimeout(() => finish(), timeoutOf(query));
  const bookmarks = wantsBookmarks ? setInterval(sendBookmark, scope.bookmarkMs) : undefined;
  const stop = () => {
    unsubscribe();
    clearTimeout(timer);
    clearInterval(bookmarks);
    scope.ended.removeEventListener('abort', finish);
  };
  function finish(): void {
    stop();
    response.end();
  }
  response.once('close', stop);
  scope.ended.addEventListener('abort', finish, { once: true });
  if (scope.ended.aborted) return finish();
  const isLive = await sendPast({
    stream,
    storage,
    key,
    query,
    from,
    wantsBookmarks,
    matches,
    forward,
    response,
    ...where,
  });
  for (const event of held) forward(event);
  held = undefined;
  if (!isLive) finish();
}
