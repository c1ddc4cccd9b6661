import { asArray, asObject, at, copy, equal } from '../json/value';
import type { KubeObject, ObjectMeta, ResourceDefinition } from './contract';
import { timestamp } from './timestamp';

/** The kinds of writes that follow rules of their own. */
export interface MergeOptions {
  manager?: string;
  subresource?: 'status' | 'finalize' | 'binding' | 'scale';
}

/** Finalizer that holds a CustomResourceDefinition until its objects are gone. */
export const customCleanup = 'customresourcecleanup.apiextensions.k8s.io';

/** The object an update leaves: fixed metadata kept, spec and status each changed only through its own door. */
export function merged(
  definition: ResourceDefinition,
  old: KubeObject,
  wanted: KubeObject,
  options: MergeOptions,
  custom: boolean,
): KubeObject {
  const fixed = {
    name: old.metadata.name,
    uid: old.metadata.uid,
    resourceVersion: old.metadata.resourceVersion,
    creationTimestamp: old.metadata.creationTimestamp,
    generateName: old.metadata.generateName,
    namespace: old.metadata.namespace,
    generation: old.metadata.generation,
    deletionTimestamp: old.metadata.deletionTimestamp,
    deletionGracePeriodSeconds: old.metadata.deletionGracePeriodSeconds,
  };
  const metadata = { ...copy(wanted.metadata), ...fixed } as ObjectMeta; // undefined optional fields are dropped by tidyObject
  if (options.subresource === 'status') {
    const kept = custom
      ? { ...copy(old.metadata), managedFields: metadata.managedFields }
      : { ...metadata, finalizers: old.metadata.finalizers, ownerReferences: old.metadata.ownerReferences };
    return { ...copy(old), metadata: kept as ObjectMeta, status: copy(wanted.status) }; // as above
  }
  const next: KubeObject = { ...copy(wanted), metadata };
  if (definition.subresources.includes('status') && options.subresource !== 'binding') {
    if (old.status === undefined) delete next.status;
    else next.status = copy(old.status);
  }
  if (definition.kind === 'Namespace' && options.subresource !== 'finalize' && options.manager !== undefined) {
    next.spec = copy(old.spec);
  }
  return next;
}

/** Whether an update only gives a Pod its node, which is no change of its wishes. */
export function isBinding(definition: ResourceDefinition, old: KubeObject, next: KubeObject): boolean {
  return definition.kind === 'Pod' && !at(old, 'spec', 'nodeName') && Boolean(at(next, 'spec', 'nodeName'));
}

/** The Pod on its node and said to be scheduled: a binding is one write of both. */
export function boundTo(pod: KubeObject, nodeName: string): KubeObject {
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: timestamp() };
  const conditions = asArray(at(pod, 'status', 'conditions'));
  const index = conditions.findIndex((condition) => at(condition, 'type') === scheduled.type);
  return {
    ...pod,
    spec: { ...asObject(pod.spec), nodeName },
    status: {
      ...asObject(pod.status),
      conditions: index < 0 ? [...conditions, scheduled] : conditions.with(index, scheduled),
    },
  };
}

/** Seconds a Pod gets to end: none when no node runs it any more. */
export function graceOf(pod: KubeObject, wanted: number | undefined): number {
  const phase = at(pod, 'status', 'phase');
  if (!at(pod, 'spec', 'nodeName') || phase === 'Succeeded' || phase === 'Failed') return 0;
  const own = at(pod, 'spec', 'terminationGracePeriodSeconds');
  return Math.max(0, wanted ?? (typeof own === 'number' ? own : 30));
}

/** The object marked as being deleted; undefined when it already is, no slower. */
export function markDeleted(old: KubeObject, grace: number, finalizers: string[]): KubeObject | undefined {
  const { metadata } = old;
  const isShorter = grace < (metadata.deletionGracePeriodSeconds ?? 0);
  const hasNewFinalizers = !equal(finalizers, metadata.finalizers ?? []);
  if (metadata.deletionTimestamp && !isShorter && !hasNewFinalizers) return undefined;
  const { finalizers: _old, ...rest } = metadata;
  const isFirst = !metadata.deletionTimestamp;
  return {
    ...old,
    metadata: {
      ...rest,
      ...(isFirst && metadata.generation !== undefined ? { generation: metadata.generation + 1 } : {}),
      ...(isFirst || isShorter ? { deletionTimestamp: timestamp(grace), deletionGracePeriodSeconds: grace } : {}),
      ...(finalizers.length > 0 ? { finalizers } : {}),
    },
  };
}

/** A deleted object goes for good once nothing holds it: no finalizer, no grace period left, an emptied namespace. */
export function isFinished(definition: ResourceDefinition, object: KubeObject): boolean {
  const { deletionTimestamp, finalizers, deletionGracePeriodSeconds } = object.metadata;
  if (!deletionTimestamp || (finalizers?.length ?? 0) > 0) return false;
  if (definition.kind === 'Namespace') return asArray(at(object, 'spec', 'finalizers')).length === 0;
  return (deletionGracePeriodSeconds ?? 0) === 0;
}
