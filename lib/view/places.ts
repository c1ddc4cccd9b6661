import { madeBy } from '../dfw/made-by';
import { kindNamed } from '../kinds';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import { compareUnits } from './order';
import { isSystem, regionId } from './region-id';
import type { Space } from './space';
import { type SpaceSummary, summarize } from './summary';
import { type Standing, standingOf, type Unit, unitOf } from './units';

/** Units in a fixed order, made when asked and kept until one of them changes. */
class Shelf {
  readonly primaries = new Map<NodeId, Standing>();
  #units: readonly Unit[] | null = null;

  constructor(private readonly graph: GraphQueries) {}

  changed(): void {
    this.#units = null;
  }

  get units(): readonly Unit[] {
    this.#units ??= this.make();
    return this.#units;
  }

  /** Without keeping them: most namespaces are only ever summed up. */
  protected make(): readonly Unit[] {
    const units: Unit[] = [];
    for (const [id, standing] of this.primaries) {
      const node = this.graph.node(id);
      if (node !== undefined) units.push(unitOf(this.graph, node, standing));
    }
    return units.sort(compareUnits);
  }
}

class SpaceShelf extends Shelf implements Space {
  readonly id: string;
  readonly system: boolean;
  node: GraphNode | null = null;
  #summary: SpaceSummary | null = null;

  constructor(
    private readonly places: Places,
    readonly cluster: string,
    readonly namespace: string,
  ) {
    super(places.graph);
    this.id = regionId(cluster, namespace);
    this.system = isSystem(namespace);
  }

  override changed(): void {
    super.changed();
    this.#summary = null;
  }

  get summary(): SpaceSummary {
    if (this.#summary === null) {
      const inside = (id: NodeId): boolean => this.places.at(id) === this;
      this.#summary = summarize(this.places.graph, { units: this.make(), node: this.node, inside });
    }
    return this.#summary;
  }
}

const KNOWN = new WeakMap<GraphQueries, Places>();

/**
 * Which object is drawn where, for all views of one graph: kept up to date from what changes, so that a view of a world of
 * 100,000 objects visits its namespaces and not the objects in them.
 */
export class Places {
  readonly spaces = new Map<string, SpaceShelf>();
  /** What belongs to no namespace and is no group. */
  readonly outside: Shelf;
  readonly groups: Shelf;
  /** Groups by an administrator, and how many NSX made for itself. */
  readonly adminGroups = new Set<NodeId>();
  readonly nsxGroups = new Set<NodeId>();
  readonly #at = new Map<NodeId, Shelf>();
  readonly #regions = new Map<NodeId, SpaceShelf>();
  readonly #groupUnits = new Map<NodeId, Unit>();
  #touched = new Set<NodeId>();

  private constructor(readonly graph: GraphQueries) {
    this.outside = new Shelf(graph);
    this.groups = new Shelf(graph);
    for (const node of graph.nodes()) this.#touched.add(node.id);
    graph.observe((ids) => {
      for (const id of ids) this.#touched.add(id);
    });
  }

  /** The places of a graph as it is now. */
  static of(graph: GraphQueries): Places {
    let places = KNOWN.get(graph);
    if (places === undefined) {
      places = new Places(graph);
      KNOWN.set(graph, places);
    }
    places.#catchUp();
    return places;
  }

  /** Where an object is drawn. */
  at(id: NodeId): Shelf | undefined {
    return this.#at.get(id);
  }

  groupUnit(id: NodeId): Unit | null {
    const known = this.#groupUnits.get(id);
    if (known !== undefined) return known;
    const [node, standing] = [this.graph.node(id), this.groups.primaries.get(id)];
    if (node === undefined || standing === undefined) return null;
    const unit = unitOf(this.graph, node, standing);
    this.#groupUnits.set(id, unit);
    return unit;
  }

