import type { Evidence, GraphDelta, GraphNode, NodeId } from '../model';
import type { ChangeStory } from './change-story';
import { groupsOf, lateDelta, type Touched } from './late-delta';
import type { Edge, Entry } from './entry';
import type { MemberSet } from './member-set';
import type { MembershipLog } from './membership';

/** Everything touched since the last delta, each with how it looked before (null: it was not there). */
export class ChangeLog implements MembershipLog {
  private nodes: Touched['nodes'] = new Map();
  private edges: Touched['edges'] = new Map();
  private groups: Touched['groups'] = new Map();
  private members: Touched['members'] = new Map();
  /** Makes the last delta unreadable: what it would read has changed. */
  private expire: () => void = () => {};

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
    this.expire();
    const { nodes, edges, groups, members } = this;
    const { delta, expire } = lateDelta({ nodes, edges, groups, members }, seq, at);
    this.expire = expire;
    [this.nodes, this.edges, this.groups, this.members] = [new Map(), new Map(), new Map(), new Map()];
    return delta;
  }
}
