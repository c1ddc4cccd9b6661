import type { KubeObject } from '../store/contract';
import { type Cluster, keyOf } from './cluster';
import type { Resource } from './resources';
import { matchesSelector } from './selector';
import type { LabelSelector, Pod } from './types';
import { controllerOf } from './owner';

/** The objects of one resource, found by computed terms; kept up to date in time proportional to each change. */
export class ObjectIndex<T extends KubeObject> {
  private readonly terms = new Map<string, Map<string, T>>();

  constructor(
    cluster: Cluster,
    resource: Resource<T>,
    private readonly termsOf: (object: T) => readonly string[],
  ) {
    cluster.watch(resource, ({ type, object, previous }) => {
      if (previous) this.drop(previous);
      if (type !== 'DELETED') this.put(object);
    });
  }

  /** The objects under a term, in no particular order. */
  of(term: string): T[] {
    return [...(this.terms.get(term)?.values() ?? [])];
  }

  size(term: string): number {
    return this.terms.get(term)?.size ?? 0;
  }

  private put(object: T): void {
    const key = keyOf(object);
    for (const term of this.termsOf(object)) {
      let found = this.terms.get(term);
      if (!found) {
        found = new Map();
        this.terms.set(term, found);
      }
      found.set(key, object);
    }
  }

  private drop(object: T): void {
    const key = keyOf(object);
    for (const term of this.termsOf(object)) {
      const found = this.terms.get(term);
      found?.delete(key);
      if (found?.size === 0) this.terms.delete(term);
    }
  }
}

const labelTerm = (namespace: string | undefined, key: string, value: string) => `${namespace}|${key}=${value}`;
const anyTerm = (namespace: string | undefined) => `${namespace}|`;

/** Pods by controller, by node and by label: what every workload controller asks for. */
export class PodIndex {
  private readonly controllers: ObjectIndex<Pod>;
  private readonly labels: ObjectIndex<Pod>;
  private readonly nodes: ObjectIndex<Pod>;

  constructor(cluster: Cluster, resource: Resource<Pod>) {
    this.controllers = new ObjectIndex(cluster, resource, (pod) => {
      const owner = controllerOf(pod);
      return owner ? [owner.uid] : [];
    });
    this.nodes = new ObjectIndex(cluster, resource, (pod) => (pod.spec.nodeName ? [pod.spec.nodeName] : []));
    this.labels = new ObjectIndex(cluster, resource, ({ metadata }) => [
      anyTerm(metadata.namespace),
      ...Object.entries(metadata.labels ?? {}).map(([key, value]) => labelTerm(metadata.namespace, key, value)),
    ]);
  }

  /** Pods whose controller has this uid. */
  ownedBy(uid: string): Pod[] {
    return this.controllers.of(uid);
  }

  onNode(name: string): Pod[] {
    return this.nodes.of(name);
  }

  /** Pods of a namespace that a selector selects, looked up through its rarest label. */
  selected(namespace: string | undefined, selector: LabelSelector): Pod[] {
    let rarest = anyTerm(namespace);
    for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
      const term = labelTerm(namespace, key, value);
      if (this.labels.size(term) <= this.labels.size(rarest)) rarest = term;
    }
    return this.labels.of(rarest).filter((pod) => matchesSelector(selector, pod.metadata.labels));
  }
}

/** Objects that select Pods (Services, ReplicaSets …), found from a Pod's side. */
export class SelectorIndex<T extends KubeObject> {
  private readonly index: ObjectIndex<T>;

  constructor(
    cluster: Cluster,
    resource: Resource<T>,
    private readonly selectorOf: (object: T) => LabelSelector | undefined,
  ) {
    this.index = new ObjectIndex(cluster, resource, (object) => {
      const selector = selectorOf(object);
      if (!selector) return [];
      const [first] = Object.entries(selector.matchLabels ?? {});
      const { namespace } = object.metadata;
      return [first ? labelTerm(namespace, first[0], first[1]) : anyTerm(namespace)];
    });
  }

  /** Every object whose selector selects this Pod. */
  selecting(pod: Pod): T[] {
    const { namespace, labels } = pod.metadata;
    const terms = Object.entries(labels ?? {}).map(([key, value]) => labelTerm(namespace, key, value));
    return [anyTerm(namespace), ...terms]
      .flatMap((term) => this.index.of(term))
      .filter((object) => matchesSelector(this.selectorOf(object), labels));
  }
}
