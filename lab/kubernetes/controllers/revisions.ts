import { equal } from '../json/value';
import type { Context } from './context';
import { keyOf } from './cluster';
import type { ObjectIndex } from './object-index';
import { referenceTo } from './owner';
import { controllerRevisions } from './resources';
import { templateHash } from './template-hash';
import type { ControllerRevision, KubeObject, PodTemplate } from './types';

/** Label of Pods and revisions that names the template they were made from. */
export const revisionLabel = 'controller-revision-hash';

export type RevisionIndex = ObjectIndex<ControllerRevision>;

/** The recorded revision of a workload's present template, made or moved to the front of the history if needed. */
export function ensureRevision(
  context: Context,
  index: RevisionIndex,
  owner: KubeObject,
  template: PodTemplate,
  limit = 10,
): ControllerRevision {
  const data = { spec: { template: { ...template, $patch: 'replace' } } };
  const history = index.of(owner.metadata.uid).sort((a, b) => a.revision - b.revision);
  const newest = history.at(-1)?.revision ?? 0;
  const known = history.find((revision) => equal(revision.data, data));
  for (const old of history.filter((entry) => entry !== known).slice(0, Math.max(0, history.length - 1 - limit))) {
    context.cluster.remove(controllerRevisions, keyOf(old));
  }
  if (known?.revision === newest) return known;
  if (known) {
    const change = (current: ControllerRevision) => ({ ...current, revision: newest + 1 });
    return context.cluster.mutate(controllerRevisions, keyOf(known), change) ?? known;
  }
  const hash = templateHash(data);
  const { name, namespace } = owner.metadata;
  return context.cluster.create(controllerRevisions, {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...template.metadata?.labels, [revisionLabel]: hash },
      ownerReferences: [referenceTo(owner)],
    },
    data,
    revision: newest + 1,
  });
}
