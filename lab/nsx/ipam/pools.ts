import { asObjects, asText, type JsonObject } from '../json';
import type { StoredObject, Tree } from '../tree/tree';
import { formatIpv4, formatRange, type Ipv4Cidr, type Ipv4Range, parseCidr, parseIpv4 } from './ipv4';
import type { AddressLedger } from './ledger';

/** The network a pool subnet or VPC subnet got, with what may be handed out of it. */
export interface RealizedNetwork {
  readonly cidr: string;
  readonly gateway: string | undefined;
  readonly ranges: readonly Ipv4Range[];
}

function networkWithGateway(range: Ipv4Range, gateway: boolean): RealizedNetwork {
  const size = range.last - range.first + 1;
  const cidr = `${formatIpv4(range.first)}/${32 - Math.log2(size)}`;
  // Network and broadcast address are never handed out, except from networks too small to have them.
  const edge = size > 2 ? 1 : 0;
  const first = range.first + edge + (gateway ? 1 : 0);
  return {
    cidr,
    gateway: gateway ? formatIpv4(range.first + edge) : undefined,
    ranges: [{ first, last: range.last - edge }],
  };
}

/** The realised network of a block subnet, static subnet or VPC subnet; undefined before it has one. */
export function networkOfSubnet(subnet: StoredObject, ledger: AddressLedger): RealizedNetwork | undefined {
  if (subnet.body.resource_type === 'IpAddressPoolStaticSubnet') return staticNetwork(subnet.body);
  const range = ledger.rangeOf(subnet.path) ?? statedNetwork(subnet.body);
  if (range === undefined) return undefined;
  return networkWithGateway(
    range,
    subnet.body.resource_type === 'VpcSubnet' || subnet.body.auto_assign_gateway !== false,
  );
}

function statedNetwork(body: JsonObject): Ipv4Cidr | undefined {
  const stated = body.ip_addresses;
  const first = Array.isArray(stated) ? stated[0] : undefined;
  return typeof first === 'string' ? parseCidr(first) : undefined;
}

function staticNetwork(body: JsonObject): RealizedNetwork {
  const ranges: Ipv4Range[] = [];
  for (const range of asObjects(body.allocation_ranges)) {
    const first = parseIpv4(asText(range.start) ?? '');
    const last = parseIpv4(asText(range.end) ?? '');
    if (first !== undefined && last !== undefined && first <= last) ranges.push({ first, last });
  }
  return { cidr: asText(body.cidr) ?? '', gateway: asText(body.gateway_ip), ranges };
}

/** Live subnets of a pool. A VPC subnet is its own pool. */
export function subnetsOfPool(pool: StoredObject, tree: Tree): StoredObject[] {
  if (pool.body.resource_type === 'VpcSubnet') return [pool];
  return tree.children(pool.path).filter((child) => child.placement.type.name === 'IpAddressPoolSubnet');
}

/** Everything a pool may hand out now. */
export function rangesOfPool(pool: StoredObject, tree: Tree, ledger: AddressLedger): Ipv4Range[] {
  return subnetsOfPool(pool, tree).flatMap((subnet) => [...(networkOfSubnet(subnet, ledger)?.ranges ?? [])]);
}

/** The `pool_usage` of a pool; resting addresses count as allocated. */
export function poolUsage(pool: StoredObject, tree: Tree, ledger: AddressLedger): JsonObject {
  const total = rangesOfPool(pool, tree, ledger).reduce((sum, range) => sum + range.last - range.first + 1, 0);
  const { held, resting } = ledger.poolUse(pool.path);
  return {
    total_ips: total,
    available_ips: Math.max(0, total - held - resting),
    allocated_ip_allocations: held + resting,
    requested_ip_allocations: held,
  };
}

/** Used and free ranges of a block, as its usage URL prints them. */
export function blockUsage(block: StoredObject, ledger: AddressLedger): JsonObject {
  const whole = parseCidr(asText(block.body.cidr) ?? '');
  const used = ledger.usedRanges(block.path);
  const free: Ipv4Range[] = [];
  let next = whole?.first ?? 0;
  for (const range of used) {
    if (range.first > next) free.push({ first: next, last: range.first - 1 });
    next = range.last + 1;
  }
  if (whole !== undefined && next <= whole.last) free.push({ first: next, last: whole.last });
  return { used_ip_ranges: used.map(formatRange), available_ip_ranges: free.map(formatRange) };
}
