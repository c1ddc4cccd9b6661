import { z } from 'zod';
import { readFields } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { lastPart, parentPath, toPath } from './object';
import { idGrammar, namespaceClaims, uidClaim } from './tags';

const schema = z.object({
  connectivity_path: z.string().optional(),
  transport_zone_path: z.string().optional(),
  type: z.string().optional(),
  admin_state: z.string().optional(),
  vlan_ids: z.array(z.union([z.string(), z.number().transform(String)])).optional(),
  subnets: z.array(z.object({ gateway_address: z.string().optional(), network: z.string().optional() })).optional(),
  ip_addresses: z.array(z.string()).optional(),
  access_mode: z.string().optional(),
  advanced_config: z.object({ address_pool_paths: z.array(z.string()).optional() }).optional(),
});
/** Who reaches a subnet of a VPC: the VPC alone, its project over the transit gateway, or the outside. */
const ACCESS: Readonly<Record<string, string>> = {
  Private: 'private',
  Private_TGW: 'private TGW',
  Public: 'public',
  Isolated: 'isolated',
};

function accessOf(path: string, type: unknown): string {
  return typeof type === 'string' && path.includes('/vpcs/') ? (ACCESS[type] ?? '') : '';
}

const namespaceUid = idGrammar('seg_', '_\\d+');

/** A segment: the layer-2 network of a namespace's Pods, or of the cluster nodes. In a VPC it is a subnet. */
export const segment = nsxKind({
  name: 'segment',
  type: 'Segment',
  alsoTypes: ['LogicalSwitch', 'VpcSubnet'],
  scope: 'any',
  lists: ['/infra/segments', '{tier1s}/segments', '{kind:project}/infra/segments', '{kind:vpc}/subnets'],
  dfw: 'segment',
  presentation: {
    singular: 'segment',
    plural: 'segments',
    inVpc: { singular: 'subnet', plural: 'subnets' },
    icon: 'network',
    lane: 'segment',
    line: ({ key, facts }) =>
      [accessOf(key, facts.type), (Array.isArray(facts.network) ? facts.network.join(', ') : '') || 'no subnet']
        .filter(Boolean)
        .join(' · '),
    badge: ({ key, facts }) => accessOf(key, facts.type) || null,
    facts: [
      { name: 'network', label: 'Network', mono: true },
      { name: 'gateway', label: 'Gateway', mono: true },
      { name: 'type', label: 'Type' },
      { name: 'transportZone', label: 'Transport zone', mono: true },
      { name: 'vlans', label: 'VLANs' },
      { name: 'adminState', label: 'Admin state' },
      REALIZATION,
    ],
  },
  hides: 'segments, and with them the networks of namespaces',
  project: (raw, intent) => {
    const { fields, issues } = readFields(schema, raw);
    const subnets = fields.subnets ?? [];
    return {
      facts: {
        network: [
          ...subnets.flatMap((subnet) => subnet.network ?? networkOf(subnet.gateway_address) ?? []),
          ...(fields.ip_addresses ?? []),
        ],
        gateway: subnets.flatMap((subnet) => subnet.gateway_address ?? []),
        type: fields.type ?? fields.access_mode ?? null,
        transportZone: fields.transport_zone_path === undefined ? null : lastPart(fields.transport_zone_path),
        vlans: fields.vlan_ids ?? null,
        adminState: fields.admin_state ?? null,
      },
      relations: [
        ...toPath('connects', 'connectivity_path', fields.connectivity_path),
        // A subnet of a VPC is attached to the VPC it lies under.
        ...toPath('connects', 'path', parentPath(intent.path, 'subnets')),
        ...(fields.advanced_config?.address_pool_paths ?? []).flatMap((path) =>
          toPath('allocates', 'advanced_config.address_pool_paths', path),
        ),
      ],
      claims: [
        ...namespaceClaims(intent.owner, intent.id, namespaceUid),
        ...uidClaim(intent.owner, intent.owner.resourceUid),
      ],
      issues,
    };
  },
});

/** `10.0.6.1/24` lies in `10.0.6.0/24`; null for anything that is not an IPv4 address with a prefix. */
function networkOf(gateway: string | undefined): string | null {
  const parts = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(gateway ?? '');
  if (parts === null) return null;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = parts.slice(1).map(Number);
  if (prefix > 32 || [a, b, c, d].some((octet) => octet > 255)) return null;
  const mask = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  const network = (((a << 24) | (b << 16) | (c << 8) | d) & mask) >>> 0;
  return `${network >>> 24}.${(network >>> 16) & 255}.${(network >>> 8) & 255}.${network & 255}/${prefix}`;
}
