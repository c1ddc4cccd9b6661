import { nsxKinds } from '../kinds';
import type { ServiceDetail } from '../kinds/nsx/nsx-service';
import { type GraphNode, type GraphQueries, type LiveCriteria, nodeId, type NodeId, type SourceId } from '../model';
import { DfwIndex, EVERYWHERE } from './dfw-index';
import { unguardedBy } from './exclusion';
import { contentsOf, groupAt, lookupOf } from './lookup';
import { keyOfUsed } from './membership-key';
import { type PlacedRule, placeRule, roleOf } from './placed-rule';
import { preferenceRule } from './preference';
import type { ServiceEntry } from './service';
import { segmentPathOf, spacesOf } from './spaces';
import type { DfwState, GroupState } from './state';
import { toGroup } from './subjects';
import type { Match } from './traffic';

const STATES = new WeakMap<GraphQueries, Map<SourceId, LiveState>>();

/** The live state of an NSX Manager, kept up to date from the first question on. */
export function liveState(graph: GraphQueries, source: SourceId): DfwState {
  const index = DfwIndex.of(graph);
  index.finish();
  let ofGraph = STATES.get(graph);
  if (ofGraph === undefined) {
    ofGraph = new Map();
    STATES.set(graph, ofGraph);
  }
  let state = ofGraph.get(source);
  if (state === undefined) {
    state = new LiveState(index, source);
    ofGraph.set(source, state);
  }
  return state;
}

/** Gets what questions need ready in short steps; nothing to do the second time. */
export function readyToReach(graph: GraphQueries): Iterator<undefined> {
  return DfwIndex.of(graph).ready();
}

/** Another number after every change that verdicts may depend on: work in steps sees whether it saw one moment. */
export const firewallVersion = (graph: GraphQueries): number => DfwIndex.of(graph).version;

/** Ports whose groups are kept at hand between two changes. */
const MAX_MET = 4_096;

class LiveState implements DfwState {
  readonly moved: ReadonlySet<string> = new Set();
  readonly #graph: GraphQueries;
  /** What does not depend on ports is kept until a rule, policy, group or service changes. */
  #since = -1;
  #groupStates = new Map<string, GroupState | null>();
  #applied = new Map<LiveCriteria, readonly NodeId[]>();
  #criteria = new Map<string, LiveCriteria | null>();
  #metAt = -1;
  #met = new Map<NodeId, ReadonlySet<LiveCriteria>>();

  constructor(
    private readonly index: DfwIndex,
    readonly source: SourceId,
  ) {
    this.#graph = index.graph;
  }

  #forgetOld(): void {
    if (this.#since === this.index.rulesVersion) return;
    this.#since = this.index.rulesVersion;
    this.#groupStates = new Map();
    this.#applied = new Map();
    this.#criteria = new Map();
  }

  port(id: NodeId): GraphNode | undefined {
    const node = this.#graph.node(id);
    return node !== undefined && node.source === this.source && roleOf(node) === 'port' ? node : undefined;
  }

