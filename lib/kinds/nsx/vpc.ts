import { textOf, textsOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { lastPart, parentPath, underPath } from './object';
import { namespaceClaims } from './tags';

/** A VPC: the network that nsx-operator makes for a namespace, in the place of a Tier-1. */
export const vpc = nsxKind({
  name: 'vpc',
  type: 'Vpc',
  scope: 'any',
  lists: ['{kind:project}/vpcs'],
  optional: true,
  presentation: {
    singular: 'VPC',
    plural: 'VPCs',
    icon: 'route',
    lane: 'tier-1',
    title: (node) => node.namespace ?? node.name,
    line: (node) => `VPC · ${lastPart(node.key)}`,
    facts: [
      { name: 'shortId', label: 'Short id', mono: true },
      { name: 'privateIps', label: 'Private networks', mono: true },
      { name: 'externalBlocks', label: 'External IP blocks', mono: true },
      REALIZATION,
    ],
  },
  hides: 'VPCs, and with them the networks of namespaces in VPC mode',
  project: (raw, intent) => ({
    facts: {
      shortId: textOf(raw.short_id),
      privateIps: textsOf(raw.private_ips),
      externalBlocks: textsOf(raw.external_ipv4_blocks),
    },
    relations: underPath('contains', parentPath(intent.path, 'vpcs')),
    claims: namespaceClaims(intent.owner, intent.id, () => null),
  }),
});
