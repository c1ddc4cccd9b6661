import { nsxKinds } from '../kinds';
import type { RuleDetail } from '../kinds/nsx/rule';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import { isAny, roleOf } from './placed-rule';
import { isWithin, spaceOf } from './spaces';

/**
 * Why the gateway firewall may decide otherwise; null when it has no say. Its rules are not evaluated here: where the way
 * passes a gateway that has rules of its own beside the default ones, the answer is open.
 */
export function gatewayDoubt(graph: GraphQueries, from: GraphNode | null, to: GraphNode | null): string | null {
  const rules = gatewayRules(graph);
  if (rules.length === 0) return null;
  const [a, b] = [gatewaysOf(graph, from), gatewaysOf(graph, to)];
  // On one segment, or between segments of one Tier-1, no packet passes the firewall of a gateway's uplink.
  if (from !== null && to !== null && a[0] !== undefined && a[0] === b[0]) return null;
  const ends = [from, to].flatMap((port) => port?.key ?? []);
  // Applied to a gateway, or to an interface of it.
  const guards = (scope: string): boolean => [...a, ...b].some((path) => `${scope}/`.startsWith(`${path}/`));
  const found = rules.find(({ node, detail }) => {
    if (!ends.some((key) => isWithin(key, spaceOf(node.key)))) return false;
    return isAny(detail.scope) || detail.unread.includes('scope') || detail.scope.some(guards);
  });
  if (found === undefined) return null;
  return `rule ${found.node.name} of the gateway firewall may decide: it guards a gateway on the way, and is not evaluated here`;
}

/** The same for ports between which, and beyond which, the gateway firewall has the same say. */
export function gatewayKey(graph: GraphQueries, port: GraphNode): string {
  return gatewayRules(graph).length === 0 ? '' : gatewaysOf(graph, port).join();
}

interface GatewayRule {
  readonly node: GraphNode;
  readonly detail: RuleDetail;
}

const KNOWN = new WeakMap<GraphQueries, { readonly seq: number; readonly rules: readonly GatewayRule[] }>();

/** Rules that could stop something: enabled ones, but for default rules that allow. */
function gatewayRules(graph: GraphQueries): readonly GatewayRule[] {
  const known = KNOWN.get(graph);
  if (known?.seq === graph.seq) return known.rules;
  const rules = nsxKinds()
    .filter(({ name }) => name === 'gateway-policy')
    .flatMap(({ name }) => [...graph.nodesOfKind(name)])
    .flatMap((policy) => rulesOf(graph, policy));
  KNOWN.set(graph, { seq: graph.seq, rules });
  return rules;
}

function rulesOf(graph: GraphQueries, policy: GraphNode): readonly GatewayRule[] {
  return graph.hopsFrom(policy.id).flatMap(({ kind, to: { node } }): readonly GatewayRule[] => {
    if (kind !== 'contains' || roleOf(node) !== 'rule') return [];
    const detail = graph.record(node.id)?.detail as RuleDetail | undefined; // as in `placeRule`
    const isDefault = detail?.isDefault === true || policy.facts.default === true;
    if (detail === undefined || detail.disabled || (detail.action === 'ALLOW' && isDefault)) return [];
    return [{ node, detail }];
  });
}

/** Policy paths of the Tier-1 and Tier-0 above a port, nearest first. */
function gatewaysOf(graph: GraphQueries, port: GraphNode | null): readonly string[] {
  if (port === null) return [];
  const paths: string[] = [];
  const visited = new Set<NodeId>();
  let at: GraphNode | undefined = graph
    .hopsTo(port.id)
    .find(({ kind, from }) => kind === 'contains' && roleOf(from.node) === 'segment')?.from.node;
  while (at !== undefined && !visited.has(at.id)) {
    visited.add(at.id);
    at = graph.hopsFrom(at.id).find(({ kind }) => kind === 'connects')?.to.node;
    if (at !== undefined) paths.push(at.key);
  }
  return paths;
}
