import { kindNamed } from '../kinds';
import { type GraphNode, type GraphQueries, kubernetesSource, type NodeId } from '../model';
import { NONE } from './grouping';
import type { Grouping } from './view';

/** What the key of a box says by itself. */
export interface Label {
  readonly title: string;
  readonly cluster: string | null;
  readonly namespace: string | null;
}

/** The label of a box whose key is made of names; null where the key is the id of an object, which may be named anew. */
export function labelIn(by: Grouping, key: string): Label | null {
  if (key === NONE) return { title: '', cluster: null, namespace: null };
  if (by === 'cluster-node') {
    const [cluster, title] = splitAt(key, key.indexOf('|'));
    return { title, cluster, namespace: null };
  }
  if (by !== 'workload') return null;
  const { cluster, namespace, name } = workloadIn(key);
  return { cluster, namespace, title: name === '' ? 'Pods without a workload' : name };
}

/** Kinds of workloads that are read, by the name that their Pods give them. */
const WORKLOADS: Readonly<Record<string, string>> = {
  Deployment: 'deployment',
  ReplicaSet: 'replica-set',
  StatefulSet: 'stateful-set',
  DaemonSet: 'daemon-set',
};

/** The object that a box stands for, as the graph is now. */
export function objectOf(graph: GraphQueries, by: Grouping, key: string): GraphNode | null {
  if (key === NONE) return null;
  if (by === 'workload') {
    const { cluster, namespace, kind, name } = workloadIn(key);
    const known = WORKLOADS[kind];
    return (known === undefined ? null : graph.named(kubernetesSource(cluster), known, namespace, name)[0]) ?? null;
  }
  if (by !== 'cluster-node') return graph.node(key as NodeId) ?? null; // the keys of these boxes are ids
  const [cluster, name] = splitAt(key, key.indexOf('|'));
  return graph.named(kubernetesSource(cluster), 'cluster-node', null, name)[0] ?? null;
}

/** What is said of a box before its counts: `192.168.1.4`, `10.0.6.0/24`, `Deployment in shop`. */
export function leadOf(by: Grouping, key: string, object: GraphNode | null): string | null {
  if (key === NONE) return null;
  if (by === 'workload') {
    const { namespace, kind } = workloadIn(key);
    return [kind, `in ${namespace}`].filter(Boolean).join(' ');
  }
  if (object === null) return null;
  if (by === 'segment') return kindNamed(object.kind)?.presentation.line?.(object) ?? null;
  const { address } = object.facts;
  return by === 'cluster-node' && typeof address === 'string' ? address : null;
}

function workloadIn(key: string): Record<'cluster' | 'namespace' | 'kind' | 'name', string> {
  const [rest, name] = splitAt(key, key.lastIndexOf('|'));
  const [place, kind] = splitAt(rest, rest.lastIndexOf('|'));
  const [cluster, namespace] = splitAt(place, place.lastIndexOf('|'));
  return { cluster, namespace, kind, name };
}

const splitAt = (text: string, at: number): readonly [string, string] => [text.slice(0, at), text.slice(at + 1)];
