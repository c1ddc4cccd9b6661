/** What an NSX service, or the inline entries of a rule, let through. `lib/kinds` parses them once per object. */

/** Ports from `first` to `last`, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

export type ServiceEntry =
  /** No ports means all of them. */
  | {
      readonly type: 'ports';
      readonly protocol: 'tcp' | 'udp';
      readonly destination: readonly PortRange[];
      readonly source: readonly PortRange[];
    }
  /** A null type or code means all of them. */
  | {
      readonly type: 'icmp';
      readonly family: 4 | 6;
      readonly icmpType: number | null;
      readonly icmpCode: number | null;
    }
  | { readonly type: 'protocol'; readonly number: number }
  | { readonly type: 'nested'; readonly path: string }
  /** Layer 2 alone: it decides nothing about IP traffic at layer 3. */
  | { readonly type: 'ether'; readonly etherType: number | null }
  | { readonly type: 'other'; readonly what: string };

type Raw = Readonly<Record<string, unknown>>;

/** Reads `service_entries`; entries of unknown types are kept as such, never dropped. */
export function parseServiceEntries(raw: readonly unknown[]): readonly ServiceEntry[] {
  return raw.map((entry) => (isRaw(entry) ? parseEntry(entry) : unknownEntry('something that is no entry')));
}

const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Gateways of applications open their own connections beside; the port that starts them is what a rule is matched by. */
const UDP_GATEWAYS = new Set(['TFTP', 'SUN_RPC_UDP', 'MS_RPC_UDP', 'NBNS_BROADCAST', 'NBDG_BROADCAST']);

function parseEntry(entry: Raw): ServiceEntry {
  switch (entry.resource_type) {
    case 'L4PortSetServiceEntry': {
      const protocol = text(entry.l4_protocol).toLowerCase();
      return protocol === 'tcp' || protocol === 'udp'
        ? ports(protocol, entry)
        : unknownEntry(`L4 protocol ${protocol}`);
    }
    case 'ALGTypeServiceEntry':
      return ports(UDP_GATEWAYS.has(text(entry.alg).toUpperCase()) ? 'udp' : 'tcp', entry);
    case 'ICMPTypeServiceEntry':
      return icmp(entry);
    case 'IPProtocolServiceEntry': {
      const protocol = number(entry.protocol_number);
      return protocol === null
        ? unknownEntry('an IP protocol without a number')
        : { type: 'protocol', number: protocol };
    }
    case 'IGMPTypeServiceEntry':
      return { type: 'protocol', number: IGMP };
    case 'EtherTypeServiceEntry':
      return { type: 'ether', etherType: number(entry.ether_type) };
    case 'NestedServiceServiceEntry':
      return { type: 'nested', path: text(entry.nested_service_path) };
    default:
      return unknownEntry(text(entry.resource_type) || 'an entry without a type');
  }
}

function icmp(entry: Raw): ServiceEntry {
  const protocol = text(entry.protocol).toUpperCase();
  const [icmpType, icmpCode] = [number(entry.icmp_type), number(entry.icmp_code)];
  if (protocol !== 'ICMPV4' && protocol !== 'ICMPV6')
    return unknownEntry(`ICMP protocol ${protocol || 'that is not told'}`);
  // A type that cannot be read is not the same as none.
  if ((icmpType === null && entry.icmp_type != null) || (icmpCode === null && entry.icmp_code != null))
    return unknownEntry('an ICMP type that cannot be read');
  return { type: 'icmp', family: protocol === 'ICMPV6' ? 6 : 4, icmpType, icmpCode };
}

const IGMP = 2;

const unknownEntry = (what: string): ServiceEntry => ({ type: 'other', what });

function ports(protocol: 'tcp' | 'udp', entry: Raw): ServiceEntry {
  const [destination, source] = [ranges(entry.destination_ports), ranges(entry.source_ports)];
  if (destination === null || source === null)
    return unknownEntry(`ports that cannot be read (${protocol.toUpperCase()})`);
  return { type: 'ports', protocol, destination, source };
}

/** Null when one of them is no port and no range: leaving it out would let more through, or less. */
function ranges(value: unknown): readonly PortRange[] | null {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return null;
  const found: PortRange[] = [];
  for (const item of value) {
    const [, first, last] = /^\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*$/.exec(String(item)) ?? [];
    if (first === undefined) return null;
    found.push({ first: Number(first), last: Number(last ?? first) });
  }
  return found;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function number(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : null;
}
