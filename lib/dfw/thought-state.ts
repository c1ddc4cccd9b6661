import type { GraphNode, GraphQueries, LiveCriteria, NodeId, SourceId, Tag } from '../model';
import { DfwIndex } from './dfw-index';
import {
  type GroupLookup,
  type GroupSubject,
  listedAddresses,
  meetingOf,
  type PortSubject,
  portEvidence,
} from './evaluate';
import { unguardedBy } from './exclusion';
import type { Expression } from './expression';
import { liveState } from './live-state';
import { contentsOf, groupAt, groupNodes, groupRecord, segmentRecord } from './lookup';
import { keyOfUsed } from './membership-key';
import { isAny, type PlacedRule, placeRule, scopeOf, spaceOfRule } from './placed-rule';
import { preferenceRule } from './preference';
import { isWithin } from './spaces';
import type { DfwState, GroupState } from './state';
import { toGroup, toPort } from './subjects';
import type { Match } from './traffic';

/** What is thought to be otherwise on one NSX Manager. */
export interface Thought {
  /** Ports with other tags. */
  readonly tags: ReadonlyMap<NodeId, readonly Tag[]>;
  /** Groups with other criteria, by policy path. */
  readonly expressions: ReadonlyMap<string, Expression>;
  /** Rules that are another or, as null, none. */
  readonly rules: ReadonlyMap<NodeId, PlacedRule | null>;
  readonly added: readonly PlacedRule[];
  /** Ports and groups that are gone. */
  readonly gone: ReadonlySet<NodeId>;
}

/** The live state with something thought to be otherwise: what does not depend on it is taken from the live state. */
export class ThoughtState implements DfwState {
  readonly source: SourceId;
  readonly #base: DfwState;
  readonly #index: DfwIndex;
  /** Groups whose members may differ for ports that carry what they did. */
  readonly #moved: ReadonlySet<string>;
  readonly #literals: ReadonlySet<string>;
  /** Groups that added rules name. */
  readonly #added: ReadonlySet<string>;
  /** Groups that have moved, by port. */
  readonly #isIn = new Map<string, boolean>();
  /** Rules at ports that carry something else, which are asked about most. */
  readonly #rules = new Map<NodeId, readonly PlacedRule[]>();
  /** What ports that carry something else meet. */
  readonly #met = new Map<NodeId, ReadonlySet<LiveCriteria>>();
  readonly #groups = new Map<string, GroupState | null>();

  constructor(
    private readonly graph: GraphQueries,
    source: SourceId,
    private readonly thought: Thought,
  ) {
    this.source = source;
    this.#base = liveState(graph, source);
    this.#index = DfwIndex.of(graph);
    this.#moved = this.#movedGroups();
    this.#literals = this.#allLiterals();
    const named = thought.added.flatMap((rule) => [
      ...rule.detail.sources,
      ...rule.detail.destinations,
      ...scopeOf(rule),
    ]);
    this.#added = new Set(named.filter((operand) => operand.startsWith('/')));
  }

  get moved(): ReadonlySet<string> {
    return this.#moved;
  }

  port(id: NodeId): GraphNode | undefined {
    return this.thought.gone.has(id) ? undefined : this.#base.port(id);
  }

