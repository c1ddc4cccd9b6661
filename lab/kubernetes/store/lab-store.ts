import { randomUUID } from 'node:crypto';
import type { Admission } from '../admission/admission';
import { asObject, copy, equal, isObject } from '../json/value';
import { trackUpdate } from '../apply/track';
import { bucketOf, groupVersionOf, type ResourceRegistry } from '../registry/registry';
import type { KubeObject, LabStore, ObjectMeta, ResourceDefinition, ResourceId, StoreEvent } from './contract';
import { checkPreconditions, finalizersFor, type RemoveOptions, terminating } from './deletion';
import { bodyOf, randomSuffix, tidyObject } from './metadata';
import { alreadyExists, badRequest, conflict, forbidden, invalid, noSuchResource, notFound } from './status-error';
import { graceOf, isBinding, isFinished, markDeleted, merged } from './lifecycle';
import type { Storage } from './storage';
import { timestamp } from './timestamp';

/** Who writes and how; the defaults are those of the cluster's own controllers. */
export interface WriteOptions {
  manager?: string;
  dryRun?: boolean;
  subresource?: 'status' | 'finalize' | 'binding' | 'scale';
  /** Set when the caller has computed managedFields itself (server-side apply). */
  managed?: boolean;
  /** Objects of a world: status and metadata are taken as they come. */
  verbatim?: boolean;
}

const withGeneration = new Set([
  'Pod',
  'Deployment',
  'ReplicaSet',
  'DaemonSet',
  'StatefulSet',
  'Job',
  'CronJob',
  'ReplicationController',
  'NetworkPolicy',
  'Ingress',
  'IngressClass',
  'PodDisruptionBudget',
  'EndpointSlice',
  'PriorityClass',
  'CustomResourceDefinition',
]);
const statusKeptOnCreate = new Set(['Node', 'PersistentVolume', 'CustomResourceDefinition', 'APIService']);

function writerOf(definition: ResourceDefinition, options: WriteOptions): string {
  if (options.manager !== undefined) return options.manager;
  const ofKubelet =
    options.subresource === 'status' && (definition.resource === 'pods' || definition.resource === 'nodes');
  return ofKubelet || definition.resource === 'leases' ? 'kubelet' : 'kube-controller-manager';
}

/** Storage with the life cycle of API objects around it: admission, versions, generations, finalizers, graceful deletion. */
export class ObjectStore implements LabStore {
  constructor(
    readonly storage: Storage,
    readonly registry: ResourceRegistry,
    private readonly admission: Admission,
  ) {}

  resources(): readonly ResourceDefinition[] {
    return this.registry.definitions();
  }

  list(resource: ResourceId, namespace?: string): readonly KubeObject[] {
    return this.storage.bucket(bucketOf(resource)).list(namespace);
  }

  get(resource: ResourceId, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.storage.bucket(bucketOf(resource)).get(namespace ?? '', name);
  }

  subscribe(resource: ResourceId, listener: (event: StoreEvent) => void): () => void {
    return this.storage.subscribe(bucketOf(resource), listener);
  }

  /** The definition objects of a resource are stored under. */
  definition(resource: ResourceId): ResourceDefinition {
    const id = resource.group === 'events.k8s.io' ? { group: '', resource: 'events' } : resource;
    const definition = this.registry.findResource(id);
    if (!definition) throw noSuchResource();
    return definition;
  }

  create(resource: ResourceId, object: unknown, options: WriteOptions = {}): KubeObject {
    const definition = this.definition(resource);
    if (!isObject(object)) throw badRequest('the object provided is unrecognized (must be an object)');
    const draft = this.draft(definition, object, options);
    if (!options.verbatim) this.checkNamespace(definition, draft);
    this.admission.admitCreate(definition, draft, {
      verbatim: options.verbatim === true,
      dryRun: options.dryRun === true,
    });
    const violations = options.verbatim ? [] : this.admission.validate(definition, draft);
    if (violations.length > 0) throw invalid(definition, draft.metadata.name, violations);
    if (this.get(resource, draft.metadata.namespace, draft.metadata.name))
      throw alreadyExists(definition, draft.metadata.name);
    if (!options.managed && !options.verbatim) {
      trackUpdate(this.admission.schemas.schemaFor(definition), undefined, draft, {
        manager: writerOf(definition, options),
        ...(options.subresource === undefined ? {} : { subresource: options.subresource }),
      });
    }
    const tidy = tidyObject(draft, definition.kind, groupVersionOf(definition));
    if (options.dryRun) return tidy;
    return this.storage.put(bucketOf(definition), tidy);
  }

