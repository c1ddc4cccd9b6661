import { kindNamed, nsxKinds } from '../kinds';
import { type GraphNode, type GraphQueries, nodeId, type NodeId, type ObjectRecord } from '../model';
import type { CriterionMatch, GroupLookup, GroupSubject } from './evaluate';
import { listedAddresses, matchPort, meetingOf, nestedIn } from './evaluate';
import { anchorsOf } from './anchors';
import { doubtsIn } from './doubtful-groups';
import type { GroupState } from './state';
import { dfwRole, toGroup, toPort } from './subjects';

const GROUP_KINDS = nsxKinds().filter((kind) => kind.dfw === 'group');

/** All groups that the graph knows. */
export function* groupNodes(graph: GraphQueries): Iterable<GraphNode> {
  for (const kind of GROUP_KINDS) yield* graph.nodesOfKind(kind.name);
}

/** The record of a group; null when the id is not one. */
export function groupRecord(graph: GraphQueries, id: NodeId): ObjectRecord | null {
  const record = graph.record(id);
  return record !== undefined && dfwRole(record) === 'group' ? record : null;
}

/** The group at a policy path of the same NSX Manager. */
export function groupAt(graph: GraphQueries, source: GraphNode['source'], path: string): ObjectRecord | null {
  // Mostly nothing else answers to the path, and then no id need be made.
  const node = graph.byKey(source, path);
  const known = node?.key === path ? graph.record(node.id) : undefined;
  if (known !== undefined && dfwRole(known) === 'group') return known;
  for (const kind of GROUP_KINDS) {
    const record = graph.record(nodeId(source, kind.name, path));
    if (record !== undefined) return record;
  }
  return null;
}

/** Groups by path, for evaluation. */
export function lookupOf(graph: GraphQueries, source: GraphNode['source']): GroupLookup {
  return {
    at: (path) => {
      const record = groupAt(graph, source, path);
      return record === null ? undefined : toGroup(record);
    },
    meeting: (_condition, meets) => meetingOf(groupsOfSource(graph, source), meets),
  };
}

function* groupsOfSource(graph: GraphQueries, source: GraphNode['source']): Iterable<GroupSubject> {
  for (const node of groupNodes(graph)) {
    const record = node.source === source ? groupRecord(graph, node.id) : null;
    if (record !== null) yield toGroup(record);
  }
}

/** The groups that a port is in. */
export function groupsOf(graph: GraphQueries, port: NodeId): readonly GraphNode[] {
  return graph.criteriaAround(port).flatMap(({ groups }) => Array.from(groups, ({ node }) => node));
}

/** The criteria by which a port is in a group; empty when it is not. */
export function matchesOf(graph: GraphQueries, port: NodeId, group: NodeId): readonly CriterionMatch[] {
  const [record, of] = [graph.record(port), groupRecord(graph, group)];
  if (record === undefined || of === null) return [];
  const subject = toPort(record, segmentRecord(graph, port));
  return matchPort(subject, toGroup(of).expression, lookupOf(graph, of.node.source)) ?? [];
}

/** The segment that a port is on. */
export function segmentRecord(graph: GraphQueries, port: NodeId): ObjectRecord | null {
  for (const edge of graph.edgesTo(port)) {
    const record = edge.kind === 'contains' ? graph.record(edge.from) : undefined;
    if (record !== undefined && dfwRole(record) === 'segment') return record;
  }
  return null;
}

/** The Kubernetes object that a port realizes. */
export function realizedBy(graph: GraphQueries, port: NodeId): GraphNode | null {
  for (const hop of graph.hopsTo(port)) if (hop.kind === 'realizes') return hop.from.node;
  return null;
}

/** A Pod that has ended has given its address back, though its status still tells it. */
export const hasEnded = ({ facts }: GraphNode): boolean => facts.phase === 'Succeeded' || facts.phase === 'Failed';

/** Addresses of a port: those of its Pod, else a static one of its own. Realized bindings are only read on demand. */
export function addressesOf(graph: GraphQueries, port: GraphNode): readonly string[] {
  const pod = realizedBy(graph, port.id);
  if (pod !== null && hasEnded(pod)) return [];
  for (const node of pod === null ? [port] : [pod, port]) {
    const { addresses, address } = node.facts;
    if (Array.isArray(addresses)) return addresses;
    if (typeof address === 'string') return [address];
  }
  return [];
}

/** Addresses that a group lists itself or through groups it nests. */
export function groupAddresses(graph: GraphQueries, group: ObjectRecord): readonly string[] {
  return contentsOf(toGroup(group), lookupOf(graph, group.node.source)).addresses;
}

/** What a group and all that it nests list, and why ports may be members without our knowing. */
export function contentsOf(group: GroupSubject, lookup: GroupLookup): Omit<GroupState, 'node'> {
  const [addresses, unevaluated] = [new Set<string>(), new Set<string>()];
  const visited = new Map([[group.path, group]]);
  let holdsPorts = false;
  for (const { expression } of visited.values()) {
    for (const address of listedAddresses(expression)) addresses.add(address);
    for (const reason of doubtsIn(expression)) unevaluated.add(reason);
    holdsPorts ||= anchorsOf(expression).length > 0;
    const nested = nestedIn(expression, lookup);
    for (const path of nested.unread) unevaluated.add(`group ${path}, which it nests, has not been read`);
    for (const one of nested.groups) if (!visited.has(one.path)) visited.set(one.path, one);
  }
  return { addresses: [...addresses], holdsPorts, unevaluated: [...unevaluated] };
}

/** True for nodes that the distributed firewall enforces at. */
export function isPort(node: GraphNode): boolean {
  const kind = kindNamed(node.kind);
  return kind?.plane === 'nsx' && kind.dfw === 'port';
}
