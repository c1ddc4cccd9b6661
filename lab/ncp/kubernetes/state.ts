import type {
  KubeEndpointSlice,
  KubeIngress,
  KubeNamespace,
  KubeNetworkPolicy,
  KubeNode,
  KubeObject,
  KubePod,
  KubeService,
} from '../mapping/kubernetes';

function nameKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

/** Objects of one kind, found by UID, by name, and by namespace. */
class Shelf<T extends KubeObject> {
  readonly byUid = new Map<string, T>();
  readonly #byName = new Map<string, T>();
  readonly #byNamespace = new Map<string, Set<T>>();

  put(item: T): T | undefined {
    const before = this.byUid.get(item.uid);
    if (before !== undefined) this.remove(before);
    this.byUid.set(item.uid, item);
    this.#byName.set(nameKey(item.namespace, item.name), item);
    const group = this.#byNamespace.get(item.namespace) ?? new Set();
    group.add(item);
    this.#byNamespace.set(item.namespace, group);
    return before;
  }

  remove(item: { readonly uid: string }): void {
    const known = this.byUid.get(item.uid);
    if (known === undefined) return;
    this.byUid.delete(known.uid);
    const key = nameKey(known.namespace, known.name);
    if (this.#byName.get(key) === known) this.#byName.delete(key);
    this.#byNamespace.get(known.namespace)?.delete(known);
  }

  named(namespace: string, name: string): T | undefined {
    return this.#byName.get(nameKey(namespace, name));
  }

  in(namespace: string): readonly T[] {
    return [...(this.#byNamespace.get(namespace) ?? [])];
  }

  all(): T[] {
    return [...this.byUid.values()];
  }
}

/** The part of the cluster NCP looks at, as last seen. */
export class KubernetesState {
  readonly namespaces = new Shelf<KubeNamespace>();
  readonly nodes = new Shelf<KubeNode>();
  readonly pods = new Shelf<KubePod>();
  readonly services = new Shelf<KubeService>();
  readonly slices = new Shelf<KubeEndpointSlice>();
  readonly ingresses = new Shelf<KubeIngress>();
  readonly policies = new Shelf<KubeNetworkPolicy>();

  /** Stores the object and answers what stood there before. */
  put(item: KubeObject): KubeObject | undefined {
    switch (item.kind) {
      case 'Namespace':
        return this.namespaces.put(item);
      case 'Node':
        return this.nodes.put(item);
      case 'Pod':
        return this.pods.put(item);
      case 'Service':
        return this.services.put(item);
      case 'EndpointSlice':
        return this.slices.put(item);
      case 'Ingress':
        return this.ingresses.put(item);
      case 'NetworkPolicy':
        return this.policies.put(item);
    }
  }

  /** Forgets the object. */
  remove(item: KubeObject): void {
    for (const shelf of [
      this.namespaces,
      this.nodes,
      this.pods,
      this.services,
      this.slices,
      this.ingresses,
      this.policies,
    ]) {
      shelf.remove(item);
    }
  }

  /** The namespace with this name. */
  namespace(name: string): KubeNamespace | undefined {
    return this.namespaces.named('', name);
  }

  /** The slices that list a Service's endpoints. */
  slicesOf(service: KubeService): readonly KubeEndpointSlice[] {
    return this.slices.in(service.namespace).filter((slice) => slice.service === service.name);
  }
}
