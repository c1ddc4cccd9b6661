import { madeBy } from '../dfw/made-by';
import type { GraphNode, GraphQueries, LiveCriteria, NodeId } from '../model';
import { GroupTally } from './group-tally';
import { compareUnits } from './order';
import type { Space } from './space';
import { type Standing, type Unit, unitOf } from './units';

/** What a group that NCP or nsx-operator made is for: a handful of purposes, so that their boxes stay few. */
function madeFor(node: GraphNode): string {
  const purpose = node.facts.createdFor;
  if (purpose === 'healthcheck') return 'health checks';
  if (purpose === 'network_policy') return 'NetworkPolicies';
  return node.namespace === null ? 'the cluster' : 'Namespaces';
}

/** The groups of one graph, sorted out by who made them and for what, and counted per cluster; kept up to date by {@link Places}. */
export class GroupIndex {
  /** Groups that NSX made for its own load balancer. */
  readonly ofNsx = new Set<NodeId>();
  readonly #standings = new Map<NodeId, Standing>();
  readonly #admin = new Set<NodeId>();
  readonly #units = new Map<NodeId, Unit>();
  readonly #criteria = new Map<NodeId, LiveCriteria>();
  readonly #tallies = new Map<string | null, GroupTally>();
  #adminUnits: readonly Unit[] | null = null;
  #adminVersion = 0;

  constructor(private readonly graph: GraphQueries) {}

  has(id: NodeId): boolean {
    return this.#standings.has(id);
  }

  isAdmin(id: NodeId): boolean {
    return this.#admin.has(id);
  }

  /** Another number as soon as one of the groups that administrators made is another. */
  get adminVersion(): number {
    return this.#adminVersion;
  }

  /** Groups that administrators made, in the order of views. */
  get adminUnits(): readonly Unit[] {
    this.#adminUnits ??= [...this.#admin].flatMap((id) => this.unit(id) ?? []).sort(compareUnits);
    return this.#adminUnits;
  }

  unit(id: NodeId): Unit | null {
    const known = this.#units.get(id);
    if (known !== undefined) return known;
    const [node, standing] = [this.graph.node(id), this.#standings.get(id)];
    if (node === undefined || standing === undefined) return null;
    const unit = unitOf(this.graph, node, standing);
    this.#units.set(id, unit);
    return unit;
  }

  /** What a group that neither an administrator nor NSX made is for; null for theirs. */
  purpose(id: NodeId): string | null {
    const node = this.#admin.has(id) || this.ofNsx.has(id) ? undefined : this.graph.node(id);
    return node === undefined ? null : madeFor(node);
  }

  /** The count of what a cluster's ports meet, or of what all ports do; shared by all views of it. */
  tallyOf(cluster: string | null): GroupTally {
    const known = this.#tallies.get(cluster);
    if (known !== undefined) return known;
    const made = new GroupTally(this);
    this.#tallies.set(cluster, made);
    return made;
  }

  /** Counts ahead of time what views of everything count; true when all of it is. */
  ready(spaces: ReadonlyMap<string, Space>, hasTime: () => boolean): boolean {
    const tally = this.tallyOf(null);
    for (const space of spaces.values()) {
      const { met } = space.summary;
      if (tally.knows(space, met)) continue;
      if (!hasTime()) return false;
      tally.note([[space, met]]);
    }
    // Beside the namespaces it may know one more, for ports in none; with others, namespaces are gone.
    if (tally.owners > spaces.size + 1)
      tally.follow(Array.from(spaces.values(), (space) => [space, space.summary.met]));
    return true;
  }

  /** The group came, changed, or is gone (no standing). */
  place(id: NodeId, node: GraphNode | undefined, standing: Standing | null): void {
    this.#units.delete(id);
    if (this.#admin.delete(id)) this.#adminChanged();
    this.ofNsx.delete(id);
    this.#follow(id, standing === null ? undefined : this.graph.criteriaOf(id));
    if (node === undefined || standing === null) {
      this.#standings.delete(id);
      return;
    }
    this.#standings.set(id, standing);
    const maker = madeBy(node);
    if (maker === 'nsx') this.ofNsx.add(id);
    if (maker !== 'admin') return;
    this.#admin.add(id);
    this.#adminChanged();
  }

  #adminChanged(): void {
    this.#adminUnits = null;
    this.#adminVersion++;
  }

  /** What the group asked for and what it asks for now are counted anew. */
  #follow(id: NodeId, now: LiveCriteria | undefined): void {
    const before = this.#criteria.get(id);
    if (now === undefined) this.#criteria.delete(id);
    else this.#criteria.set(id, now);
    for (const tally of this.#tallies.values()) {
      if (before !== undefined) tally.changed(before);
      if (now !== undefined) tally.changed(now);
    }
  }
}
