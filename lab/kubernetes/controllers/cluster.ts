import type { KubeObject, LabStore, Propagation, StoreEvent } from '../store/contract';
import type { Resource } from './resources';

/** A change of one object, typed. */
export interface Change<T extends KubeObject> {
  readonly type: StoreEvent['type'];
  readonly object: T;
  readonly previous?: T;
}

/** `namespace/name`, or `name` for cluster objects: how queues and indexes name an object. */
export function keyOf(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The parts of a key made by {@link keyOf}. */
export function splitKey(key: string): { namespace: string | undefined; name: string } {
  const slash = key.indexOf('/');
  return slash < 0
    ? { namespace: undefined, name: key }
    : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** The store with typed objects, whose subscriptions end with the signal. */
export class Cluster {
  private readonly ends: (() => void)[] = [];

  constructor(
    readonly store: LabStore,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => this.end(), { once: true });
  }

  get<T extends KubeObject>(resource: Resource<T>, key: string): T | undefined {
    const { namespace, name } = splitKey(key);
    return this.store.get(resource, namespace, name) as T | undefined; // the registry serves only this kind here
  }

  list<T extends KubeObject>(resource: Resource<T>, namespace?: string): readonly T[] {
    return this.store.list(resource, namespace) as readonly T[]; // as above
  }

  create<T extends KubeObject>(resource: Resource<T>, object: Record<string, unknown>): T {
    return this.store.create(resource, object) as T; // as above
  }

  /** Changes an object; `change` returns undefined to leave it as it is. */
  mutate<T extends KubeObject>(
    resource: Resource<T>,
    key: string,
    change: (object: T) => T | undefined,
    options?: { subresource?: 'status' | 'binding' },
  ): T | undefined {
    const { namespace, name } = splitKey(key);
    const apply = (object: KubeObject) => change(object as T); // as above
    return this.store.mutate(resource, namespace, name, apply, options) as T | undefined;
  }

  /** Changes an object through its status subresource. */
  mutateStatus<T extends KubeObject>(resource: Resource<T>, key: string, change: (object: T) => T | undefined): void {
    this.mutate(resource, key, change, { subresource: 'status' });
  }

  remove(resource: Resource, key: string, options?: { propagation?: Propagation; gracePeriodSeconds?: number }): void {
    const { namespace, name } = splitKey(key);
    this.store.remove(resource, namespace, name, options);
  }

  /** Calls back for every object there is (as ADDED), then for each change, until the signal. */
  watch<T extends KubeObject>(resource: Resource<T>, listener: (change: Change<T>) => void): void {
    if (this.signal.aborted) return;
    for (const object of this.list(resource)) listener({ type: 'ADDED', object });
    this.ends.push(this.store.subscribe(resource, (event) => listener(event as Change<T>))); // as in get
  }

  private end(): void {
    for (const end of this.ends.splice(0)) end();
  }
}
