import { kindNamed, nsxKinds } from '../kinds';
import type { PolicyDetail } from '../kinds/nsx/security-policy';
import { type EdgeKind, type GraphNode, type GraphQueries, type NodeId, type SourceId, unescapeKey } from '../model';
import { plainAddress } from './address';
import { DoubtfulGroups } from './doubtful-groups';
import { listedAddresses } from './evaluate';
import type { Expression } from './expression';
import { addressesOf, groupAt } from './lookup';
import { move } from './moved';
import { isAny, placeRule, roleOf } from './placed-rule';
import { operandsOf, placesOf } from './rule-operands';
import { isPlace, spaceOf } from './spaces';
import { toGroup } from './subjects';

const STEP = 128;

/** Where a rule, or what a policy adds for its scope, is looked for. */
type Places = readonly string[];
/** The path of what is applied everywhere; rules of a project or VPC have the path of that, which is everywhere for them. */
export const EVERYWHERE = '';

const NO_NESTING: ReadonlyMap<string, readonly string[]> = new Map();
const INDEXES = new WeakMap<GraphQueries, DfwIndex>();

/**
 * What evaluation finds things by, over all NSX Managers of a graph: rules by what they are applied to, ports by address,
 * groups that are not fully evaluated. Made at the first question, kept up to date from then on.
 */
export class DfwIndex {
  static of(graph: GraphQueries): DfwIndex {
    let known = INDEXES.get(graph);
    if (known === undefined) {
      known = new DfwIndex(graph);
      INDEXES.set(graph, known);
    }
    return known;
  }

  /** Rules and policies by source and the path they are applied to; '' is everywhere. */
  readonly #applied = new Map<SourceId, Map<string, Set<NodeId>>>();
  readonly #places = new Map<NodeId, Places>();
  readonly #byAddress = new Map<SourceId, Map<string, Set<NodeId>>>();
  readonly #addresses = new Map<NodeId, readonly string[]>();
  /** Paths that rules are applied to where no group has been read. */
  readonly #missing = new Map<SourceId, Set<string>>();
  readonly #doubtful = new Map<SourceId, DoubtfulGroups>();
  readonly #byLiteral = new Map<SourceId, Map<string, Set<NodeId>>>();
  readonly #listed = new Map<NodeId, readonly string[]>();
  /** Rules by the groups that they name as source or destination. */
  readonly #byGroup = new Map<SourceId, Map<string, Set<NodeId>>>();
  readonly #groupsOf = new Map<NodeId, readonly string[]>();
  readonly #literals = new Map<SourceId, ReadonlySet<string>>();
  /** Rules and policies of projects and VPCs. */
  readonly #inSpace = new Map<SourceId, Map<string, Set<NodeId>>>();
  readonly #todo: Iterator<GraphNode>;
  #done = false;
  #version = 0;
  #rulesVersion = 0;

