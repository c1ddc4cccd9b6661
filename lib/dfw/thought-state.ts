import type { GraphNode, GraphQueries, NodeId, SourceId, Tag } from '../model';
import { DfwIndex } from './dfw-index';
import {
  type GroupLookup,
  type GroupSubject,
  listedAddresses,
  meetingOf,
  type PortSubject,
  portEvidence,
} from './evaluate';
import { excludedBy } from './exclusion';
import type { Expression } from './expression';
import { liveState } from './live-state';
import { contentsOf, groupAt, groupNodes, groupRecord, segmentRecord } from './lookup';
import { isAny, type PlacedRule, placeRule, scopeOf, spaceOfRule } from './placed-rule';
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
  readonly #isIn = new Map<string, boolean>();
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

  /** Groups that may have other members than they have. */
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

  excluded(port: GraphNode): Match {
    return excludedBy(this.graph, this, port);
  }

  *rulesAt(port: GraphNode): Iterable<PlacedRule> {
    const seen = new Set<NodeId>();
    for (const rule of this.#base.rulesAt(port)) {
      seen.add(rule.node.id);
      const now = this.#now(rule);
      if (now !== null) yield now;
    }
    for (const path of this.#newScopes(port)) {
      for (const id of this.#index.rulesAppliedTo(this.source, path) ?? []) {
        const node = seen.has(id) ? undefined : this.graph.node(id);
        const rule = node === undefined ? null : placeRule(this.graph, node);
        const now = rule === null ? null : this.#now(rule);
        seen.add(id);
        if (now !== null) yield now;
      }
    }
    yield* this.thought.added;
  }

  #now(rule: PlacedRule): PlacedRule | null {
    const thought = this.thought.rules.get(rule.node.id);
    return thought === undefined ? rule : thought;
  }

  /** Groups that rules are applied to and that the port may be in only by what is thought. */
  *#newScopes(port: GraphNode): Iterable<string> {
    const other = this.thought.tags.has(port.id);
    for (const path of other ? this.#index.scopes(this.source) : this.#moved) {
      if (this.isIn(port, path)) yield path;
    }
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
    const tags = this.thought.tags.get(port.id);
    if (tags === undefined && !this.#moved.has(group)) return this.#base.isIn(port, group);
    const key = `${port.id}\n${group}`;
    let found = this.#isIn.get(key);
    if (found === undefined) {
      const record = this.#lookup.at(group);
      found = record !== undefined && portEvidence(this.subject(port), record.expression, this.#lookup) !== null;
      this.#isIn.set(key, found);
    }
    return found;
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
    // A port that carries something else is a class of its own with those that carry the same.
    const tags = this.thought.tags.get(port.id);
    const carries = tags === undefined ? '' : `${this.subject(port).segment?.path ?? ''}${JSON.stringify(tags)}`;
    return `${this.#base.membershipKey(port)}~${moved}~${carries}`;
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
