import type { Evidence, GraphDelta, GraphNode, NodeId } from '../model';
import type { ChangeStory } from './change-story';
import { cameEdges, groupsOf, lateDelta, type Touched } from './late-delta';
import { type Edge, type Entry, MARK } from './entry';
import type { MemberSet } from './member-set';
import { memberStory } from './member-story';
import type { MembershipLog } from './membership-log';

const nothing = (): Touched => ({
  came: [],
  nodes: [],
  edges: new Map(),
  groups: new Map(),
  members: new Map(),
});

const isNew = ({ marks }: Entry): boolean => (marks & MARK.new) !== 0;

/**
 * Everything touched since the last delta, each with how it looked before (null: it was not there). Of new entries only
 * that they came: all relations and memberships that one has must have come with it.
 */
export class ChangeLog implements MembershipLog {
  private log = nothing();
  /** Makes the last delta unreadable: what it would read has changed. */
  private expire: () => void = () => {};

  came(entry: Entry): void {
    entry.marks |= MARK.new;
    this.log.came.push(entry);
  }

  touchNode(entry: Entry, before: GraphNode): void {
    if ((entry.marks & (MARK.new | MARK.touched)) !== 0) return;
    entry.marks |= MARK.touched;
    this.log.nodes.push([entry, before]);
  }

  /** To be called before the edge changes. */
  touchEdge(edge: Edge): void {
    const { edges } = this.log;
    if (isNew(edge.from) || isNew(edge.to) || edges.has(edge)) return;
    edges.set(edge, edge.stands ? edge.evidence() : null);
  }

  touchGroups(set: MemberSet<Entry>): void {
    const { groups } = this.log;
    if (!groups.has(set)) groups.set(set, groupsOf(set));
  }

  touchMember(set: MemberSet<Entry>, port: Entry, before: readonly Evidence[] | null): void {
    if (isNew(port)) return;
    const ports = this.log.members.get(set);
    if (ports === undefined) this.log.members.set(set, new Map([[port, before]]));
    else if (!ports.has(port)) ports.set(port, before);
  }

  /** Ids of what was touched, and of the ends of what was. */
  touched(): ReadonlySet<NodeId> {
    const ids = new Set<NodeId>();
    const { came, nodes, edges, members } = this.log;
    for (const entry of came) ids.add(entry.node.id);
    for (const [entry] of nodes) ids.add(entry.node.id);
    for (const { from, to } of cameEdges(came)) ids.add(from.node.id).add(to.node.id);
    for (const { from, to } of edges.keys()) ids.add(from.node.id).add(to.node.id);
    for (const ports of members.values()) for (const port of ports.keys()) ids.add(port.node.id);
    return ids;
  }

  /** What {@link take} is about to tell, with how it was before. */
  story(): ChangeStory {
    const nodes: ChangeStory['nodes'][number][] = [];
    for (const { alive, node } of this.log.came) if (alive) nodes.push({ before: null, now: node });
    for (const [entry, before] of this.log.nodes) {
      const now = entry.alive ? entry.node : null;
      if (before !== now) nodes.push({ before, now });
    }
    const relations: ChangeStory['relations'][number][] = [];
    const tell = ({ kind, from, to, stands }: Edge) =>
      relations.push({ kind, from: from.node, to: to.node, came: stands });
    for (const edge of cameEdges(this.log.came)) tell(edge);
    for (const [edge, before] of this.log.edges) if (edge.stands !== (before !== null)) tell(edge);
    return { nodes, relations, memberships: [...memberStory(this.log)] };
  }

  /** The delta since the last call; null when everything looks as before. Forgets what it told. */
  take(seq: number, at: number): GraphDelta | null {
    this.expire();
    const { delta, expire } = lateDelta(this.log, seq, at);
    this.expire = expire;
    for (const entry of this.log.came) entry.marks &= ~MARK.new;
    for (const [entry] of this.log.nodes) entry.marks &= ~MARK.touched;
    this.log = nothing();
    return delta;
  }
}
