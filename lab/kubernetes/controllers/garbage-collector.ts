import type { LabStore, ResourceDefinition } from '../store/contract';
import type { Context } from './context';
import { type Change, keyOf, splitKey } from './cluster';
import { withoutOwner } from './owner';
import type { KubeObject, OwnerReference } from './types';

const foreground = 'foregroundDeletion';
const orphan = 'orphan';
/** A fresh object's owners are looked up only after this pause: a world may be loaded dependents first. */
const settleMs = 5_000;
/** Resources that own nothing and have no owner worth following, left out for their number. */
const ignored = new Set(['events']);

/** Removes what lost all its owners, and serves foreground and orphan deletion. */
export function startGarbageCollector(context: Context): void {
  const collector = new Collector(context);
  collector.observeAll();
  // Custom resources come and go with their definitions.
  context.cluster.watch({ group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' }, () =>
    collector.observeSoon(),
  );
}

/** Address of an object across resources: `group/resource|key`. */
type Address = string;

class Collector {
  private readonly store: LabStore;
  private readonly observed = new Set<string>();
  private readonly dependents = new Map<string, Set<Address>>();
  private readonly queue;
  private readonly discovery;

  constructor(private readonly context: Context) {
    this.store = context.cluster.store;
    this.queue = context.loop.queue('garbage-collector', (address) => this.collect(address));
    this.discovery = context.loop.queue('garbage-collector-discovery', () => this.observeAll());
  }

  observeSoon(): void {
    this.discovery.add('all');
  }

  observeAll(): void {
    for (const definition of this.store.resources()) {
      const name = `${definition.group}/${definition.resource}`;
      if (this.observed.has(name) || ignored.has(definition.resource) || !definition.verbs.includes('watch')) continue;
      this.observed.add(name);
      this.context.cluster.watch(definition, (event) => this.observe(name, event));
    }
  }

  private observe(resource: string, { type, object, previous }: Change<KubeObject>): void {
    const { ownerReferences: owners = [], deletionTimestamp, finalizers = [], uid } = object.metadata;
    const address = `${resource}|${keyOf(object)}`;
    for (const owner of previous?.metadata.ownerReferences ?? []) this.unlink(owner.uid, address);
    if (type === 'DELETED') {
      for (const dependent of this.dependents.get(uid) ?? []) this.queue.add(dependent);
      for (const owner of owners) this.recheckOwner(owner, object);
      return;
    }
    for (const owner of owners) this.link(owner.uid, address);
    if (owners.length > 0 && type === 'ADDED') this.queue.add(address, settleMs);
    if (deletionTimestamp && (finalizers.includes(foreground) || finalizers.includes(orphan))) this.queue.add(address);
    if (previous && previous.metadata.ownerReferences !== owners) this.recheckLost(previous, object);
  }

  private link(uid: string, address: Address): void {
    const found = this.dependents.get(uid) ?? new Set();
    this.dependents.set(uid, found);
    found.add(address);
  }

  private unlink(uid: string, address: Address): void {
    const found = this.dependents.get(uid);
    found?.delete(address);
    if (found?.size === 0) this.dependents.delete(uid);
  }

  /** An owner that waits in foreground deletion may go now that a dependent went. */
  private recheckOwner(owner: OwnerReference, dependent: KubeObject): void {
    const found = this.ownerOf(owner, dependent);
    if (found?.object.metadata.deletionTimestamp) this.queue.add(found.address);
  }

  private recheckLost(previous: KubeObject, object: KubeObject): void {
    for (const owner of previous.metadata.ownerReferences ?? []) {
      const isKept = object.metadata.ownerReferences?.some(({ uid }) => uid === owner.uid);
      if (!isKept) this.recheckOwner(owner, previous);
    }
  }

  private collect(address: Address): void {
    const found = this.resolve(address);
    if (!found) return;
    const { object, definition } = found;
    const { deletionTimestamp, finalizers = [] } = object.metadata;
    if (deletionTimestamp && finalizers.includes(orphan)) this.orphan(object, definition);
    else if (deletionTimestamp && finalizers.includes(foreground)) this.deleteInForeground(object, definition);
    else if (!deletionTimestamp) this.deleteIfOwnerless(object, definition);
  }

  private resolve(address: Address): { object: KubeObject; definition: ResourceDefinition } | undefined {
    const bar = address.indexOf('|');
    const [group = '', resource = ''] = address.slice(0, bar).split('/');
    const definition = this.store.resources().find((entry) => entry.group === group && entry.resource === resource);
    if (!definition) return undefined;
    const { namespace, name } = splitKey(address.slice(bar + 1));
    const object = this.store.get(definition, namespace, name);
    return object && { object, definition };
  }

  private ownerOf(owner: OwnerReference, dependent: KubeObject): { object: KubeObject; address: Address } | undefined {
    const group = owner.apiVersion.includes('/') ? (owner.apiVersion.split('/')[0] ?? '') : '';
    const definition = this.store.resources().find((entry) => entry.group === group && entry.kind === owner.kind);
    if (!definition) return undefined;
    const namespace = definition.namespaced ? dependent.metadata.namespace : undefined;
    const object = this.store.get(definition, namespace, owner.name);
    if (object?.metadata.uid !== owner.uid) return undefined;
    return { object, address: `${group}/${definition.resource}|${keyOf(object)}` };
  }

  private deleteIfOwnerless(object: KubeObject, definition: ResourceDefinition): void {
    const owners = object.metadata.ownerReferences ?? [];
    if (owners.length === 0) return;
    const living = owners.map((owner) => ({ owner, found: this.ownerOf(owner, object) }));
    const isSolid = ({ found }: (typeof living)[number]) => found !== undefined && !isInForeground(found.object);
    if (living.some(isSolid)) {
      for (const { owner, found } of living) if (!found) this.dropOwner(object, definition, owner.uid);
      return;
    }
    const isWaitedFor = living.some(({ found }) => found !== undefined);
    const hasDependents = (this.dependents.get(object.metadata.uid)?.size ?? 0) > 0;
    const propagation = isWaitedFor && hasDependents ? 'Foreground' : 'Background';
    this.context.cluster.remove(definition, keyOf(object), { propagation });
  }

  private dropOwner(object: KubeObject, definition: ResourceDefinition, uid: string): void {
    this.context.cluster.mutate(definition, keyOf(object), (current) => withoutOwner(current, uid));
  }

  private dependentsOf(owner: KubeObject): { object: KubeObject; definition: ResourceDefinition }[] {
    return [...(this.dependents.get(owner.metadata.uid) ?? [])].flatMap((address) => this.resolve(address) ?? []);
  }

  private orphan(owner: KubeObject, definition: ResourceDefinition): void {
    for (const dependent of this.dependentsOf(owner))
      this.dropOwner(dependent.object, dependent.definition, owner.metadata.uid);
    this.release(owner, definition, orphan);
  }

  private deleteInForeground(owner: KubeObject, definition: ResourceDefinition): void {
    for (const dependent of this.dependentsOf(owner)) {
      if (!dependent.object.metadata.deletionTimestamp) this.deleteIfOwnerless(dependent.object, dependent.definition);
    }
    const isBlocked = this.dependentsOf(owner).some(({ object }) =>
      object.metadata.ownerReferences?.some(
        ({ uid, blockOwnerDeletion }) => uid === owner.metadata.uid && blockOwnerDeletion,
      ),
    );
    if (!isBlocked) this.release(owner, definition, foreground);
  }

  private release(object: KubeObject, definition: ResourceDefinition, finalizer: string): void {
    this.context.cluster.mutate(definition, keyOf(object), (current) => ({
      ...current,
      metadata: {
        ...current.metadata,
        finalizers: (current.metadata.finalizers ?? []).filter((entry) => entry !== finalizer),
      },
    }));
  }
}

function isInForeground({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(foreground);
}
