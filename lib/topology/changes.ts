import {
  type Criteria,
  type Evidence,
  type GraphDelta,
  type GraphEdge,
  type GraphNode,
  type Membership,
  type NodeId,
  membershipId,
  samePlain,
} from '../model';
import type { ChangeStory } from './change-story';
import { type Edge, type Entry, toGraphEdge } from './entry';
import type { MemberSet } from './member-set';
import type { MembershipLog } from './membership';

/** What was touched since the last delta, each with how it looked before (null: it was not there). */
export class ChangeLog implements MembershipLog {
  private readonly nodes = new Map<Entry, GraphNode | null>();
  private readonly edges = new Map<Edge, readonly Evidence[] | null>();
  private readonly groups = new Map<MemberSet, readonly NodeId[]>();
  private readonly members = new Map<MemberSet, Map<Entry, readonly Evidence[] | null>>();

  touchNode(entry: Entry, before: GraphNode | null): void {
    if (!this.nodes.has(entry)) this.nodes.set(entry, before);
  }

  touchEdge(edge: Edge, before: readonly Evidence[] | null): void {
    if (!this.edges.has(edge)) this.edges.set(edge, before);
  }

  touchGroups(set: MemberSet): void {
    if (!this.groups.has(set)) this.groups.set(set, groupsOf(set));
  }

  touchMember(set: MemberSet, port: Entry, before: readonly Evidence[] | null): void {
    let ports = this.members.get(set);
    if (ports === undefined) {
      ports = new Map();
      this.members.set(set, ports);
    }
    if (!ports.has(port)) ports.set(port, before);
  }

  /** Ids of what was touched, and of the ends of what was. */
  touched(): ReadonlySet<NodeId> {
    const ids = new Set<NodeId>();
    for (const entry of this.nodes.keys()) ids.add(entry.node.id);
    for (const { from, to } of this.edges.keys()) ids.add(from.node.id).add(to.node.id);
    for (const ports of this.members.values()) for (const port of ports.keys()) ids.add(port.node.id);
    return ids;
  }

  /** What {@link take} is about to tell, with how it was before. */
  story(): ChangeStory {
    const nodes = [...this.nodes].flatMap(([entry, before]) => {
      const now = entry.alive ? entry.node : null;
      return before === now ? [] : [{ before, now }];
    });
    const relations = [...this.edges].flatMap(([edge, before]) => {
      const { kind, from, to, stands } = edge;
      return stands === (before !== null) ? [] : [{ kind, from: from.node, to: to.node, came: stands }];
    });
    return { nodes, relations, memberships: this.memberStory() };
  }

  private memberStory(): ChangeStory['memberships'] {
    return [...this.members].flatMap(([set, ports]) => {
      const moved = [...ports].filter(([port, before]) => set.members.has(port) === (before === null));
      if (moved.length === 0) return [];
      const groups = [...set.groups].map(({ node }) => node);
      return moved.map(([port]) => ({ port: port.node, groups, came: set.members.has(port) }));
    });
  }

  /** The delta since the last call; null when everything looks as before. Forgets what it told. */
  take(seq: number, at: number): GraphDelta | null {
    const nodes = this.nodeDelta();
    const edges = this.edgeDelta();
    const criteria = this.criteriaDelta();
    const memberships = this.membershipDelta();
    for (const part of [this.nodes, this.edges, this.groups, this.members]) part.clear();
    const parts = [nodes, edges, criteria, memberships];
    if (parts.every(({ put, remove }) => remove.length === 0 && isEmpty(put))) return null;
    return { seq, at, nodes, edges, criteria, memberships };
  }

  private nodeDelta(): GraphDelta['nodes'] {
    const put: Record<string, GraphNode> = {};
    const removed = new Map<string, GraphNode>();
    for (const [entry, before] of this.nodes) {
      if (!entry.alive) {
        if (before !== null) removed.set(before.id, before);
      } else if (before === null || !samePlain(before, entry.node)) put[entry.node.id] = entry.node;
    }
    return settle(put, removed, samePlain);
  }

  private edgeDelta(): GraphDelta['edges'] {
    const put: Record<string, GraphEdge> = {};
    const removed = new Map<string, GraphEdge>();
    for (const [edge, before] of this.edges) {
      if (!edge.stands) {
        if (before === null) continue;
        const gone = toGraphEdge(edge, before);
        removed.set(gone.id, gone);
      } else if (before === null || !samePlain(before, edge.evidence())) {
        const now = toGraphEdge(edge);
        put[now.id] = now;
      }
    }
    return settle(put, removed, samePlain);
  }

  private criteriaDelta(): GraphDelta['criteria'] {
    const put: Record<string, Criteria> = {};
    const remove: string[] = [];
    for (const [set, before] of this.groups) {
      const groups = groupsOf(set);
      if (groups.length === 0 && before.length > 0) remove.push(set.id);
      else if (groups.length > 0 && !samePlain(groups, before)) put[set.id] = { id: set.id, groups };
    }
    return { put, remove };
  }

  private membershipDelta(): GraphDelta['memberships'] {
    const put: Record<string, Membership> = {};
    const removed = new Map<string, Membership>();
    for (const [set, ports] of this.members) {
      for (const [port, before] of ports) {
        const evidence = set.members.get(port) ?? null;
        if (evidence === null && before !== null) {
          const gone = toMembership(set, port, before);
          removed.set(gone.id, gone);
        } else if (evidence !== null && (before === null || !samePlain(before, evidence))) {
          const now = toMembership(set, port, evidence);
          put[now.id] = now;
        }
      }
    }
    return settle(put, removed, samePlain);
  }
}

/** The groups of the criteria as the graph shows them. */
export function groupsOf(set: MemberSet): readonly NodeId[] {
  return [...set.groups].map(({ node }) => node.id).sort();
}

export function toMembership(set: MemberSet, { node }: Entry, evidence: readonly Evidence[]): Membership {
  return { id: membershipId(node.id, set.id), port: node.id, criteria: set.id, evidence };
}

/** Something removed and made again under the same id within one batch is an update, or nothing at all. */
function settle<V>(put: Record<string, V>, removed: ReadonlyMap<string, V>, same: (a: V, b: V) => boolean) {
  const remove: string[] = [];
  for (const [id, before] of removed) {
    const now = put[id];
    if (now === undefined) remove.push(id);
    else if (same(before, now)) delete put[id];
  }
  return { put, remove };
}

function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  for (const _ in record) return false;
  return true;
}