  *ports(): Iterable<GraphNode> {
    for (const port of this.#base.ports()) if (!this.thought.gone.has(port.id)) yield port;
  }

  addressesOf(port: GraphNode): readonly string[] {
    return this.#base.addressesOf(port);
  }

  portsAt(address: string): readonly GraphNode[] {
    return this.#base.portsAt(address).filter(({ id }) => !this.thought.gone.has(id));
  }

  unguarded(port: GraphNode): Match {
    return unguardedBy(this.graph, this, port);
  }

  rulesAt(port: GraphNode): Iterable<PlacedRule> {
    if (!this.isOther(port)) return this.#rulesAt(port);
    let rules = this.#rules.get(port.id);
    if (rules === undefined) {
      rules = [...this.#rulesAt(port)];
      this.#rules.set(port.id, rules);
    }
    return rules;
  }

  *#rulesAt(port: GraphNode): Iterable<PlacedRule> {
    const seen = new Set<NodeId>();
    for (const rule of this.#base.rulesAt(port)) {
      seen.add(rule.node.id);
      const now = this.ruleNow(rule);
      if (now !== null) yield now;
    }
    for (const path of this.#newScopes(port)) {
      for (const id of this.#index.rulesAppliedTo(this.source, path) ?? []) {
        const node = seen.has(id) ? undefined : this.graph.node(id);
        const rule = node === undefined ? null : (placeRule(this.graph, node) ?? preferenceRule(this.graph, node));
        const now = rule === null ? null : this.ruleNow(rule);
        seen.add(id);
        if (now !== null) yield now;
      }
    }
    yield* this.thought.added;
  }

  ruleNow(rule: PlacedRule): PlacedRule | null {
    const thought = this.thought.rules.get(rule.node.id);
    return thought === undefined ? rule : thought;
  }

  *otherRules(): Iterable<{ readonly before: PlacedRule | null; readonly after: PlacedRule | null }> {
    for (const [id, after] of this.thought.rules) {
      const node = this.graph.node(id);
      yield { before: node === undefined ? null : placeRule(this.graph, node), after };
    }
    for (const after of this.thought.added) yield { before: null, after };
  }

  /** Groups that the port may be in only by what is thought. */
  *#newScopes(port: GraphNode): Iterable<string> {
    for (const path of this.#moved) if (this.isIn(port, path)) yield path;
    for (const { groups } of this.#metBy(port) ?? [])
      for (const { node } of groups) if (!this.#moved.has(node.key)) yield node.key;
  }

  group(path: string): GroupState | null {
    if (!this.#moved.has(path)) return this.#base.group(path);
    let state = this.#groups.get(path);
    if (state === undefined) {
      state = this.#groupStateOf(path);
      this.#groups.set(path, state);
    }
    return state;
  }

  #groupStateOf(path: string): GroupState | null {
    const node = groupAt(this.graph, this.source, path)?.node;
    if (node === undefined || this.thought.gone.has(node.id)) return null;
    const group = this.#lookup.at(path);
    return group === undefined ? null : { node, ...contentsOf(group, this.#lookup) };
  }

  isIn(port: GraphNode, group: string): boolean {
    if (!this.#moved.has(group)) {
      const met = this.#metBy(port);
      if (met === null) return this.#base.isIn(port, group);
      const criteria = this.#base.criteriaAt(group);
      return criteria !== null && met.has(criteria);
    }
    if (this.group(group) === null) return false;
    const key = `${port.id}\n${group}`;
    let found = this.#isIn.get(key);
    if (found === undefined) {
      const record = this.#lookup.at(group);
      found = record !== undefined && portEvidence(this.subject(port), record.expression, this.#lookup) !== null;
      this.#isIn.set(key, found);
    }
    return found;
  }

  criteriaAt(path: string): LiveCriteria | null {
    return this.#base.criteriaAt(path);
  }

  /** What a port that carries something else meets, but for groups that have moved; null when it carries what it did. */
  #metBy(port: GraphNode): ReadonlySet<LiveCriteria> | null {
    const tags = this.thought.tags.get(port.id);
    if (tags === undefined) return null;
    let met = this.#met.get(port.id);
    if (met === undefined) {
      met = new Set(this.graph.criteriaWith(port.id, tags));
      this.#met.set(port.id, met);
    }
    return met;
  }

  /** The groups that the port would be in, by path. */
  groupsOf(port: GraphNode): ReadonlySet<string> {
    const paths = new Set<string>();
    const met = this.#metBy(port) ?? this.graph.criteriaAround(port.id);
    for (const { groups } of met) for (const { node } of groups) if (!this.#moved.has(node.key)) paths.add(node.key);
    for (const path of this.#moved) if (this.isIn(port, path)) paths.add(path);
    return paths;
  }

  /** The port as groups would see it. */
  subject(port: GraphNode): PortSubject {
    const record = this.graph.record(port.id);
    const segment = segmentRecord(this.graph, port.id);
    const subject =
      record === undefined ? { path: port.key, name: port.name, tags: [], segment: null } : toPort(record, segment);
    const tags = this.thought.tags.get(port.id);
    return tags === undefined ? subject : { ...subject, tags };
  }

  membershipKey(port: GraphNode): string {
    const moved = [...this.#moved, ...this.#added].filter((path) => this.isIn(port, path)).join();
    const met = this.#metBy(port);
    const others = met === null ? this.#base.membershipKey(port) : keyOfUsed(this.#index, this.source, met);
    return `${others}~${moved}`;
  }

  isOther(port: GraphNode): boolean {
    return this.thought.tags.has(port.id);
  }

  /** Whether a rule that would still be there names the group. */
  isNamedStill(group: string): boolean {
    for (const id of this.#index.rulesNaming(this.source, group)) if (this.thought.rules.get(id) !== null) return true;
    return this.#added.has(group);
  }

  isNamed(port: GraphNode): boolean {
    return this.#base.isNamed(port) || this.thought.added.some((rule) => scopeOf(rule).includes(port.key));
  }

  spaceOf(port: GraphNode): string {
    const added = this.thought.added.map(spaceOfRule).filter((space) => isWithin(port.key, space));
    return [this.#base.spaceOf(port), ...added].reduce((a, b) => (a.length >= b.length ? a : b));
  }

  literals(): ReadonlySet<string> {
    return this.#literals;
  }

  service(path: string): ReturnType<DfwState['service']> {
    return this.#base.service(path);
  }

  readonly #lookup: GroupLookup = {
    at: (path) => {
      const record = groupAt(this.graph, this.source, path);
      if (record === null) return undefined;
      if (this.thought.gone.has(record.node.id)) return { ...toGroup(record), expression: { operands: [] } };
      const expression = this.thought.expressions.get(path);
      return expression === undefined ? toGroup(record) : { ...toGroup(record), expression };
    },
    meeting: (_condition, meets) => meetingOf(this.#allGroups(), meets),
  };

  *#allGroups(): Iterable<GroupSubject> {
    for (const node of groupNodes(this.graph)) {
      const record = node.source === this.source ? groupRecord(this.graph, node.id) : null;
      const subject = record === null ? undefined : this.#lookup.at(record.node.key);
      if (subject !== undefined) yield subject;
    }
  }

  /** Groups with other criteria, those that are gone, and all that nest one of them. */
  #movedGroups(): ReadonlySet<string> {
    const moved = new Set(this.thought.expressions.keys());
    for (const id of this.thought.gone) {
      const record = groupRecord(this.graph, id);
      if (record?.node.source === this.source) moved.add(record.node.key);
    }
    if (moved.size === 0) return moved;
    for (const path of this.#index.nestersByTag(this.source)) moved.add(path);
    const nesting = this.#index.nesting(this.source);
    let before = -1;
    while (before !== moved.size) {
      before = moved.size;
      for (const [path, nested] of nesting) if (nested.some((one) => moved.has(one))) moved.add(path);
    }
    return moved;
  }

  #allLiterals(): ReadonlySet<string> {
    const more = [
      ...[...this.thought.expressions.values()].flatMap(listedAddresses),
      ...this.thought.added.flatMap(({ detail }) => [...detail.sources, ...detail.destinations]),
    ].filter((operand) => !operand.startsWith('/') && !isAny([operand]));
    const base = this.#base.literals();
    return more.length === 0 ? base : new Set([...base, ...more]);
  }
}
