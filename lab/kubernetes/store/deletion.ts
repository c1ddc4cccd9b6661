import { asObject } from '../json/value';
import type { KubeObject, Propagation, ResourceDefinition } from './contract';
import { customCleanup } from './lifecycle';
import { conflict, forbidden } from './status-error';
import { timestamp } from './timestamp';

/** What a deletion asks for. */
export interface RemoveOptions {
  propagation?: Propagation;
  gracePeriodSeconds?: number;
  preconditions?: { uid?: string; resourceVersion?: string };
  dryRun?: boolean;
}

/** Throws a conflict when the object is another one, or another version, than the deletion means. */
export function checkPreconditions(
  definition: ResourceDefinition,
  object: KubeObject,
  wanted: RemoveOptions['preconditions'],
): void {
  const { uid, resourceVersion, name } = object.metadata;
  if (wanted?.uid !== undefined && wanted.uid !== uid) {
    throw conflict(
      definition,
      name,
      `Precondition failed: UID in precondition: ${wanted.uid}, UID in object meta: ${uid}`,
    );
  }
  if (wanted?.resourceVersion !== undefined && wanted.resourceVersion !== resourceVersion) {
    const why = `Precondition failed: ResourceVersion in precondition: ${wanted.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`;
    throw conflict(definition, name, why);
  }
}

/** What must be done before the object goes, in the ways its deletion asks for. */
export function finalizersFor(
  definition: ResourceDefinition,
  object: KubeObject,
  propagation: Propagation | undefined,
): string[] {
  const finalizers = (object.metadata.finalizers ?? []).filter(
    (finalizer) => propagation === undefined || (finalizer !== 'orphan' && finalizer !== 'foregroundDeletion'),
  );
  if (propagation === 'Orphan') finalizers.push('orphan');
  if (propagation === 'Foreground') finalizers.push('foregroundDeletion');
  // A CRD goes only after its objects, which the server removes itself.
  if (definition.kind === 'CustomResourceDefinition' && !finalizers.includes(customCleanup))
    finalizers.push(customCleanup);
  return finalizers;
}

/** The Namespace on its way out; the same object when it already is. Throws for those a cluster cannot be without. */
export function terminating(definition: ResourceDefinition, namespace: KubeObject): KubeObject {
  const { name, deletionTimestamp } = namespace.metadata;
  if (['default', 'kube-system', 'kube-public'].includes(name)) {
    throw forbidden(definition, name, 'this namespace may not be deleted');
  }
  if (deletionTimestamp) return namespace;
  return {
    ...namespace,
    metadata: { ...namespace.metadata, deletionTimestamp: timestamp() },
    status: { ...asObject(namespace.status), phase: 'Terminating' },
  };
}
