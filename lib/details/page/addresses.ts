import type { GraphNode, GraphQueries } from '../../model';
import type { Meter } from '../../wire';
import { distinct, into, isPort, least, lineOf, out, ownerOf, textFact, textsFact } from './follow';
import type { List } from './list';
import { sizeOf, sum } from './network';
import { meter, type PartOf } from './part';
import {
  ADDRESS,
  countColumn,
  KIND,
  lineColumn,
  NAMESPACE,
  nodeColumn,
  ownerColumn,
  tableOf,
  textsColumn,
} from './table';

/** An IP pool: how full it is, the networks it has, who takes addresses from it and who holds which. */
export const ipPoolPart: PartOf = (graph, node) => {
  const takers = into(graph, node, 'allocates');
  const allocations = takers.filter(({ kind }) => kind === 'ip-allocation');
  const users = distinct(takers.filter(({ kind }) => kind !== 'ip-allocation'));
  const subnets = out(graph, node, 'contains', 'ip-subnet');
  return {
    meters: poolMeter(graph, node, subnets),
    lists: [userList(graph, users), allocationList(graph, allocations), subnetList(graph, subnets)],
  };
};

/** NSX counts what it has given away; where it does not say, the ports of the segments fed from the pool do. */
function poolMeter(graph: GraphQueries, pool: GraphNode, subnets: readonly GraphNode[]): readonly Meter[] {
  const { total, available } = pool.facts;
  if (typeof total === 'number' && typeof available === 'number')
    return meter('Addresses of the pool', total - available, total, { words: `${available} available, as NSX counts` });
  const segments = into(graph, pool, 'allocates', 'segment');
  const ports = segments.flatMap((segment) => out(graph, segment, 'contains').filter(isPort));
  const cidrs = subnets.flatMap((subnet) => textFact(subnet, 'cidr') ?? []);
  const size = cidrs.length === 0 ? null : sum(cidrs.map(sizeOf));
  return meter('Addresses of the pool', ports.length, size, {
    words: 'counted by segment ports: NSX does not say how many are given away',
  });
}

function userList(graph: GraphQueries, users: readonly GraphNode[]): List {
  return tableOf(graph, users, {
    id: 'users',
    title: 'Takes addresses from it',
    subject: 'Object',
    columns: [
      KIND,
      { ...lineColumn('Facts'), cell: (user) => lineOf(user) ?? textFact(user, 'translated') },
      ownerColumn('Made for'),
      countColumn('ports', 'Ports', (user) =>
        user.kind === 'segment' ? out(graph, user, 'contains').filter(isPort).length : null,
      ),
    ],
  });
}

function allocationList(graph: GraphQueries, allocations: readonly GraphNode[]): List {
  const held = (allocation: GraphNode) => heldAddress(graph, allocation, ownerOf(graph, allocation));
  return tableOf(graph, allocations, {
    id: 'allocations',
    title: 'Who holds what',
    subject: 'IP allocation',
    columns: [
      { ...ADDRESS, cell: (allocation) => held(allocation)?.address ?? null },
      { name: 'from', label: 'Known from', cell: (allocation) => held(allocation)?.from ?? null },
      ownerColumn('Held for'),
      NAMESPACE,
      { name: 'purpose', label: 'Created for', cell: (allocation) => textFact(allocation, 'createdFor') },
    ],
  });
}

/** Most allocations leave the address to NSX, and their intent does not tell it; whoever holds it does. */
function heldAddress(
  graph: GraphQueries,
  allocation: GraphNode,
  owner: GraphNode | null,
): { readonly address: string; readonly from: string } | null {
  const own = textFact(allocation, 'address');
  if (own !== null) return { address: own, from: 'the allocation' };
  if (owner === null) return null;
  const outside = owner.kind === 'service' ? textFact(owner, 'address') : null;
  if (outside !== null) return { address: outside, from: 'the Service' };
  const pools = new Set(out(graph, allocation, 'allocates').map(({ id }) => id));
  const rule = least(
    out(graph, owner, 'realizes', 'nat-rule').filter((each) =>
      out(graph, each, 'allocates').some(({ id }) => pools.has(id)),
    ),
  );
  const translated = textFact(rule, 'translated');
  return translated === null ? null : { address: translated, from: 'the SNAT rule' };
}

function subnetList(graph: GraphQueries, subnets: readonly GraphNode[]): List {
  return tableOf(graph, subnets, {
    id: 'subnets',
    title: 'Networks of the pool',
    subject: 'Subnet',
    columns: [
      { name: 'cidr', label: 'Network', mono: true, cell: (subnet) => textFact(subnet, 'cidr') },
      textsColumn('ranges', 'Ranges'),
      countColumn('size', 'Addresses', sizeOfSubnet),
    ],
  });
}

/** As NSX counts, else as its network says. */
function sizeOfSubnet(subnet: GraphNode): number | null {
  const { size } = subnet.facts;
  return typeof size === 'number' ? size : sizeOf(textFact(subnet, 'cidr') ?? '');
}

/** An IP block: how much of it is cut off, and by which pools for whom. */
export const ipBlockPart: PartOf = (graph, node) => {
  const pools = distinct(into(graph, node, 'allocates'));
  const cut = pools.map((pool) => cutFrom(graph, pool));
  const total = sum(textsFact(node, 'cidrs').map(sizeOf));
  const used = sum(cut.map(({ size }) => size ?? 0)) ?? 0;
  const unknown = cut.filter(({ size }) => size === null).length;
  const words = `cut off by ${pools.length} ${pools.length === 1 ? 'pool' : 'pools'}`;
  return {
    meters: meter('Addresses of the block', used, total, {
      words: unknown === 0 ? words : `${words}, of which ${unknown} do not say how much`,
    }),
    lists: [poolList(graph, pools)],
  };
};

function cutFrom(
  graph: GraphQueries,
  pool: GraphNode,
): { readonly networks: readonly string[]; readonly size: number | null } {
  const subnets = out(graph, pool, 'contains', 'ip-subnet');
  const networks = subnets.flatMap((subnet) => textFact(subnet, 'cidr') ?? textsFact(subnet, 'ranges'));
  return { networks, size: subnets.length === 0 ? null : sum(subnets.map(sizeOfSubnet)) };
}

function poolList(graph: GraphQueries, pools: readonly GraphNode[]): List {
  return tableOf(graph, pools, {
    id: 'pools',
    title: 'Cut from it',
    subject: 'Pool',
    columns: [
      { name: 'networks', label: 'Networks', mono: true, cell: (pool) => cutFrom(graph, pool).networks.join(', ') },
      countColumn('size', 'Addresses', (pool) => cutFrom(graph, pool).size),
      ownerColumn('Held for'),
      nodeColumn('segment', 'Segment', (pool) => least(into(graph, pool, 'allocates', 'segment'))),
    ],
  });
}
