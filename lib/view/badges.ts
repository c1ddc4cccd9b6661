import { kindNamed } from '../kinds';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import type { Drawn } from './regions';
import { portsOf } from './traits';
import type { Card } from './view';

/** The card with its count: members of a VIP that are healthy, of all. Segments tell their ports in the line. */
export function badges(graph: GraphQueries, { card, units }: Drawn): Card {
  if (card.folded > 0 || (card.lane !== 'vip' && card.lane !== 'segment')) return card;
  const nodes = units.flatMap((unit) => unit.nodes);
  if (card.lane === 'vip') {
    const members = poolMembers(
      graph,
      nodes.map((node) => node.id),
    );
    return members === null ? card : { ...card, badge: `${members.healthy}/${members.all} Pods` };
  }
  if (card.lane === 'segment') {
    const ports = units.reduce((sum, unit) => sum + portsOf(graph, unit), 0);
    const { line, badge } = apart(card, nodes[0]);
    return { ...card, badge, line: `${line} · ${ports}` };
  }
  return card;
}

/** What the kind wants told apart from the line, which then leaves room for it. */
function apart({ line, badge }: Card, node: GraphNode | undefined): Pick<Card, 'line' | 'badge'> {
  const word = node === undefined ? null : (kindNamed(node.kind)?.presentation.badge?.(node) ?? null);
  if (word === null) return { line, badge };
  const start = `${word} · `;
  return { line: line.startsWith(start) ? line.slice(start.length) : line, badge: word };
}

/**
 * Members of the pools behind virtual servers. A member is healthy when the Pod at its address is; NSX's own probe state is
 * read elsewhere. Null when there is no pool.
 */
export function poolMembers(
  graph: GraphQueries,
  servers: readonly NodeId[],
): { readonly healthy: number; readonly all: number } | null {
  const pools = new Set<NodeId>();
  for (const id of servers)
    for (const hop of graph.hopsFrom(id)) if (hop.kind === 'balances') pools.add(hop.to.node.id);
  if (pools.size === 0) return null;
  const addresses = new Set<string>();
  const healthy = new Set<string>();
  for (const pool of pools) {
    const members = graph.node(pool)?.facts.members;
    for (const member of Array.isArray(members) ? members : []) addresses.add(addressOf(member));
    for (const address of healthyAddresses(graph, pool)) healthy.add(address);
  }
  return { healthy: healthy.size, all: addresses.size };
}

function healthyAddresses(graph: GraphQueries, pool: NodeId): readonly string[] {
  return graph.hopsFrom(pool).flatMap((hop) => {
    const [evidence] = hop.kind === 'backs' ? hop.evidence() : [];
    return evidence?.by === 'address' && hop.to.node.state === 'healthy' ? [evidence.address] : [];
  });
}

/** `10.0.6.4:8080` without its port. */
function addressOf(member: string): string {
  const at = member.lastIndexOf(':');
  return at > 0 ? member.slice(0, at) : member;
}
