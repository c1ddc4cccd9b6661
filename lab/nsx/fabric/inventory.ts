import { randomUUID } from 'node:crypto';
import { asText, type JsonObject } from '../json';

/** Inventory types kept outside the Policy tree, by the URL part under `/api/v1/fabric`. */
export const inventoryTypes: Readonly<Record<string, string>> = {
  'virtual-machines': 'VirtualMachine',
  vifs: 'VirtualNetworkInterface',
  'container-clusters': 'ContainerCluster',
  'container-projects': 'ContainerProject',
  'container-applications': 'ContainerApplication',
  'container-application-instances': 'ContainerApplicationInstance',
  'container-network-policies': 'ContainerNetworkPolicy',
  'container-ingress-policies': 'ContainerIngressPolicy',
  'container-cluster-nodes': 'ContainerClusterNode',
};
const known = new Set([...Object.values(inventoryTypes), 'Alarm', 'ContainerClusterStatus', 'HyperbusStatus']);

/** True for a type that lives in the inventory rather than in the tree. */
export const isInventoryType = (type: string | undefined): type is string => type !== undefined && known.has(type);

/** Machines, interfaces and the container inventory, keyed by type and external id. */
export class Inventory {
  readonly #items = new Map<string, Map<string, JsonObject>>();
  #listener: (key: string, body: JsonObject | undefined) => void = () => undefined;
  #recorder: (type: string, id: string, body: JsonObject | undefined) => void = () => undefined;

  /** Called with every change, for the search index. */
  onChange(listener: (key: string, body: JsonObject | undefined) => void): void {
    this.#listener = listener;
  }

  /** Called with every change, for the journal. */
  onRecord(recorder: (type: string, id: string, body: JsonObject | undefined) => void): void {
    this.#recorder = recorder;
  }

  /** Stores an item; its id is `external_id`, else `id`, else made up. */
  put(type: string, body: JsonObject): JsonObject {
    const id = asText(body.external_id) ?? asText(body.id) ?? asText(body.cluster_id) ?? randomUUID();
    const stored: JsonObject =
      type === 'Alarm' || type === 'ContainerClusterStatus' || type === 'HyperbusStatus'
        ? { ...body }
        : { external_id: id, display_name: id, ...body, resource_type: type };
    if (type === 'Alarm') stored.id = id;
    const items = this.#items.get(type) ?? new Map<string, JsonObject>();
    items.set(id, stored);
    this.#items.set(type, items);
    this.#listener(`${type}/${id}`, stored);
    this.#recorder(type, id, stored);
    return stored;
  }

  remove(type: string, id: string): boolean {
    const had = this.#items.get(type)?.delete(id) === true;
    if (had) {
      this.#listener(`${type}/${id}`, undefined);
      this.#recorder(type, id, undefined);
    }
    return had;
  }

  get(type: string, id: string): JsonObject | undefined {
    return this.#items.get(type)?.get(id);
  }

  list(type: string): JsonObject[] {
    return [...(this.#items.get(type)?.values() ?? [])];
  }

  /** Every item with its type. */
  *all(): Generator<{ type: string; id: string; body: JsonObject }> {
    for (const [type, items] of this.#items) for (const [id, body] of items) yield { type, id, body };
  }

  clear(): void {
    this.#items.clear();
  }
}
