/** Reference from a dependent to its owner, as in metadata.ownerReferences. */
export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** One entry of metadata.managedFields: who set which fields, and how. */
export interface ManagedFieldsEntry {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  time?: string;
  fieldsType: 'FieldsV1';
  fieldsV1: FieldsV1;
  subresource?: string;
}

/** The nested field set of managedFields (`f:name`, `k:{...}`, `v:...`, `.`). */
export interface FieldsV1 {
  [key: string]: FieldsV1;
}

/** Metadata every stored object carries; timestamps are RFC 3339 with seconds. */
export interface ObjectMeta {
  name: string;
  generateName?: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  managedFields?: ManagedFieldsEntry[];
}

/** An object as stored and served. Objects handed out by the store are frozen in spirit: copy before changing. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** One change of one object, in the order of resource versions. */
export interface StoreEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubeObject;
  previous?: KubeObject;
}

/** A resource without its version: storage is version-free. */
export interface ResourceId {
  group: string;
  /** Plural, as in the URL. */
  resource: string;
}

/** A column of the tables a server prints; priority above 0 shows only with `-o wide`. */
export interface ColumnDefinition {
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  format?: string;
  description?: string;
  priority?: number;
}

/** What the server knows of one served resource; discovery and routing come from it. */
export interface ResourceDefinition extends ResourceId {
  version: string;
  kind: string;
  singular: string;
  namespaced: boolean;
  shortNames: readonly string[];
  categories: readonly string[];
  verbs: readonly string[];
  /** Subresource names served, `status` and `scale` among them. */
  subresources: readonly string[];
}

/** How dependents fare when their owner goes. */
export type Propagation = 'Background' | 'Foreground' | 'Orphan';

/** The store as controllers see it: synchronous, one resource version for everything, events in order. */
export interface LabStore {
  list(resource: ResourceId, namespace?: string): readonly KubeObject[];
  get(resource: ResourceId, namespace: string | undefined, name: string): KubeObject | undefined;
  /** Defaulting and admission as for a client; throws ApiStatusError. */
  create(resource: ResourceId, object: unknown): KubeObject;
  /** Throws ApiStatusError on conflict, absence or invalid content. */
  update(resource: ResourceId, object: KubeObject, options?: { subresource?: 'status' }): KubeObject;
  /** Read-modify-write without conflicts; `change` returns the new object, or undefined for no change. Undefined when absent. */
  mutate(
    resource: ResourceId,
    namespace: string | undefined,
    name: string,
    change: (object: KubeObject) => KubeObject | undefined,
    options?: { subresource?: 'status' | 'binding' },
  ): KubeObject | undefined;
  /** Deletes or starts deletion; undefined when absent. A grace period of 0 removes a Pod at once. */
  remove(
    resource: ResourceId,
    namespace: string | undefined,
    name: string,
    options?: { propagation?: Propagation; gracePeriodSeconds?: number },
  ): KubeObject | undefined;
  /** Listeners are called synchronously after each change; the returned function ends the subscription. */
  subscribe(resource: ResourceId, listener: (event: StoreEvent) => void): () => void;
  resources(): readonly ResourceDefinition[];
}
