import type { KubeObject } from './contract';

/** Sorting of object names as etcd does it: by bytes, not by locale. */
function byName(a: KubeObject, b: KubeObject): number {
  const left = a.metadata.name;
  const right = b.metadata.name;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Position of an object in the key order of its resource: namespace, then name. */
export function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** The live objects of one resource, by namespace and name, with ordered views built on demand. */
export class Bucket {
  private readonly namespaces = new Map<string, Map<string, KubeObject>>();
  private readonly ordered = new Map<string, readonly KubeObject[]>();
  private everything: readonly KubeObject[] | undefined;
  /** Resource version of the last change here. */
  changedAt = 0;

  get(namespace: string, name: string): KubeObject | undefined {
    return this.namespaces.get(namespace)?.get(name);
  }

  put(object: KubeObject): void {
    const namespace = object.metadata.namespace ?? '';
    let names = this.namespaces.get(namespace);
    if (!names) {
      names = new Map();
      this.namespaces.set(namespace, names);
    }
    names.set(object.metadata.name, object);
    this.forget(namespace);
  }

  remove(object: KubeObject): void {
    const namespace = object.metadata.namespace ?? '';
    const names = this.namespaces.get(namespace);
    names?.delete(object.metadata.name);
    if (names?.size === 0) this.namespaces.delete(namespace);
    this.forget(namespace);
  }

  /** Objects in key order, of one namespace or of all. */
  list(namespace?: string): readonly KubeObject[] {
    if (namespace !== undefined && namespace !== '') return this.listNamespace(namespace);
    if (!this.everything) {
      // By whole key, as etcd: `a-b/x` comes before `a/x`.
      const names = [...this.namespaces.keys()].sort((a, b) => (`${a}/` < `${b}/` ? -1 : 1));
      this.everything = names.flatMap((name) => this.listNamespace(name));
    }
    return this.everything;
  }

  private listNamespace(namespace: string): readonly KubeObject[] {
    let objects = this.ordered.get(namespace);
    if (!objects) {
      objects = [...(this.namespaces.get(namespace)?.values() ?? [])].sort(byName);
      this.ordered.set(namespace, objects);
    }
    return objects;
  }

  private forget(namespace: string): void {
    this.ordered.delete(namespace);
    this.everything = undefined;
  }
}
