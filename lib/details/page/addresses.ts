import type { GraphNode, GraphQueries } from '../../model';
import type { Meter } from '../../wire';
import { distinct, into, isPort, least, lineOf, out, ownerOf, textFact, textsFact } from './follow';
import { cellOf, itemOf, type List } from './list';
import { sizeOf, sum } from './network';
import { kindCell } from './order';
import { meter, type PartOf } from './part';

/** An IP pool: how full it is, the networks it has, who takes addresses from it and who holds which. */
export const ipPoolPart: PartOf = (graph, node) => {
  const takers = into(graph, node, 'allocates');
  const allocations = takers.filter(({ kind }) => kind === 'ip-allocation');
  const users = distinct(takers.filter(({ kind }) => kind !== 'ip-allocation'));
  const subnets = out(graph, node, 'contains', 'ip-subnet');
  return {
    meters: poolMeter(graph, node, subnets),
    lists: [userList(graph, users), allocationList(graph, allocations), subnetList(subnets)],
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
  return {
    id: 'users',
    title: 'Takes addresses from it',
    subject: 'Object',
    columns: [
      { name: 'kind', label: 'Kind' },
      { name: 'line', label: 'Facts', mono: true },
      { name: 'owner', label: 'Made for' },
      { name: 'ports', label: 'Ports', number: true },
    ],
    items: users.map((user) =>
      itemOf(user, {
        cells: () => ({
          kind: kindCell(user),
          line: lineOf(user) ?? textFact(user, 'translated'),
          owner: cellOf(ownerOf(graph, user)),
          ports: user.kind === 'segment' ? out(graph, user, 'contains').filter(isPort).length : null,
        }),
      }),
    ),
  };
}

function allocationList(graph: GraphQueries, allocations: readonly GraphNode[]): List {
  return {
    id: 'allocations',
    title: 'Who holds what',
    subject: 'IP allocation',
    columns: [
      { name: 'address', label: 'Address', mono: true },
      { name: 'from', label: 'Known from' },
      { name: 'owner', label: 'Held for' },
      { name: 'namespace', label: 'Namespace' },
      { name: 'purpose', label: 'Created for' },
    ],
    items: allocations.map((allocation) =>
      itemOf(allocation, {
        cells: () => {
          const owner = ownerOf(graph, allocation);
          const held = heldAddress(graph, allocation, owner);
          return {
            address: held?.address ?? null,
            from: held?.from ?? null,
            owner: cellOf(owner),
            namespace: allocation.namespace,
            purpose: textFact(allocation, 'createdFor'),
          };
        },
      }),
    ),
  };
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

function subnetList(subnets: readonly GraphNode[]): List {
  return {
    id: 'subnets',
    title: 'Networks of the pool',
    subject: 'Subnet',
    columns: [
      { name: 'cidr', label: 'Network', mono: true },
      { name: 'ranges', label: 'Ranges', mono: true },
      { name: 'size', label: 'Addresses', number: true },
    ],
    items: subnets.map((subnet) =>
      itemOf(subnet, {
        cells: () => {
          const cidr = textFact(subnet, 'cidr');
          return {
            cidr,
            ranges: textsFact(subnet, 'ranges').join(', '),
            size: subnet.facts.size ?? (cidr === null ? null : sizeOf(cidr)),
          };
        },
      }),
    ),
  };
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
  const sizes = subnets.map((subnet) => {
    const { size } = subnet.facts;
    return typeof size === 'number' ? size : sizeOf(textFact(subnet, 'cidr') ?? '');
  });
  return { networks, size: subnets.length === 0 ? null : sum(sizes) };
}

function poolList(graph: GraphQueries, pools: readonly GraphNode[]): List {
  return {
    id: 'pools',
    title: 'Cut from it',
    subject: 'Pool',
    columns: [
      { name: 'networks', label: 'Networks', mono: true },
      { name: 'size', label: 'Addresses', number: true },
      { name: 'owner', label: 'Held for' },
      { name: 'segment', label: 'Segment' },
    ],
    items: pools.map((pool) =>
      itemOf(pool, {
        cells: () => {
          const { networks, size } = cutFrom(graph, pool);
          return {
            networks: networks.join(', '),
            size,
            owner: cellOf(ownerOf(graph, pool)),
            segment: cellOf(least(into(graph, pool, 'allocates', 'segment'))),
          };
        },
      }),
    ),
  };
}
