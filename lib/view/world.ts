import { Layered, type NodeId } from '../model';
import { type Steps, sorted } from '../steps';
import { LIMITS } from './folding';
import type { Finds } from './part';
import type { Places } from './places';
import { type Memory, remembered } from './remembered';
import { compareSpaces } from './order';
import type { Box, Space } from './space';
import { type Tiled, Tiles } from './tiles';
import type { Region, ViewSpec } from './view';

/** A namespace as the world last saw it. */
interface Member {
  readonly region: Region;
  readonly orphans: number;
  readonly above: readonly NodeId[];
  readonly hasNode: boolean;
}

/** The state that is read: from which change of namespaces on there are later ones. */
interface Mark {
  readonly membership: number;
  readonly change: number;
}

const KEPT: Memory<Places, World> = new WeakMap();
const MOST_KEPT = 48;
/** So many Namespaces are looked at between two steps: one that is not summed up yet may take a millisecond. */
const LOOKED_AT = 8;

/**
 * All namespaces of a wide view, each as a tile, kept between views: what is seen of thousands is brought up to date from the
 * few that changed.
 */
export class World {
  #spaces: readonly Space[] = [];
  #members = new Map<Space, Member>();
  #regions: Layered<Region> = Layered.on(new Map());
  #mark: Mark | null = null;
  #sums = new Sums();
  #isWide = false;
  #spansClusters = false;
  readonly #tiles: Tiles;

  constructor(
    private readonly places: Places,
    private readonly cluster: string | null,
    finds: Finds | null,
  ) {
    this.#tiles = new Tiles(places, finds);
  }

  /** In the order of views. */
  get spaces(): readonly Space[] {
    return this.#spaces;
  }

  /** A tile for each namespace. */
  get regions(): Layered<Region> {
    return this.#regions;
  }

  get tiled(): Tiled {
    const { objects, found } = this.#sums;
    return { boxes: this.#spaces.length, objects, found };
  }

  get orphans(): number {
    return this.#sums.orphans;
  }

  /** What lies left of any of them on the map. */
  get above(): Iterable<NodeId> {
    return this.#sums.above.keys();
  }

  /** Whether so many belong to people that all are folded. */
  get isWide(): boolean {
    return this.#isWide;
  }

  get spansClusters(): boolean {
    return this.#spansClusters;
  }

  /** The namespace of a region; undefined where it is none of them. */
  find(region: string): Space | undefined {
    const space = this.places.spaces.get(region);
    return space !== undefined && this.#members.has(space) ? space : undefined;
  }

  /** Brings it up to date in steps; all at once where namespaces came or went, or nobody looked for long. */
  *catchUp(): Steps<void> {
    if (!this.#follow()) yield* this.#begin();
  }

  /** Takes in what changed since; false where that cannot be told. */
  #follow(): boolean {
    const mark = this.#mark;
    if (mark === null || mark.membership !== this.places.membership) return false;
    const { changes } = this.places;
    const changed = this.places.changedSince(mark.change);
    if (changed === null) return false;
    const regions: [string, Region][] = [];
    for (const space of new Set(changed)) {
      const before = this.#members.get(space);
      if (before === undefined) continue; // of another cluster
      const after = this.#look(space);
      if (after.hasNode !== before.hasNode) return this.#forget();
      this.#sums.take(before);
      this.#sums.put(after);
      this.#members.set(space, after);
      if (after.region !== before.region) regions.push([space.id, after.region]);
    }
    if (regions.length > 0) this.#regions = this.#regions.with(regions);
    this.#mark = { ...mark, change: changes };
    return true;
  }

  /** Sums may have been half brought up to date. */
  #forget(): false {
    this.#mark = null;
    return false;
  }

  *#begin(): Steps<void> {
    const { membership, changes } = this.places;
    const inScope = [...this.places.spaces.values()].filter(
      ({ cluster }) => this.cluster === null || cluster === this.cluster,
    );
    const spaces = yield* sorted(inScope, compareSpaces);
    const [members, regions, sums] = [new Map<Space, Member>(), new Map<string, Region>(), new Sums()];
    for (const space of spaces) {
      const member = this.#look(space);
      members.set(space, member);
      regions.set(space.id, member.region);
      sums.put(member);
      if (members.size % LOOKED_AT === 0) yield;
    }
    this.#spaces = spaces;
    this.#members = members;
    this.#regions = Layered.on(regions);
    this.#sums = sums;
    this.#isWide = isWide(spaces);
    this.#spansClusters = spansClusters(spaces);
    // What changes between two steps is found the next time.
    this.#mark = { membership, change: changes };
  }

  #look(space: Space): Member {
    const { above, orphans } = space.summary;
    return { region: this.#tiles.of(space), orphans, above, hasNode: space.node !== null };
  }
}

/** What members have together, which each can leave again. */
class Sums {
  objects = 0;
  found = 0;
  orphans = 0;
  /** How many of them each object is above. */
  readonly above = new Map<NodeId, number>();

  put(member: Member): void {
    this.#add(member, 1);
  }

  take(member: Member): void {
    this.#add(member, -1);
  }

  #add({ region: { tile }, orphans, above }: Member, sign: 1 | -1): void {
    this.objects += sign * (tile?.objects ?? 0);
    this.found += sign * (tile?.found ?? 0);
    this.orphans += sign * orphans;
    for (const id of above) {
      const count = (this.above.get(id) ?? 0) + sign;
      if (count === 0) this.above.delete(id);
      else this.above.set(id, count);
    }
  }
}

/** With more boxes than this, apart from those of the system, none is open by itself. */
export const isWide = (boxes: readonly Box[]): boolean =>
  boxes.filter(({ system }) => !system).length > LIMITS.openRegions;

/** Whether names of namespaces may recur. */
export const spansClusters = (boxes: readonly Box[]): boolean =>
  boxes.some(({ cluster }) => cluster !== boxes[0]?.cluster);

/** The world of a view that shows whole namespaces, all of them or those of a cluster, where they are too many for a card each. */
export function* worldOf(places: Places, spec: ViewSpec, finds: Finds | null): Steps<World | null> {
  if (spec.namespace !== null || spec.at !== undefined || spec.hide !== undefined) return null;
  if (places.spaces.size <= LIMITS.foldedCards) return null;
  const key = JSON.stringify([spec.cluster, finds?.text ?? null]);
  const world = remembered(KEPT, places, key, MOST_KEPT, () => new World(places, spec.cluster, finds));
  yield* world.catchUp();
  const { length } = world.spaces;
  return length > LIMITS.foldedCards && length <= LIMITS.regions ? world : null;
}