  update(resource: ResourceId, object: KubeObject, options: WriteOptions = {}): KubeObject {
    const definition = this.definition(resource);
    const { namespace, name, resourceVersion, uid } = object.metadata;
    const old = this.get(resource, namespace, name);
    if (!old) throw notFound(definition, name);
    if (uid && uid !== old.metadata.uid) {
      const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`;
      throw conflict(definition, name, why);
    }
    if (resourceVersion && resourceVersion !== old.metadata.resourceVersion) throw conflict(definition, name);
    return this.commit(definition, old, object, options);
  }

  mutate(
    resource: ResourceId,
    namespace: string | undefined,
    name: string,
    change: (object: KubeObject) => KubeObject | undefined,
    options: WriteOptions = {},
  ): KubeObject | undefined {
    const old = this.get(resource, namespace, name);
    if (!old) return undefined;
    const changed = change(copy(old));
    return changed === undefined ? old : this.commit(this.definition(resource), old, changed, options);
  }

  remove(
    resource: ResourceId,
    namespace: string | undefined,
    name: string,
    options: RemoveOptions = {},
  ): KubeObject | undefined {
    const definition = this.definition(resource);
    const old = this.get(resource, namespace, name);
    if (!old) return undefined;
    checkPreconditions(definition, old, options.preconditions);
    if (definition.kind === 'Namespace') return this.terminateNamespace(definition, old, options);
    const finalizers = finalizersFor(definition, old, options.propagation);
    const grace = definition.kind === 'Pod' ? graceOf(old, options.gracePeriodSeconds) : 0;
    if (grace === 0 && finalizers.length === 0) {
      return options.dryRun ? old : this.storage.remove(bucketOf(definition), old);
    }
    const marked = markDeleted(old, grace, finalizers);
    if (marked === undefined) return old;
    return options.dryRun ? marked : this.storage.put(bucketOf(definition), marked);
  }

  private draft(definition: ResourceDefinition, object: Record<string, unknown>, options: WriteOptions): KubeObject {
    const draft = copy(object);
    const given = asObject(draft.metadata);
    const generateName = typeof given.generateName === 'string' ? given.generateName : '';
    const metadata: Record<string, unknown> = options.verbatim
      ? { ...given }
      : { ...given, managedFields: options.managed ? given.managedFields : undefined };
    if (!metadata.name && generateName !== '') metadata.name = `${generateName.slice(0, 58)}${randomSuffix()}`;
    if (!options.verbatim || !metadata.uid) metadata.uid = randomUUID();
    if (!options.verbatim || !metadata.creationTimestamp) metadata.creationTimestamp = timestamp();
    if (!options.verbatim) {
      delete metadata.deletionTimestamp;
      delete metadata.deletionGracePeriodSeconds;
      delete metadata.generation;
    }
    delete metadata.resourceVersion;
    if (this.hasGeneration(definition)) metadata.generation ??= 1;
    if (!definition.namespaced) delete metadata.namespace;
    if (definition.subresources.includes('status') && !statusKeptOnCreate.has(definition.kind) && !options.verbatim) {
      delete draft.status;
    }
    return {
      ...draft,
      kind: definition.kind,
      apiVersion: groupVersionOf(definition),
      metadata: metadata as unknown as ObjectMeta,
    }; // completed here
  }

  private hasGeneration(definition: ResourceDefinition): boolean {
    return withGeneration.has(definition.kind) || this.registry.customOf(definition) !== undefined;
  }

  private checkNamespace(definition: ResourceDefinition, object: KubeObject): void {
    if (!definition.namespaced) return;
    const name = object.metadata.namespace ?? '';
    const namespace = this.get({ group: '', resource: 'namespaces' }, undefined, name);
    if (!namespace) throw notFound({ group: '', resource: 'namespaces' }, name);
    if (!namespace.metadata.deletionTimestamp) return;
    const why = `unable to create new content in namespace ${name} because it is being terminated`;
    const error = forbidden(definition, object.metadata.name, why);
    error.status.details = {
      ...error.status.details,
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${name} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    };
    throw error;
  }

  private commit(
    definition: ResourceDefinition,
    old: KubeObject,
    wanted: KubeObject,
    options: WriteOptions,
  ): KubeObject {
    const next = merged(definition, old, wanted, options, this.registry.customOf(definition) !== undefined);
    this.admission.admitUpdate(definition, old, next, { verbatim: false, dryRun: options.dryRun === true });
    const violations = options.subresource === undefined ? this.admission.validate(definition, next, old) : [];
    if (violations.length > 0) throw invalid(definition, next.metadata.name, violations);
    if (this.hasGeneration(definition) && !equal(bodyOf(old), bodyOf(next)) && !isBinding(definition, old, next)) {
      next.metadata.generation = (old.metadata.generation ?? 0) + 1;
    }
    // A binding leaves no trace in managedFields.
    if (!options.managed && options.subresource !== 'binding') {
      trackUpdate(this.admission.schemas.schemaFor(definition), old, next, {
        manager: writerOf(definition, options),
        ...(options.subresource === 'status' ? { subresource: 'status' } : {}),
      });
    }
    const tidy = tidyObject(next, definition.kind, groupVersionOf(definition));
    if (equal(tidy, old)) return old;
    if (options.dryRun) return tidy;
    if (isFinished(definition, tidy)) {
      this.storage.put(bucketOf(definition), tidy);
      return this.storage.remove(
        bucketOf(definition),
        this.get(definition, tidy.metadata.namespace, tidy.metadata.name) ?? tidy,
      );
    }
    return this.storage.put(bucketOf(definition), tidy);
  }

  private terminateNamespace(definition: ResourceDefinition, old: KubeObject, options: RemoveOptions): KubeObject {
    const next = terminating(definition, old);
    if (next === old) return old;
    if (options.dryRun) return next;
    if (isFinished(definition, next)) return this.storage.remove(bucketOf(definition), old);
    return this.storage.put(bucketOf(definition), tidyObject(next, definition.kind, groupVersionOf(definition)));
  }
}
