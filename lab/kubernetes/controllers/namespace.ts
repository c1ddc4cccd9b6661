import type { ResourceDefinition } from '../store/contract';
import { equal } from '../json/value';
import { ApiStatusError } from '../store/status-error';
import type { Context } from './context';
import { keyOf } from './cluster';
import { withCondition } from './conditions';
import { namespaces } from './resources';
import type { Condition, KubeObject, Namespace } from './types';

/** What stops making others goes first, then what serves, then Pods; what remains of records goes last. */
const deletionOrder = [
  'cronjobs',
  'deployments',
  'daemonsets',
  'statefulsets',
  'jobs',
  'replicasets',
  'services',
  'ingresses',
  'pods',
];
/** Deletions started in one go; the rest follows in the next slice of work. */
const batch = 200;
const lastResources = ['events', 'leases'];

interface Remains {
  readonly definition: ResourceDefinition;
  readonly objects: readonly KubeObject[];
}

/** Gives namespaces their phase and ends them: content first, the object itself only when nothing is left. */
export function startNamespaces(context: Context): void {
  const { cluster, loop } = context;
  const queue = loop.queue('namespace', (name) => {
    const namespace = cluster.get(namespaces, name);
    if (!namespace) return;
    if (namespace.metadata.deletionTimestamp) terminate(context, namespace, (delayMs) => queue.add(name, delayMs));
    else activate(context, namespace);
  });
  cluster.watch(namespaces, ({ type, object }) => {
    if (type !== 'DELETED') queue.add(object.metadata.name);
  });
}

function activate({ cluster }: Context, namespace: Namespace): void {
  if (namespace.status?.phase === 'Active') return;
  cluster.mutateStatus(namespaces, namespace.metadata.name, (current) => ({
    ...current,
    status: { ...current.status, phase: 'Active' },
  }));
}

function terminate(context: Context, namespace: Namespace, again: (delayMs: number) => void): void {
  const { name } = namespace.metadata;
  if (!(namespace.spec?.finalizers ?? []).includes('kubernetes')) return;
  if (!removeContent(context, name)) {
    again(1);
    return;
  }
  const remains = contentOf(context, name);
  const conditions = conditionsFor(remains);
  const isNew = !conditions.every(({ type, status, message }) =>
    namespace.status?.conditions?.some((old) => old.type === type && old.status === status && old.message === message),
  );
  if (isNew) writeConditions(context, name, conditions);
  if (remains.length > 0 || isNew) {
    again(context.tuning.namespaceMs);
    return;
  }
  context.cluster.mutate(namespaces, name, (current) => ({
    ...current,
    spec: {
      ...current.spec,
      finalizers: (current.spec?.finalizers ?? []).filter((finalizer) => finalizer !== 'kubernetes'),
    },
  }));
}

function rank({ resource }: ResourceDefinition): number {
  const position = deletionOrder.indexOf(resource);
  if (position >= 0) return position;
  return lastResources.includes(resource) ? deletionOrder.length + 1 : deletionOrder.length;
}

/** What a namespace still holds, each resource once though several versions may serve it, in order of deletion. */
function contentOf({ cluster }: Context, namespace: string): Remains[] {
  const seen = new Set<string>();
  return cluster.store
    .resources()
    .filter((definition) => {
      // Events of both groups are the same objects.
      const identity = definition.resource === 'events' ? 'events' : `${definition.group}/${definition.resource}`;
      const isFirst = definition.namespaced && definition.verbs.includes('delete') && !seen.has(identity);
      seen.add(identity);
      return isFirst;
    })
    .map((definition) => ({ definition, objects: cluster.list(definition, namespace) }))
    .filter(({ objects }) => objects.length > 0)
    .sort((a, b) => rank(a.definition) - rank(b.definition));
}

/** Starts the deletion of what a namespace holds, a batch at a time; true when nothing is left to start. */
function removeContent(context: Context, namespace: string): boolean {
  let started = 0;
  for (const { definition, objects } of contentOf(context, namespace)) {
    for (const object of objects) {
      if (object.metadata.deletionTimestamp) continue;
      if (started >= batch) return false;
      started += 1;
      try {
        context.cluster.remove(definition, keyOf(object), { propagation: 'Background' });
      } catch (error) {
        if (!(error instanceof ApiStatusError)) throw error;
      }
    }
  }
  return true;
}

function named({ definition }: Remains): string {
  return definition.group === '' ? `${definition.resource}.` : `${definition.resource}.${definition.group}`;
}

function conditionsFor(remains: readonly Remains[]): Condition[] {
  const finalizers = new Map<string, number>();
  for (const { objects } of remains) {
    for (const { metadata } of objects) {
      for (const finalizer of metadata.finalizers ?? [])
        finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1);
    }
  }
  const left = remains.map((entry) => `${named(entry)} has ${entry.objects.length} resource instances`).sort();
  const held = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`).sort();
  const of = (type: string, isTrue: boolean, reason: string, message: string): Condition => ({
    type,
    status: isTrue ? 'True' : 'False',
    reason,
    message,
  });
  return [
    of('NamespaceDeletionDiscoveryFailure', false, 'ResourcesDiscovered', 'All resources successfully discovered'),
    of(
      'NamespaceDeletionGroupVersionParsingFailure',
      false,
      'ParsedGroupVersions',
      'All legacy kube types successfully parsed',
    ),
    of(
      'NamespaceDeletionContentFailure',
      false,
      'ContentDeleted',
      'All content successfully deleted, may be waiting on finalization',
    ),
    left.length > 0
      ? of('NamespaceContentRemaining', true, 'SomeResourcesRemain', `Some resources are remaining: ${left.join(', ')}`)
      : of('NamespaceContentRemaining', false, 'ContentRemoved', 'All content successfully removed'),
    held.length > 0
      ? of(
          'NamespaceFinalizersRemaining',
          true,
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${held.join(', ')}`,
        )
      : of(
          'NamespaceFinalizersRemaining',
          false,
          'ContentHasNoFinalizers',
          'All content-preserving finalizers finished',
        ),
  ];
}

function writeConditions({ cluster }: Context, name: string, wanted: readonly Condition[]): void {
  cluster.mutateStatus(namespaces, name, (current) => {
    let conditions = current.status?.conditions ?? [];
    for (const condition of wanted) conditions = withCondition(conditions, condition);
    return equal(conditions, current.status?.conditions)
      ? undefined
      : { ...current, status: { ...current.status, conditions } };
  });
}
