import { z } from 'zod';
import type { KubernetesKind, Presentation } from '../define';
import { readFields } from '../reading';
import { kubernetesParser, type Projection } from './object';
import { podSecrets } from './pod-secrets';

const number = z.number().optional();
const schema = z.object({
  spec: z.object({ replicas: number }).optional(),
  status: z
    .object({
      replicas: number,
      readyReplicas: number,
      updatedReplicas: number,
      desiredNumberScheduled: number,
      numberReady: number,
    })
    .optional(),
});

/** What differs between the four controllers that keep Pods. */
export interface WorkloadDeclaration {
  readonly name: string;
  readonly type: string;
  readonly plural: string;
  readonly presentation: Pick<Presentation, 'singular' | 'plural' | 'icon'>;
  readonly hides: string;
}

/** A controller of Pods, with how many it wants and how many are ready. */
export function workloadKind(declaration: WorkloadDeclaration): KubernetesKind {
  const { name, type, plural, presentation, hides } = declaration;
  return {
    name,
    type,
    plane: 'kubernetes',
    resource: { group: 'apps', versions: ['v1'], plural, namespaced: true, optional: false },
    presentation: {
      ...presentation,
      lane: null,
      facts: [
        { name: 'wanted', label: 'Pods wanted' },
        { name: 'ready', label: 'Pods ready' },
        { name: 'updated', label: 'Pods up to date' },
      ],
    },
    parse: kubernetesParser({ name, type }, (raw): Projection => {
      const { fields, issues } = readFields(schema, raw);
      const wanted = fields.status?.desiredNumberScheduled ?? fields.spec?.replicas ?? fields.status?.replicas ?? 0;
      const ready = fields.status?.numberReady ?? fields.status?.readyReplicas ?? 0;
      const behind = ready < wanted;
      return {
        state: behind ? 'pending' : 'healthy',
        reason: behind ? `${ready} of ${wanted} Pods are ready` : null,
        facts: { wanted, ready, updated: fields.status?.updatedReplicas ?? null },
        issues,
      };
    }),
    redact: [...podSecrets('spec.template.spec'), 'metadata.managedFields'],
    hides,
  };
}
