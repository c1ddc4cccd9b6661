import { backoffMs, pause } from '../backoff';
import { list, object, text } from '../json';
import type { KubeObject } from '../mapping/kubernetes';
import { type KubernetesClient, KubernetesError } from './client';
import type { WatchedResource } from './parse';

/** Hears about every object of one resource. */
export interface InformerListener {
  upsert(object: KubeObject): void;
  remove(object: KubeObject): void;
  /** After each complete list. */
  synced(): void;
  failed(error: unknown): void;
}

const pageSize = 500;

function keyOf(item: KubeObject): string {
  return `${item.namespace}/${item.name}`;
}

/** Keeps one resource listed and watched until the signal fires; relists after 410 and any break it cannot resume from. */
export class Informer {
  readonly #client: KubernetesClient;
  readonly #resource: WatchedResource;
  readonly #listener: InformerListener;
  readonly #known = new Map<string, KubeObject>();
  #version: string | undefined;

  constructor(client: KubernetesClient, resource: WatchedResource, listener: InformerListener) {
    this.#client = client;
    this.#resource = resource;
    this.#listener = listener;
  }

  /** Runs until the signal fires. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    let attempt = 0;
    while (!signal.aborted) {
      try {
        if (this.#version === undefined) await this.#list(signal);
        const since = performance.now();
        await this.#watch(signal);
        // A watch that ends as soon as it opens is no success: without a pause it would become a busy loop.
        if (performance.now() - since > 1000) attempt = 0;
        else {
          attempt += 1;
          await pause(backoffMs(attempt, 200, 5000), signal);
        }
      } catch (error) {
        if (signal.aborted) return;
        // A 403 or 404 may be a server still starting up: ask again from the list, more and more slowly.
        if (error instanceof KubernetesError) this.#version = undefined;
        const gone = error instanceof KubernetesError && error.status === 410;
        if (!gone) this.#listener.failed(error);
        attempt += 1;
        await pause(gone ? 50 : backoffMs(attempt, 200, 15_000), signal);
      }
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    const seen = new Set<string>();
    let more: string | undefined;
    let version: string | undefined;
    do {
      const query = new URLSearchParams({ limit: String(pageSize), ...(more === undefined ? {} : { continue: more }) });
      const page = await this.#client.get(`${this.#resource.path}?${query}`, signal);
      for (const raw of list(page.items)) seen.add(this.#put(this.#resource.parse(object(raw))));
      const meta = object(page.metadata);
      version = text(meta.resourceVersion);
      more = text(meta.continue);
    } while (more !== undefined && !signal.aborted);
    for (const [key, item] of this.#known) if (!seen.has(key)) this.#drop(item);
    this.#version = version;
    this.#listener.synced();
  }

  #put(item: KubeObject): string {
    const key = keyOf(item);
    const before = this.#known.get(key);
    // Same name, other UID: the old object is gone even if its deletion was never seen.
    if (before !== undefined && before.uid !== item.uid) this.#drop(before);
    this.#known.set(key, item);
    this.#listener.upsert(item);
    return key;
  }

  #drop(item: KubeObject): void {
    this.#known.delete(keyOf(item));
    this.#listener.remove(item);
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const query = new URLSearchParams({
      watch: 'true',
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(300 + Math.floor(Math.random() * 120)),
      ...(this.#version === undefined ? {} : { resourceVersion: this.#version }),
    });
    for await (const event of this.#client.watch(`${this.#resource.path}?${query}`, signal)) {
      const raw = object(event.object);
      if (event.type === 'ERROR') {
        throw new KubernetesError(Number(raw.code ?? 500), text(raw.reason) ?? '', text(raw.message) ?? 'watch error');
      }
      this.#version = text(object(raw.metadata).resourceVersion) ?? this.#version;
      if (event.type === 'ADDED' || event.type === 'MODIFIED') this.#put(this.#resource.parse(raw));
      else if (event.type === 'DELETED') {
        const item = this.#resource.parse(raw);
        this.#drop(this.#known.get(keyOf(item)) ?? item);
      }
    }
  }
}