  private constructor(readonly graph: GraphQueries) {
    this.#todo = relevant(graph);
    graph.observe((touched) => {
      for (const id of touched) {
        if (this.#isFirewalls(id)) this.#version++;
        if (isOfRules(id)) this.#rulesVersion++;
        this.#regard(id);
      }
    });
  }

  /** Makes it complete in short steps; nothing to do the second time. */
  *ready(): Iterator<undefined> {
    while (!this.#step()) yield;
  }

  /** Another number after every change that verdicts may depend on. */
  get version(): number {
    return this.#version;
  }

  /** Another number after every change of rules, policies, groups and services; ports come and go without one. */
  get rulesVersion(): number {
    return this.#rulesVersion;
  }

  /** The NSX Managers that have segment ports or rules. */
  sources(): readonly SourceId[] {
    this.finish();
    return [...new Set([...this.#applied.keys(), ...this.#byAddress.keys()])].sort();
  }

  rulesAppliedTo(source: SourceId, path: string): ReadonlySet<NodeId> | undefined {
    return this.#applied.get(source)?.get(path);
  }

  addressesOf(port: NodeId): readonly string[] | undefined {
    return this.#addresses.get(port);
  }

  portsAt(source: SourceId, address: string): ReadonlySet<NodeId> | undefined {
    return this.#byAddress.get(source)?.get(plainAddress(address));
  }

  /** Scopes whose members we cannot tell for sure. */
  *doubtfulScopes(source: SourceId): Iterable<string> {
    for (const path of this.#doubtful.get(source)?.all() ?? []) if (this.#applied.get(source)?.has(path)) yield path;
    yield* this.#missing.get(source) ?? [];
  }

  /** Whether some rule names the group, as source, destination or what it is applied to. */
  isUsed(source: SourceId, group: string): boolean {
    return this.#byGroup.get(source)?.has(group) === true || this.#applied.get(source)?.has(group) === true;
  }

  /** Whether rules of this very project or VPC are there. */
  hasRulesIn(source: SourceId, space: string): boolean {
    return this.#inSpace.get(source)?.has(space) === true;
  }

  /** Rules and policies that name the group, as source, destination or what they are applied to. */
  *rulesNaming(source: SourceId, group: string): Iterable<NodeId> {
    yield* this.#byGroup.get(source)?.get(group) ?? [];
    yield* this.#applied.get(source)?.get(group) ?? [];
  }

  /** Groups that nest others by path, with those that they name. */
  nesting(source: SourceId): ReadonlyMap<string, readonly string[]> {
    return this.#doubtful.get(source)?.nesting ?? NO_NESTING;
  }

  /** Groups that pick others by what those carry. */
  nestersByTag(source: SourceId): Iterable<string> {
    return this.#doubtful.get(source)?.byTag ?? [];
  }

  /** Addresses, networks and ranges that rules and groups name; the same set until they change. */
  literals(source: SourceId): ReadonlySet<string> {
    let literals = this.#literals.get(source);
    if (literals === undefined) {
      literals = new Set(this.#byLiteral.get(source)?.keys());
      this.#literals.set(source, literals);
    }
    return literals;
  }

  /** Makes it complete at once. */
  finish(): void {
    while (!this.#step());
  }

  /** True when all is done. */
  #step(): boolean {
    for (let left = STEP; left > 0 && !this.#done; left--) {
      const next = this.#todo.next();
      if (next.done === true) this.#done = true;
      else this.#regardAtFirst(next.value);
    }
    return this.#done;
  }

  /** Gone objects count: what they were is not known any more. */
  #isFirewalls(id: NodeId): boolean {
    return !this.graph.node(id) || roleOf(this.graph.node(id)) !== null;
  }

  /** The rules of a policy are among the objects themselves. */
  #regardAtFirst(node: GraphNode): void {
    if (roleOf(node) === 'policy') this.#place(node.id, node.source, preferencePlaces(this.graph, node));
    else this.#regard(node.id);
  }

  #regard(id: NodeId): void {
    const node = this.graph.node(id);
    if (node === undefined) {
      this.#forget(id);
      return;
    }
    const role = roleOf(node);
    if (role === 'rule') this.#regardRule(node);
    else if (role === 'policy') this.#regardPolicy(node);
    else if (role === 'group') this.#regardGroup(node);
    else if (role === 'port') this.#regardPort(node);
    else if (node.plane === 'kubernetes') {
      for (const port of followed(this.graph, id, 'realizes', 'port')) this.#regardPort(port);
    }
  }

  #regardPolicy(policy: GraphNode): void {
    this.#place(policy.id, policy.source, preferencePlaces(this.graph, policy));
    for (const rule of followed(this.graph, policy.id, 'contains', 'rule')) this.#regardRule(rule);
  }

  #regardPort(port: GraphNode): void {
    this.#address(port.id, port.source, addressesOf(this.graph, port));
  }

  #forget(id: NodeId): void {
    const source = sourceOf(id);
    this.#place(id, source, []);
    this.#address(id, source, []);
    this.#list(id, source, []);
    this.#name(id, source, []);
    this.#group(source, keyOf(id), null);
  }

  #regardRule(rule: GraphNode): void {
    const placed = placeRule(this.graph, rule);
    this.#place(rule.id, rule.source, placesOf(placed));
    const { literals, paths } = operandsOf(placed);
    this.#list(rule.id, rule.source, literals);
    this.#name(rule.id, rule.source, paths);
  }

