import { ApiStatusError } from '../store/status-error';
import type { KubeObject } from '../store/contract';
import type { Context } from './context';
import { keyOf } from './cluster';
import type { EventSource } from './events';
import { referenceTo } from './owner';
import { pods } from './resources';
import type { Labels, Pod, PodSpec, PodTemplate } from './types';

/** What one Pod has beyond its template. */
export interface PodMeta {
  readonly name?: string;
  readonly generateName?: string;
  readonly labels?: Labels;
  readonly spec?: Partial<PodSpec>;
}

/** Makes a Pod of a workload and records it there; a refusal is recorded and thrown. */
export function createPod(
  context: Context,
  owner: KubeObject,
  source: EventSource,
  template: PodTemplate,
  meta: PodMeta,
): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  try {
    const pod = context.cluster.create(pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...(meta.name ? { name: meta.name } : { generateName: meta.generateName }),
        namespace: owner.metadata.namespace,
        labels: { ...labels, ...meta.labels },
        ...(annotations ? { annotations } : {}),
        ...(finalizers ? { finalizers } : {}),
        ownerReferences: [referenceTo(owner)],
      },
      spec: { ...template.spec, ...meta.spec },
    });
    context.events.record(owner, source, { reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name}` });
    return pod;
  } catch (error) {
    if (error instanceof ApiStatusError && error.code !== 404) {
      const message = `Error creating: ${error.message}`;
      context.events.record(owner, source, { type: 'Warning', reason: 'FailedCreate', message });
    }
    throw error;
  }
}

/** Starts the deletion of a workload's Pod and records it there. */
export function deletePod(context: Context, owner: KubeObject, source: EventSource, pod: Pod): void {
  context.cluster.remove(pods, keyOf(pod));
  context.events.record(owner, source, { reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name}` });
}
