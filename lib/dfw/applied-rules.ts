import { nsxKinds } from '../kinds';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import { isAny, placeRule, roleOf, scopeOf } from './placed-rule';

const KNOWN = new WeakMap<GraphQueries, OpenRules>();

/** Rules that are applied everywhere, kept from change to change: each port is to be held against every one of them. */
class OpenRules {
  readonly ids = new Set<NodeId>();

  private constructor(private readonly graph: GraphQueries) {
    for (const kind of nsxKinds())
      if (kind.dfw === 'rule') for (const { id } of graph.nodesOfKind(kind.name)) this.#regard(id);
    graph.observe((touched) => {
      for (const id of touched) this.#regard(id);
    });
  }

  static of(graph: GraphQueries): OpenRules {
    let known = KNOWN.get(graph);
    if (known === undefined) {
      known = new OpenRules(graph);
      KNOWN.set(graph, known);
    }
    return known;
  }

  #regard(id: NodeId): void {
    const node = this.graph.node(id);
    const role = roleOf(node);
    if (role === 'policy') for (const rule of rulesOf(this.graph, id)) this.#place(rule.id, rule);
    else if (role === 'rule' || node === undefined) this.#place(id, node);
  }

  #place(id: NodeId, node: GraphNode | undefined): void {
    const rule = node === undefined ? null : placeRule(this.graph, node);
    if (rule !== null && isAny(scopeOf(rule))) this.ids.add(id);
    else this.ids.delete(id);
  }
}

/** The rules whose scope may hold the port: those applied everywhere, to it, or to a group that it is in. */
export function rulesAppliedTo(graph: GraphQueries, port: GraphNode): Iterable<GraphNode> {
  const found = new Map<NodeId, GraphNode>();
  const add = (node: GraphNode): void => void found.set(node.id, node);
  for (const id of OpenRules.of(graph).ids) {
    const node = graph.node(id);
    if (node?.source === port.source) add(node);
  }
  for (const scope of scopesOf(graph, port)) {
    for (const { kind, from } of graph.hopsTo(scope)) {
      if (kind !== 'applied-to') continue;
      if (roleOf(from.node) === 'policy') for (const rule of rulesOf(graph, from.node.id)) add(rule);
      else add(from.node);
    }
  }
  return found.values();
}

function* scopesOf(graph: GraphQueries, { id }: GraphNode): Iterable<NodeId> {
  yield id;
  for (const { groups } of graph.criteriaAround(id)) for (const { node } of groups) yield node.id;
}

function* rulesOf(graph: GraphQueries, policy: NodeId): Iterable<GraphNode> {
  for (const { kind, to } of graph.hopsFrom(policy)) {
    if (kind === 'contains' && roleOf(to.node) === 'rule') yield to.node;
  }
}