  #regardGroup(group: GraphNode): void {
    const record = this.graph.record(group.id);
    const expression = record === undefined ? null : toGroup(record).expression;
    this.#group(group.source, group.key, expression);
    this.#list(group.id, group.source, expression === null ? [] : listedAddresses(expression));
  }

  #group(source: SourceId, path: string, expression: Expression | null): void {
    let doubtful = this.#doubtful.get(source);
    if (doubtful === undefined) {
      if (expression === null) return;
      doubtful = new DoubtfulGroups();
      this.#doubtful.set(source, doubtful);
    }
    doubtful.regard(path, expression);
    if (expression !== null) this.#missing.get(source)?.delete(path);
    else if (this.#applied.get(source)?.has(path)) this.#miss(source, path);
  }

  #miss(source: SourceId, path: string): void {
    const missing = this.#missing.get(source);
    if (missing === undefined) this.#missing.set(source, new Set([path]));
    else missing.add(path);
  }

  #place(id: NodeId, source: SourceId, places: Places): void {
    for (const path of places) {
      if (spaceOf(path) !== path && !isPlace(path) && groupAt(this.graph, source, path) === null)
        this.#miss(source, path);
    }
    const before = this.#places.get(id);
    move(this.#applied, { id, source, before, now: places });
    const space = spaceOf(keyOf(id));
    if (space !== '')
      move(this.#inSpace, { id, source, before: before && [space], now: places.length > 0 ? [space] : [] });
    if (places.length === 0) this.#places.delete(id);
    else this.#places.set(id, places);
  }

  #name(id: NodeId, source: SourceId, groups: readonly string[]): void {
    if (!move(this.#byGroup, { id, source, before: this.#groupsOf.get(id), now: groups })) return;
    if (groups.length === 0) this.#groupsOf.delete(id);
    else this.#groupsOf.set(id, groups);
  }

  #list(id: NodeId, source: SourceId, literals: readonly string[]): void {
    if (!move(this.#byLiteral, { id, source, before: this.#listed.get(id), now: literals })) return;
    this.#literals.delete(source);
    if (literals.length === 0) this.#listed.delete(id);
    else this.#listed.set(id, literals);
  }

  #address(id: NodeId, source: SourceId, addresses: readonly string[]): void {
    const before = this.#addresses.get(id)?.map(plainAddress);
    if (move(this.#byAddress, { id, source, before, now: addresses.map(plainAddress) })) this.#version++;
    if (addresses.length === 0) this.#addresses.delete(id);
    else this.#addresses.set(id, addresses);
  }
}

function isOfRules(id: NodeId): boolean {
  const kind = kindNamed(id.split(':', 3)[2] ?? '');
  return kind?.plane === 'nsx' && kind.dfw !== null && !['port', 'segment'].includes(kind.dfw);
}

/** `<source>:<kind>:<key>`, where the source is `nsx:<name>`. */
const sourceOf = (id: NodeId): SourceId => id.split(':', 2).join(':') as SourceId; // ids are made of sources, see `nodeId`

const keyOf = (id: NodeId): string => unescapeKey(id.split(':').slice(3).join(':'));

function followed(graph: GraphQueries, id: NodeId, edge: EdgeKind, role: string): readonly GraphNode[] {
  return graph.hopsFrom(id).flatMap(({ kind, to }) => (kind === edge && roleOf(to.node) === role ? [to.node] : []));
}

const INDEXED: ReadonlySet<string> = new Set(['rule', 'policy', 'port', 'group']);

function* relevant(graph: GraphQueries): Iterator<GraphNode> {
  for (const kind of nsxKinds()) {
    if (kind.dfw !== null && INDEXED.has(kind.dfw)) yield* graph.nodesOfKind(kind.name);
  }
}

function preferencePlaces(graph: GraphQueries, policy: GraphNode): Places {
  const order = graph.record(policy.id)?.detail as PolicyDetail | undefined; // as in `placeRule`
  if (order === undefined || order.preference === null) return [];
  return isAny(order.scope) ? [EVERYWHERE] : order.scope;
}
