import { type ClusterMapping, isCalm, settleAlone, settleNode } from '../correlate';
import { kindNamed } from '../kinds';
import type { GraphDelta, GraphQueries, GraphSnapshot, ObjectChange, ObjectRecord, SourceId } from '../model';
import { sameNode, samePlain, sameTags } from '../model';
import type { ChangeStory } from './change-story';
import { ChangeLog } from './changes';
import { type ClusterTable, clusterTable } from './clusters';
import {
  appended,
  assertedBy,
  Edge,
  type Entry,
  findEdge,
  linkEdge,
  MARK,
  NO_EDGES,
  type Pieces,
  together,
  unlinkEdge,
} from './entry';
import { Membership } from './membership';
import { createQueries, takeSnapshot } from './queries';
import { networksOf, situationOf } from './situation';
import { type Assertion, lookUp, sayings } from './statements';
import { Store, unwatchAll } from './store';
import { dfwRole } from '../dfw/subjects';
import { Waiting } from './waiting';

export interface TopologyOptions {
  readonly clusters: readonly ClusterMapping[];
}

/** The graph, kept up to date in time proportional to each change. Not re-entrant. */
export interface Topology {
  /**
   * Applies changes in order; `at` is epoch milliseconds. Null when nothing changed, else the delta with the next number, to
   * be read before the next change. Once `enough` says so, what is still to be looked at is left for the next time; there is
   * always some progress.
   */
  apply(changes: readonly ObjectChange[], at: number, enough?: () => boolean): GraphDelta | null;
  /** Whether something was left to be looked at. */
  readonly unfinished: boolean;
  /** Maps cluster tags to clusters anew; a rare change, in time proportional to the number of objects it concerns. */
  setClusters(clusters: readonly ClusterMapping[], at: number): GraphDelta | null;
  /**
   * The same in steps of so many objects, so that a large graph does not hold up everything else: each step gives a delta. Other
   * changes may come between steps, another mapping may not.
   */
  changeClusters(
    clusters: readonly ClusterMapping[],
    options: { readonly now: () => number; readonly step: number },
  ): Iterator<GraphDelta | null>;
  /** A copy of the whole graph. */
  snapshot(): GraphSnapshot;
  readonly graph: GraphQueries;
  /** Calls back with every change and how it was before, from now on; for one listener that lives as long as the graph. */
  narrate(listener: (story: ChangeStory, at: number) => void): void;
}

/** An empty graph; the first delta has number 1. */
export function createTopology(options: TopologyOptions): Topology {
  return new IncrementalTopology(options.clusters);
}

class IncrementalTopology implements Topology {
  readonly graph: GraphQueries;
  private seq = 0;
  private clusters: ClusterTable;
  private readonly store: Store;
  private readonly log = new ChangeLog();
  private readonly unresolved = new Waiting(MARK.unresolved);
  private readonly unsettled = new Waiting(MARK.unsettled);
  /** What realizes them has changed. */
  private readonly realized = new Waiting(MARK.realized);
  private readonly observers: Parameters<GraphQueries['observe']>[0][] = [];
  private readonly memberships = new Map<SourceId, Membership>();
  private listener: ((story: ChangeStory, at: number) => void) | null = null;

  constructor(clusters: readonly ClusterMapping[]) {
    this.clusters = clusterTable(clusters);
    this.store = new Store({
      resolve: (entry) => this.unresolved.add(entry),
      changed: (entry, before) => this.onChanged(entry, before),
      removed: (entry) => this.onRemoved(entry),
    });
    this.graph = createQueries(this.store, {
      seq: () => this.seq,
      memberships: this.memberships,
      observe: (listener) => this.observers.push(listener),
    });
  }

  apply(changes: readonly ObjectChange[], at: number, enough: () => boolean = NEVER): GraphDelta | null {
    for (const change of changes) this.store.apply(change);
    return this.publish(at, enough);
  }

  get unfinished(): boolean {
    return this.unresolved.size > 0 || this.unsettled.size > 0;
  }

  setClusters(clusters: readonly ClusterMapping[], at: number): GraphDelta | null {
    const step = this.changeClusters(clusters, { now: () => at, step: Number.POSITIVE_INFINITY }).next();
    return step.done === true ? null : step.value;
  }

