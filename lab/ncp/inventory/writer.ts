import { backoffMs, pause } from '../backoff';
import { type JsonObject, text } from '../json';
import type { KubernetesState } from '../kubernetes/state';
import type { KubeObject, KubePod } from '../mapping/kubernetes';
import type { NsxClient } from '../nsx/client';
import { covers } from '../reconcile/ledger';
import { clusterItem, type InventoryContext, type InventoryItem, inventoryClusterId, inventoryItem } from './items';

const folders = [
  'container-clusters',
  'container-projects',
  'container-cluster-nodes',
  'container-applications',
  'container-application-instances',
  'container-network-policies',
  'container-ingress-policies',
];
const batch = 500;
const pauseMs = 400;

/** Keeps NSX's inventory of containers in step with the cluster: what changed is pushed in batches. */
export class InventoryWriter {
  readonly #nsx: NsxClient;
  readonly #state: KubernetesState;
  readonly #cluster: string;
  readonly #clusterId: string;
  /** What NSX holds, by external id. */
  readonly #known = new Map<string, JsonObject>();
  readonly #dirty = new Set<string>();

  constructor(nsx: NsxClient, state: KubernetesState, cluster: string) {
    this.#nsx = nsx;
    this.#state = state;
    this.#cluster = cluster;
    this.#clusterId = inventoryClusterId(cluster);
  }

  /** An object has come, changed or gone. */
  touch(item: KubeObject): void {
    this.#dirty.add(item.uid);
    // The Services a Pod belongs to are known from their slices.
    if (item.kind === 'EndpointSlice') for (const pod of this.#state.pods.in(item.namespace)) this.#dirty.add(pod.uid);
  }

  /** Reads what NSX has, then pushes differences until the signal fires. Never throws. */
  async run(signal: AbortSignal): Promise<void> {
    let loaded = false;
    for (let failures = 0; !signal.aborted; ) {
      try {
        if (!loaded) {
          await this.#load(signal);
          loaded = true;
        }
        await this.#push(signal);
        failures = 0;
        await pause(pauseMs, signal);
      } catch {
        // NCP's own work meets the same trouble and tells of it.
        loaded = false;
        await pause(backoffMs(failures, 500, 15_000), signal);
        failures += 1;
      }
    }
  }

  async #load(signal: AbortSignal): Promise<void> {
    this.#known.clear();
    for (const folder of folders) {
      const filter = folder === 'container-clusters' ? 'external_id' : 'container_cluster_id';
      const path = `/api/v1/fabric/${folder}?${filter}=${this.#clusterId}&page_size=1000`;
      for (const item of await this.#nsx.list(path, signal, 'manager')) {
        const id = text(item.external_id);
        if (id !== undefined) this.#known.set(id, item);
      }
    }
    for (const uid of this.#known.keys()) this.#dirty.add(uid);
    for (const item of this.#objects()) this.#dirty.add(item.uid);
    this.#dirty.add(this.#clusterId);
  }

  *#objects(): Generator<KubeObject> {
    const { nodes, namespaces, pods, services, ingresses, policies } = this.#state;
    for (const shelf of [nodes, namespaces, pods, services, ingresses, policies]) yield* shelf.all();
  }

  async #push(signal: AbortSignal): Promise<void> {
    const context = this.#context();
    const updates: { uid: string; item: InventoryItem | undefined }[] = [];
    const taken = [...this.#dirty];
    for (const uid of taken) {
      const item = this.#itemOf(uid, context);
      const known = this.#known.get(uid);
      if (item === undefined ? known !== undefined : known === undefined || !covers(known, item)) {
        updates.push({ uid, item });
      }
    }
    this.#dirty.clear();
    try {
      for (let first = 0; first < updates.length; first += batch) {
        await this.#send(updates.slice(first, first + batch), signal);
      }
    } catch (error) {
      for (const uid of taken) this.#dirty.add(uid);
      throw error;
    }
  }

  async #send(
    updates: readonly { readonly uid: string; readonly item: InventoryItem | undefined }[],
    signal: AbortSignal,
  ): Promise<void> {
    const objects = updates.map(({ uid, item }) =>
      item === undefined
        ? {
            object_update_type: 'DELETE',
            container_object: { resource_type: text(this.#known.get(uid)?.resource_type), external_id: uid },
          }
        : { object_update_type: this.#known.has(uid) ? 'UPDATE' : 'CREATE', container_object: item },
    );
    const path = `/api/v1/inventory/container/${this.#clusterId}`;
    await this.#nsx.postManager(path, { container_inventory_objects: objects }, signal);
    for (const { uid, item } of updates) {
      if (item === undefined) this.#known.delete(uid);
      else this.#known.set(uid, item);
    }
  }

  #itemOf(uid: string, context: InventoryContext): InventoryItem | undefined {
    if (uid === this.#clusterId) return clusterItem(this.#cluster);
    const { nodes, namespaces, pods, services, ingresses, policies } = this.#state;
    for (const shelf of [pods, services, namespaces, policies, ingresses, nodes]) {
      const found = shelf.byUid.get(uid);
      if (found !== undefined) return inventoryItem(found, context);
    }
    return undefined;
  }

  #context(): InventoryContext {
    const bySpace = new Map<string, Map<string, string[]>>();
    const addressesIn = (namespace: string) => {
      let found = bySpace.get(namespace);
      if (found !== undefined) return found;
      found = new Map();
      bySpace.set(namespace, found);
      for (const slice of this.#state.slices.in(namespace)) {
        const service = this.#state.services.named(namespace, slice.service);
        if (service === undefined) continue;
        for (const { address } of slice.addresses) {
          const uids = found.get(address) ?? [];
          if (!uids.includes(service.uid)) uids.push(service.uid);
          found.set(address, uids);
        }
      }
      return found;
    };
    return {
      cluster: this.#clusterId,
      namespaceUid: (name) => this.#state.namespace(name)?.uid,
      nodeUid: (name) => this.#state.nodes.named('', name)?.uid,
      servicesOf: (pod: KubePod) =>
        pod.address === undefined ? [] : (addressesIn(pod.namespace).get(pod.address) ?? []),
    };
  }
}