  #catchUp(): void {
    const touched = this.#touched;
    if (touched.size === 0) return;
    this.#touched = new Set();
    for (const id of touched) this.#regard(id, touched);
  }

  /** Places an object anew, and whatever is drawn by its relations. */
  #regard(id: NodeId, touched: ReadonlySet<NodeId>): void {
    const node = this.graph.node(id);
    this.#place(id, node);
    this.#placeRegion(id, node);
    if (node === undefined || this.#at.get(id) === this.groups) return;
    for (const { kind, to } of this.graph.hopsFrom(id)) {
      if (kind === 'realizes' && !touched.has(to.node.id)) this.#place(to.node.id, to.node);
      else if (kind === 'contains' && node.plane === 'nsx') this.#at.get(to.node.id)?.changed();
    }
    for (const { kind, from } of this.graph.hopsTo(id)) {
      if (kind === 'realizes') {
        if (!touched.has(from.node.id)) this.#place(from.node.id, from.node);
        this.#regions.get(from.node.id)?.changed();
      } else if (kind === 'serves' || kind === 'balances') this.#at.get(from.node.id)?.changed();
    }
  }

  #place(id: NodeId, node: GraphNode | undefined): void {
    const standing = node === undefined ? null : standingOf(this.graph, node);
    const before = this.#at.get(id);
    const now = standing === null ? undefined : this.#shelfOf(standing);
    if (before !== undefined) {
      before.changed();
      if (before !== now) before.primaries.delete(id);
    }
    if (now === undefined || standing === null) this.#at.delete(id);
    else {
      this.#at.set(id, now);
      if (standing.primary) now.primaries.set(id, standing);
      else now.primaries.delete(id);
      now.changed();
    }
    if (before === this.groups || now === this.groups) this.#placeGroup(id, now === this.groups ? node : undefined);
    if (before !== now && before instanceof SpaceShelf) this.#forget(before);
  }

  #shelfOf({ lane, cluster, namespace }: Standing): Shelf {
    if (lane === 'group') return this.groups;
    return cluster === null || namespace === null ? this.outside : this.#space(cluster, namespace);
  }

  /** A namespace that only NSX still knows gets its place too: what is left over must not vanish. */
  #space(cluster: string, namespace: string): SpaceShelf {
    const id = regionId(cluster, namespace);
    const known = this.spaces.get(id);
    if (known !== undefined) return known;
    const made = new SpaceShelf(this, cluster, namespace);
    this.spaces.set(id, made);
    return made;
  }

  #placeRegion(id: NodeId, node: GraphNode | undefined): void {
    const before = this.#regions.get(id);
    const kind = node === undefined ? undefined : kindNamed(node.kind);
    const isRegion = kind?.plane === 'kubernetes' && kind.isRegion === true;
    const now =
      isRegion && node !== undefined && node.cluster !== null ? this.#space(node.cluster, node.name) : undefined;
    if (before !== undefined && before !== now) this.#leaveRegion(id, before);
    if (now === undefined || node === undefined) return;
    this.#regions.set(id, now);
    now.changed();
    now.node = this.#newest(now, node);
  }

  /** A Namespace made again under its name, while the old one is still known: the greater UID counts, whatever came first. */
  #newest(space: SpaceShelf, node: GraphNode): GraphNode {
    const other = space.node === null ? undefined : this.graph.node(space.node.id);
    return other === undefined || other.id <= node.id ? node : other;
  }

  #leaveRegion(id: NodeId, space: SpaceShelf): void {
    this.#regions.delete(id);
    space.changed();
    if (space.node?.id === id) {
      space.node = null;
      for (const [other, region] of this.#regions) {
        const node = region === space ? this.graph.node(other) : undefined;
        if (node !== undefined) space.node = this.#newest(space, node);
      }
    }
    this.#forget(space);
  }

  #forget(space: SpaceShelf): void {
    if (space.node !== null || space.primaries.size > 0) return;
    // By now another of the same name may have taken its place.
    if (this.spaces.get(space.id) === space) this.spaces.delete(space.id);
  }

  #placeGroup(id: NodeId, node: GraphNode | undefined): void {
    this.#groupUnits.delete(id);
    this.adminGroups.delete(id);
    this.nsxGroups.delete(id);
    if (node === undefined) return;
    const maker = madeBy(node);
    if (maker === 'admin') this.adminGroups.add(id);
    else if (maker === 'nsx') this.nsxGroups.add(id);
  }
}