  *changeClusters(
    clusters: readonly ClusterMapping[],
    { now, step }: { readonly now: () => number; readonly step: number },
  ): Generator<GraphDelta | null, undefined> {
    const { all } = this.clusters;
    if (samePlain(all, clusters)) return;
    this.clusters = clusterTable(clusters);
    const moved = !samePlain(all.map(ownership), clusters.map(ownership));
    let left = step;
    for (const entry of this.store.entries.values()) {
      if (moved && entry.record.claims.length > 0) this.unresolved.add(entry);
      const concerned = moved || mayWait(entry);
      if (concerned) this.disturb(entry);
      left -= concerned ? 1 : PASSED_BY;
      if (left > 0) continue;
      yield this.publish(now());
      left = step;
    }
    yield this.publish(now());
  }

  snapshot(): GraphSnapshot {
    return takeSnapshot(this.store, this.memberships.values(), this.seq);
  }

  narrate(listener: (story: ChangeStory, at: number) => void): void {
    this.listener = listener;
  }

  private onChanged(entry: Entry, before: ObjectRecord | null): void {
    if (before === null) this.log.came(entry);
    else this.log.touchNode(entry, entry.node);
    this.unsettled.add(entry);
    if ((entry.marks & MARK.reporting) !== 0)
      for (const edge of entry.out) if (edge.kind === 'reports') this.disturb(edge.to);
    if (concernsGroups(entry, before)) this.membership(entry).changed(entry, before);
  }

  private onRemoved(entry: Entry): void {
    this.log.touchNode(entry, entry.node);
    unwatchAll(entry);
    for (const edge of [...entry.out, ...entry.in]) this.withdrawAll(edge);
    for (const edge of entry.elsewhere) this.say(edge, entry, null);
    entry.elsewhere = [];
    if (dfwRole(entry.record) !== null) this.membership(entry).removed(entry);
  }

  private membership(entry: Entry): Membership {
    const { source } = entry.record.node;
    const known = this.memberships.get(source);
    if (known !== undefined) return known;
    const made = new Membership(source, (path) => this.store.entryAt(source, path), this.log);
    this.memberships.set(source, made);
    return made;
  }

  private publish(at: number, enough = NEVER): GraphDelta | null {
    this.unresolved.drain((entry) => this.resolve(entry), enough);
    for (const membership of this.memberships.values()) membership.settle();
    this.settleNetworks();
    // Nothing is judged by half of what is stated.
    if (this.unresolved.size === 0) this.unsettled.drain((entry) => this.settle(entry), enough);
    const touched = this.observers.length > 0 ? this.log.touched() : [];
    const story = this.listener === null ? null : this.log.story();
    const delta = this.log.take(this.seq + 1, at);
    if (delta !== null) this.seq = delta.seq;
    for (const listener of this.observers) listener(touched);
    if (story !== null && delta !== null) this.listener?.(story, at);
    return delta;
  }

  private resolve(entry: Entry): void {
    unwatchAll(entry);
    const wasAmbiguous = entry.ambiguous;
    const before = assertedBy(entry);
    const assertions = lookUp(entry, this.store, this.clusters);
    if (assertions.length > 0 || before.length > 0) this.assert(entry, assertions, before);
    entry.watching = exact(entry.watching);
    if (wasAmbiguous !== entry.ambiguous) this.disturb(entry);
  }

  private assert(entry: Entry, assertions: readonly Assertion[], before: readonly Edge[]): void {
    const asserted = sayings(assertions, (assertion) => this.edgeFor(assertion));
    if (before.length > 0) {
      const now = new Set(asserted.map(({ edge }) => edge));
      for (const edge of before) if (!now.has(edge)) this.say(edge, entry, null);
    }
    let elsewhere = NO_EDGES;
    for (const { edge, pieces } of asserted) {
      const evidence = together(pieces);
      if (!samePlain(edge.said(entry), evidence)) this.say(edge, entry, evidence);
      if (edge.from !== entry && edge.to !== entry) elsewhere = appended(elsewhere, edge);
    }
    entry.elsewhere = elsewhere;
  }

