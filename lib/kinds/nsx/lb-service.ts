import { z } from 'zod';
import { readFields } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { lbServiceRuntime } from './lb-runtime';
import { parentPath, toPath } from './object';

const schema = z.object({
  connectivity_path: z.string().optional(),
  size: z.string().optional(),
  enabled: z.boolean().optional(),
});

/** An LB service: the load balancer instance on a Tier-1. */
export const lbService = nsxKind({
  name: 'lb-service',
  type: 'LBService',
  scope: 'cluster',
  lists: ['/infra/lb-services', '{kind:vpc}/vpc-lbs'],
  live: lbServiceRuntime,
  presentation: {
    singular: 'LB service',
    plural: 'LB services',
    icon: 'scale',
    lane: null,
    facts: [
      { name: 'size', label: 'Size' },
      { name: 'enabled', label: 'Enabled' },
      { name: 'createdFor', label: 'Created for' },
      REALIZATION,
    ],
  },
  hides: 'LB services, and with them which Tier-1 carries a VIP',
  project: (raw, intent) => {
    const { fields, issues } = readFields(schema, raw);
    return {
      ...(fields.enabled === false ? { state: 'warning', reason: 'it is switched off' } : {}),
      facts: {
        size: fields.size ?? null,
        enabled: fields.enabled !== false,
        createdFor: intent.owner.createdFor,
      },
      relations: [
        ...toPath('connects', 'connectivity_path', fields.connectivity_path),
        ...toPath('connects', 'path', parentPath(intent.path, 'vpc-lbs')),
      ],
      issues,
    };
  },
});
