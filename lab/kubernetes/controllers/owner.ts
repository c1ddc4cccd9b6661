import type { KubeObject, OwnerReference } from '../store/contract';

/** The reference to the managing controller, if there is one. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((reference) => reference.controller === true);
}

/** The reference a controller puts on what it makes. */
export function referenceTo(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The object with an owner more. */
export function withOwner<T extends KubeObject>(object: T, owner: KubeObject): T {
  const ownerReferences = [...(object.metadata.ownerReferences ?? []), referenceTo(owner)];
  return { ...object, metadata: { ...object.metadata, ownerReferences } };
}

/** The object without the owner of this uid; undefined if it is not an owner. */
export function withoutOwner<T extends KubeObject>(object: T, uid: string): T | undefined {
  const references = object.metadata.ownerReferences ?? [];
  const rest = references.filter((reference) => reference.uid !== uid);
  if (rest.length === references.length) return undefined;
  const { ownerReferences: _, ...metadata } = object.metadata;
  return { ...object, metadata: rest.length === 0 ? metadata : { ...metadata, ownerReferences: rest } };
}