  private edgeFor({ edge: kind, from, to }: Pick<Assertion, 'edge' | 'from' | 'to'>): Edge {
    const known = findEdge(kind, from, to);
    if (known !== undefined) return known;
    // A new edge hangs on nothing until somebody says something about it.
    const edge = new Edge(kind, from, to);
    linkEdge(edge);
    this.onLinked(edge);
    return edge;
  }

  private say(edge: Edge, by: Entry, evidence: Pieces | null): void {
    if (!edge.stands && evidence === null) return;
    this.log.touchEdge(edge);
    edge.say(by, evidence);
    if (edge.stands) return;
    unlinkEdge(edge);
    this.onLinked(edge);
  }

  private withdrawAll(edge: Edge): void {
    if (!edge.stands) return;
    this.log.touchEdge(edge);
    edge.withdraw();
    unlinkEdge(edge);
    this.onLinked(edge);
  }

  /** An edge came or went: what its ends look like may depend on it. */
  private onLinked({ kind, from, to }: Edge): void {
    if (kind !== 'realizes' && kind !== 'contains' && kind !== 'reports') return;
    if (to.alive) this.disturb(to);
    if (kind === 'reports') from.marks |= MARK.reporting;
    if (kind === 'contains') this.memberships.get(to.record.node.source)?.moved(to);
    if (kind !== 'realizes') return;
    if (from.alive) this.disturb(from);
    this.realized.add(from);
    // Rivals for one object look at each other.
    for (const edge of from.out) if (edge.kind === 'realizes' && edge.to.alive) this.disturb(edge.to);
  }

  /** What is in a Namespace may wait for NSX only once the Namespace itself has got there. */
  private settleNetworks(): void {
    this.realized.visit((entry) => {
      const networks = networksOf(entry);
      if (networks === null && entry.networks === null) return;
      if (samePlain([...(entry.networks ?? [])].sort(), [...(networks ?? [])].sort())) return;
      entry.networks = networks;
      for (const edge of entry.out) {
        if (edge.kind === 'contains' && hasCounterpart(edge.to)) this.disturb(edge.to);
      }
    });
    this.realized.clear();
  }

  /** What is around the entry has changed, on which its looks may depend. */
  private disturb(entry: Entry): void {
    entry.marks &= ~MARK.calm;
    this.unsettled.add(entry);
  }

  private settle(entry: Entry): void {
    const situation = situationOf(entry, this.clusters);
    // Most objects change often while what is around them does not: then nothing around is looked at.
    if ((entry.marks & MARK.calm) === 0 && isCalm(situation)) entry.marks |= MARK.calm;
    const node = (entry.marks & MARK.calm) === 0 ? settleNode(situation) : settleAlone(situation);
    if (sameNode(node, entry.node)) return;
    this.log.touchNode(entry, entry.node);
    entry.node = node;
    entry.adopt();
  }
}

/** What decides which cluster a claim means; all else only tells what an unmet one says. */
const ownership = ({ source, name, manager, tagValue }: ClusterMapping) => ({ source, name, manager, tagValue });

/** Looking at an object that a new mapping does not concern, as part of the work that others make. */
const PASSED_BY = 1 / 16;

/** Whether the object claims, or is to get, what it has not met: what has been read decides what is said of that, and only of that. */
function mayWait(entry: Entry): boolean {
  if ((entry.marks & MARK.calm) !== 0) return false;
  return entry.record.node.plane === 'nsx' ? entry.record.claims.length > 0 : hasCounterpart(entry);
}

const NONE: never[] = [];
const NEVER = (): boolean => false;

/** A copy is exact in size, where a pushed array keeps room to grow. */
const exact = <T>(items: T[]): T[] => (items.length === 0 ? NONE : items.slice());

/** Facts that change every minute do not touch memberships; tags, names and expressions do. */
function concernsGroups(entry: Entry, before: ObjectRecord | null): boolean {
  const { record } = entry;
  if (dfwRole(record) === null) return false;
  if (before === null || before.node.name !== record.node.name) return true;
  return !sameTags(before.node.tags, record.node.tags) || !samePlain(before.detail, record.detail);
}

function hasCounterpart(entry: Entry): boolean {
  const kind = kindNamed(entry.record.node.kind);
  return kind?.plane === 'kubernetes' && kind.counterpart !== undefined;
}