  *ports(): Iterable<GraphNode> {
    for (const kind of nsxKinds()) {
      if (kind.dfw !== 'port') continue;
      for (const node of this.#graph.nodesOfKind(kind.name)) if (node.source === this.source) yield node;
    }
  }

  addressesOf(port: GraphNode): readonly string[] {
    return this.index.addressesOf(port.id) ?? [];
  }

  portsAt(address: string): readonly GraphNode[] {
    return [...(this.index.portsAt(this.source, address) ?? [])].flatMap((id) => this.#graph.node(id) ?? []);
  }

  unguarded(port: GraphNode): Match {
    return unguardedBy(this.#graph, this, port);
  }

  *rulesAt(port: GraphNode): Iterable<PlacedRule> {
    const seen = new Set<NodeId>();
    for (const ids of this.#appliedAt(port)) {
      for (const id of ids) {
        if (seen.has(id)) continue;
        seen.add(id);
        const node = this.#graph.node(id);
        const rule = node === undefined ? null : (placeRule(this.#graph, node) ?? preferenceRule(this.#graph, node));
        if (rule !== null) yield rule;
      }
    }
  }

  *#appliedAt(port: GraphNode): Iterable<Iterable<NodeId>> {
    yield this.#appliedTo(EVERYWHERE);
    yield this.#appliedTo(port.key);
    yield this.#appliedTo(segmentPathOf(port.key));
    // A rule may be applied to all of its VPC by saying so, or by saying nothing.
    for (const space of spacesOf(port.key)) yield* [this.#appliedTo(space), this.#appliedTo(space.slice(0, -1))];
    for (const criteria of this.#metBy(port)) yield this.#appliedBy(criteria);
    // Groups that cannot be fully evaluated may hold the port all the same.
    for (const path of this.index.doubtfulScopes(this.source)) yield this.#appliedTo(path);
  }

  #appliedTo(path: string): Iterable<NodeId> {
    return this.index.rulesAppliedTo(this.source, path) ?? [];
  }

  /** Thousands of groups may ask for the same, and rules be applied to few of them. */
  #appliedBy(criteria: LiveCriteria): readonly NodeId[] {
    this.#forgetOld();
    let applied = this.#applied.get(criteria);
    if (applied === undefined) {
      applied = Array.from(criteria.groups, ({ node }) => [...this.#appliedTo(node.key)]).flat();
      this.#applied.set(criteria, applied);
    }
    return applied;
  }

  isIn(port: GraphNode, group: string): boolean {
    const criteria = this.criteriaAt(group);
    return criteria !== null && this.#metBy(port).has(criteria);
  }

  /** What the group at a policy path asks for; null when none has been read. */
  criteriaAt(path: string): LiveCriteria | null {
    this.#forgetOld();
    let criteria = this.#criteria.get(path);
    if (criteria === undefined) {
      const node = groupAt(this.#graph, this.source, path)?.node;
      criteria = (node === undefined ? undefined : this.#graph.criteriaOf(node.id)) ?? null;
      this.#criteria.set(path, criteria);
    }
    return criteria;
  }

  groupsOf(port: GraphNode): ReadonlySet<string> {
    const paths = new Set<string>();
    for (const { groups } of this.#metBy(port)) for (const { node } of groups) paths.add(node.key);
    return paths;
  }

  isOther(): boolean {
    return false;
  }

  ruleNow(rule: PlacedRule): PlacedRule {
    return rule;
  }

  otherRules(): readonly never[] {
    return [];
  }

  membershipKey(port: GraphNode): string {
    return keyOfUsed(this.index, this.source, this.#graph.criteriaAround(port.id));
  }

  isNamed(port: GraphNode): boolean {
    return [port.key, segmentPathOf(port.key)].some(
      (path) => this.index.rulesAppliedTo(this.source, path) !== undefined,
    );
  }

  spaceOf({ key }: GraphNode): string {
    return spacesOf(key).find((space) => this.index.hasRulesIn(this.source, space)) ?? '';
  }

  literals(): ReadonlySet<string> {
    return this.index.literals(this.source);
  }

  #metBy(port: GraphNode): ReadonlySet<LiveCriteria> {
    if (this.#metAt !== this.#graph.seq || this.#met.size > MAX_MET) {
      this.#metAt = this.#graph.seq;
      this.#met = new Map();
    }
    let met = this.#met.get(port.id);
    if (met === undefined) {
      met = new Set(this.#graph.criteriaAround(port.id));
      this.#met.set(port.id, met);
    }
    return met;
  }

  group(path: string): GroupState | null {
    this.#forgetOld();
    let state = this.#groupStates.get(path);
    if (state === undefined) {
      state = this.#groupStateOf(path);
      this.#groupStates.set(path, state);
    }
    return state;
  }

  #groupStateOf(path: string): GroupState | null {
    const record = groupAt(this.#graph, this.source, path);
    if (record === null) return null;
    return { node: record.node, ...contentsOf(toGroup(record), lookupOf(this.#graph, this.source)) };
  }

  service(path: string): readonly ServiceEntry[] | null {
    for (const kind of nsxKinds()) {
      if (kind.dfw !== 'service') continue;
      const record = this.#graph.record(nodeId(this.source, kind.name, path));
      if (record !== undefined) return (record.detail as ServiceDetail).entries; // records of role `service` have this detail
    }
    return null;
  }
}
