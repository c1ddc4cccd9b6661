import { nsxKinds } from '../kinds';
import type { PolicyDetail } from '../kinds/nsx/security-policy';
import { type GraphNode, type GraphQueries, type NodeId, type SourceId, unescapeKey } from '../model';
import { DoubtfulGroups } from './doubtful-groups';
import type { Expression } from './expression';
import { addressesOf, groupAt } from './lookup';
import { isAny, placeRule, roleOf, scopeOf } from './placed-rule';
import { toGroup } from './subjects';

const STEP = 2_000;

/** Where a rule, or what a policy adds for its scope, is looked for. */
type Places = readonly string[];
/** The path of what is applied everywhere. */
export const EVERYWHERE = '';

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
  readonly #todo: Iterator<GraphNode>;
  #done = false;

  private constructor(readonly graph: GraphQueries) {
    this.#todo = relevant(graph);
    graph.observe((touched) => {
      for (const id of touched) this.#regard(id);
    });
  }

  /** Makes it complete in steps of some thousand objects; nothing to do the second time. */
  *ready(): Iterator<undefined> {
    while (!this.#step()) yield;
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
    return this.#byAddress.get(source)?.get(address);
  }

  /** Scopes whose members we cannot tell for sure. */
  *doubtfulScopes(source: SourceId): Iterable<string> {
    for (const path of this.#doubtful.get(source)?.all() ?? []) if (this.#applied.get(source)?.has(path)) yield path;
    yield* this.#missing.get(source) ?? [];
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
      else this.#regard(next.value.id);
    }
    return this.#done;
  }

  #regard(id: NodeId): void {
    const node = this.graph.node(id);
    const role = roleOf(node);
    if (node === undefined) {
      this.#place(id, sourceOf(id), []);
      this.#address(id, sourceOf(id), []);
      this.#group(sourceOf(id), keyOf(id), null);
    } else if (role === 'rule') this.#place(id, node.source, this.#placesOf(node));
    else if (role === 'policy') {
      this.#place(id, node.source, preferencePlaces(this.graph, node));
      for (const { kind, to } of this.graph.hopsFrom(id)) {
        if (kind === 'contains' && roleOf(to.node) === 'rule')
          this.#place(to.node.id, node.source, this.#placesOf(to.node));
      }
    } else if (role === 'group') {
      const record = this.graph.record(id);
      this.#group(node.source, node.key, record === undefined ? null : toGroup(record).expression);
    } else if (role === 'port') this.#address(id, node.source, addressesOf(this.graph, node));
    else if (node.plane === 'kubernetes') {
      for (const { kind, to } of this.graph.hopsFrom(id)) {
        if (kind === 'realizes' && roleOf(to.node) === 'port') {
          this.#address(to.node.id, to.node.source, addressesOf(this.graph, to.node));
        }
      }
    }
  }

  #placesOf(node: GraphNode): Places {
    const rule = placeRule(this.graph, node);
    if (rule === null) return [];
    const scope = scopeOf(rule);
    return isAny(scope) ? [EVERYWHERE] : scope;
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
      if (path.includes('/groups/') && groupAt(this.graph, source, path) === null) this.#miss(source, path);
    }
    move(this.#applied, { id, source, before: this.#places.get(id), now: places });
    if (places.length === 0) this.#places.delete(id);
    else this.#places.set(id, places);
  }

  #address(id: NodeId, source: SourceId, addresses: readonly string[]): void {
    move(this.#byAddress, { id, source, before: this.#addresses.get(id), now: addresses });
    if (addresses.length === 0) this.#addresses.delete(id);
    else this.#addresses.set(id, addresses);
  }
}

/** `<source>:<kind>:<key>`, where the source is `nsx:<name>`: none of the three holds a colon but in the key. */
const sourceOf = (id: NodeId): SourceId => id.split(':', 2).join(':') as SourceId; // ids are made of sources, see `nodeId`

const keyOf = (id: NodeId): string => unescapeKey(id.split(':').slice(3).join(':'));

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

interface Move {
  readonly id: NodeId;
  readonly source: SourceId;
  readonly before: readonly string[] | undefined;
  readonly now: readonly string[];
}

function move(index: Map<SourceId, Map<string, Set<NodeId>>>, { id, source, before, now }: Move): void {
  if (before === undefined && now.length === 0) return;
  if (before !== undefined && before.length === now.length && before.every((key, i) => key === now[i])) return;
  let ofSource = index.get(source);
  if (ofSource === undefined) {
    ofSource = new Map();
    index.set(source, ofSource);
  }
  for (const key of before ?? []) {
    const ids = ofSource.get(key);
    ids?.delete(id);
    if (ids?.size === 0) ofSource.delete(key);
  }
  for (const key of now) {
    const ids = ofSource.get(key);
    if (ids === undefined) ofSource.set(key, new Set([id]));
    else ids.add(id);
  }
}
