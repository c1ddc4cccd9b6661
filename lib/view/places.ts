import { kindNamed } from '../kinds';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import { type Steps, STRIDE } from '../steps';
import { GroupIndex } from './group-index';
import { History } from './history';
import { regionId } from './region-id';
import { Shelf, SpaceShelf } from './shelf';
import type { Space } from './space';
import { type Standing, standingOf } from './units';

/** Fewer objects than this touched since the last time: the world is known and only changes. */
const CALM = 1_000;

const batchOf = (ids: Set<NodeId>) => ({ ids, left: ids.values() });

const KNOWN = new WeakMap<GraphQueries, Places>();

/**
 * Which object is drawn where, for all views of one graph: kept up to date from what changes, so that a view of a world of
 * 100,000 objects visits its namespaces and not the objects in them.
 */
export class Places {
  readonly spaces = new Map<string, SpaceShelf>();
  /** What belongs to no namespace and is no group. */
  readonly outside: Shelf;
  readonly groups: GroupIndex;
  readonly #history = new History<SpaceShelf>();
  #membership = 0;
  readonly #at = new Map<NodeId, Shelf>();
  readonly #regions = new Map<NodeId, SpaceShelf>();
  #touched = new Set<NodeId>();
  /** Touched before, with those that are still to be placed. */
  #batch = batchOf(new Set());

  private constructor(readonly graph: GraphQueries) {
    this.outside = new Shelf(graph);
    this.groups = new GroupIndex(graph);
    for (const node of graph.nodes()) this.#touched.add(node.id);
    graph.observe((ids) => {
      for (const id of ids) this.#touched.add(id);
    });
  }

  /** The places of a graph as it is now. */
  static of(graph: GraphQueries): Places {
    const places = Places.#known(graph);
    places.#catchUp(() => true);
    return places;
  }

  /** Brings the places of a graph up to date step by step, so far that little is left to do for {@link of}. */
  static *settle(graph: GraphQueries): Steps<void> {
    const places = Places.#known(graph);
    while (places.#batch.ids.size + places.#touched.size >= CALM) {
      let placed = 0;
      if (places.#catchUp(() => ++placed < STRIDE)) return;
      yield;
    }
  }

  /**
   * Does ahead of time what the next view would have to: as much as there is time for. True when nothing is left to do.
   * Namespaces are summed up only while few objects change: in a world that is being read it would be done in vain.
   */
  static ready(graph: GraphQueries, hasTime: () => boolean): boolean {
    const places = Places.#known(graph);
    const calm = places.#touched.size < CALM;
    if (!places.#catchUp(hasTime) || !calm) return false;
    for (const space of places.spaces.values()) {
      if (space.isSummedUp) continue;
      if (!hasTime()) return false;
      space.sumUp();
    }
    return places.groups.ready(places.spaces, hasTime);
  }

  static #known(graph: GraphQueries): Places {
    let places = KNOWN.get(graph);
    if (places === undefined) {
      places = new Places(graph);
      KNOWN.set(graph, places);
    }
    return places;
  }

  /** Another number as soon as a namespace came or went. */
  get membership(): number {
    return this.#membership;
  }

  /** How often a namespace changed. */
  get changes(): number {
    return this.#history.length;
  }

  /** Namespaces that changed after so many {@link changes}, some more than once; null where that is too long ago to be known. */
  changedSince(changes: number): Iterable<Space> | null {
    return this.#history.since(changes);
  }

  /** A namespace tells that what is in it changed. */
  noteChange(space: SpaceShelf): void {
    this.#history.add(space);
  }

  /** Where an object is drawn. */
  at(id: NodeId): Shelf | undefined {
    return this.#at.get(id);
  }

  /** The namespace that an object is drawn in. */
  spaceOf(id: NodeId): Space | null {
    const shelf = this.#at.get(id);
    return shelf instanceof SpaceShelf ? shelf : null;
  }

  /** Places what was touched, as long as there is time; true when all of it is placed. */
  #catchUp(hasTime: () => boolean): boolean {
    do {
      for (let next = this.#batch.left.next(); next.done !== true; next = this.#batch.left.next()) {
        this.#regard(next.value, this.#batch.ids);
        if (!hasTime()) return false;
      }
      this.#batch = batchOf(this.#touched);
      this.#touched = new Set();
    } while (this.#batch.ids.size > 0);
    return true;
  }

  /** Places an object anew, and whatever is drawn by its relations. */
  #regard(id: NodeId, touched: ReadonlySet<NodeId>): void {
    const node = this.graph.node(id);
    this.#place(id, node);
    this.#placeRegion(id, node);
    if (node === undefined || this.groups.has(id)) return;
    for (const { kind, to } of this.graph.hopsFrom(id)) {
      if (kind === 'realizes' && !touched.has(to.node.id)) this.#place(to.node.id, to.node);
      else if (kind === 'contains' && node.plane === 'nsx') this.#at.get(to.node.id)?.disturb(to.node.id);
    }
    for (const { kind, from } of this.graph.hopsTo(id)) {
      if (kind === 'realizes') {
        if (!touched.has(from.node.id)) this.#place(from.node.id, from.node);
        this.#regions.get(from.node.id)?.changed();
      } else if (kind === 'serves' || kind === 'balances') this.#at.get(from.node.id)?.disturb(from.node.id);
    }
  }

  #place(id: NodeId, node: GraphNode | undefined): void {
    const standing = node === undefined ? null : standingOf(this.graph, node);
    if (standing?.lane === 'group' || this.groups.has(id)) this.groups.place(id, node, standing);
    const before = this.#at.get(id);
    const now = standing === null || standing.lane === 'group' ? undefined : this.#shelfOf(standing);
    if (before !== undefined) {
      before.disturb(id);
      if (before !== now) before.primaries.delete(id);
    }
    if (now === undefined || standing === null) this.#at.delete(id);
    else {
      this.#at.set(id, now);
      if (standing.primary) now.primaries.set(id, standing);
      else now.primaries.delete(id);
      now.disturb(id);
    }
    if (before !== now && before instanceof SpaceShelf) this.#forget(before);
  }

  #shelfOf({ cluster, namespace }: Standing): Shelf {
    return cluster === null || namespace === null ? this.outside : this.#space(cluster, namespace);
  }

  /** A namespace that only NSX still knows gets its place too: what is left over must not vanish. */
  #space(cluster: string, namespace: string): SpaceShelf {
    const id = regionId(cluster, namespace);
    const known = this.spaces.get(id);
    if (known !== undefined) return known;
    const made = new SpaceShelf(this, cluster, namespace);
    this.spaces.set(id, made);
    this.#membership++;
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
    if (this.spaces.get(space.id) !== space) return;
    this.spaces.delete(space.id);
    this.#membership++;
  }
}
