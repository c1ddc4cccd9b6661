import { z } from 'zod';
import type { KubernetesKind } from '../define';
import { readFields } from '../reading';
import { kubernetesParser } from './object';

const schema = z.object({ status: z.object({ phase: z.string().optional() }).optional() });
const names = { name: 'namespace', type: 'Namespace' } as const;

/** Annotations by which NCP is steered or reports; the others stay out. */
const TOLD = ['ncp/no_snat', 'ncp/snat_ip', 'ncp/static_snat_ip', 'ncp/snat_ip_status', 'ncp/error.snat'];

/** A Namespace: in NSX a segment with its pool, mostly a Tier-1, and a SNAT rule. */
export const namespace: KubernetesKind = {
  ...names,
  plane: 'kubernetes',
  isRegion: true,
  resource: { group: '', versions: ['v1'], plural: 'namespaces', namespaced: false, optional: false },
  presentation: {
    singular: 'Namespace',
    plural: 'Namespaces',
    icon: 'square-dashed',
    lane: null,
    facts: [
      { name: 'phase', label: 'Phase' },
      { name: 'noSnat', label: 'No SNAT' },
      { name: 'annotations', label: 'NCP annotations', mono: true },
    ],
  },
  parse: kubernetesParser(names, (raw, meta) => {
    const { fields, issues } = readFields(schema, raw);
    const phase = fields.status?.phase ?? 'Active';
    const told = TOLD.flatMap((key) =>
      meta.annotations[key] === undefined ? [] : [`${key}=${meta.annotations[key]}`],
    );
    const error = meta.annotations['ncp/error.snat'];
    return {
      state: phase === 'Terminating' ? 'pending' : error === undefined ? 'healthy' : 'warning',
      reason: phase === 'Terminating' ? 'terminating' : error === undefined ? null : `NCP reports for SNAT: ${error}`,
      facts: { phase, noSnat: meta.annotations['ncp/no_snat'] === 'true', annotations: told.length > 0 ? told : null },
      issues,
    };
  }),
  redact: ['metadata.managedFields'],
  hides: 'Namespaces, and with them the regions of the map',
};
