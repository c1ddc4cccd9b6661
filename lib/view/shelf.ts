import type { GraphNode, GraphQueries, NodeId } from '../model';
import { compareUnits } from './order';
import { isSystem, regionId } from './region-id';
import type { Space } from './space';
import { type SpaceSummary, type Summed, summarize } from './summary';
import { type Standing, type Unit, unitOf } from './units';

/** Where objects are, as far as a namespace asks. */
interface Placing {
  readonly graph: GraphQueries;
  at(id: NodeId): unknown;
  noteChange(space: SpaceShelf): void;
}

/** Summed up so often without being asked for, units are no longer kept. */
const PATIENCE = 20;
/** When more than so many are to be renewed, all are. */
const MOST_RENEWED = 64;

/** Units in a fixed order, made when asked and kept until one of them changes. */
export class Shelf {
  readonly primaries = new Map<NodeId, Standing>();
  #units: readonly Unit[] | null = null;
  /** Those made last, once somebody looked at them. */
  #last: Stock | null = null;
  /** Objects that changed since, or whose relations did. */
  readonly #disturbed = new Set<NodeId>();

  /** How often they were summed up since somebody asked for them. */
  #unasked = 0;

  constructor(private readonly graph: GraphQueries) {}

  /** The object, which is on the shelf, changed, or something that it has to do with. */
  disturb(id: NodeId): void {
    if (this.#last !== null) this.#disturbed.add(id);
    this.changed();
  }

  changed(): void {
    this.#units = null;
  }

  get units(): readonly Unit[] {
    this.#unasked = 0;
    return this.#kept();
  }

  protected get keepsUnits(): boolean {
    return this.#last !== null;
  }

  /** The units to be summed up: kept ones, as long as somebody asks for them now and then. */
  protected get summed(): readonly Unit[] {
    if (this.#last === null) return this.make();
    if (++this.#unasked < PATIENCE) return this.#kept();
    [this.#last, this.#units] = [null, null];
    this.#disturbed.clear();
    return this.make();
  }

  #kept(): readonly Unit[] {
    if (this.#units !== null) return this.#units;
    const stale = this.#stale();
    if (this.#last === null || stale.size > MOST_RENEWED) this.#last = new Stock(this.make(true));
    else this.#last.renew(stale, (id) => this.#made(id));
    this.#disturbed.clear();
    this.#units = this.#last.units;
    return this.#units;
  }

  /** Without keeping them: most namespaces are only ever summed up. */
  protected make(keeps = false): readonly Unit[] {
    const units: Unit[] = [];
    for (const id of this.primaries.keys()) {
      const unit = this.#made(id, keeps);
      if (unit !== undefined) units.push(unit);
    }
    return units.sort(compareUnits);
  }

  /** Primaries of the units that are no longer what they were: disturbed, or with a partner that is. */
  #stale(): ReadonlySet<NodeId> {
    const stale = new Set(this.#disturbed);
    for (const id of this.#disturbed) {
      // Whose partner it no longer is was disturbed by that.
      for (const { kind, from } of this.graph.hopsTo(id)) if (kind === 'realizes') stale.add(from.node.id);
    }
    return stale;
  }

  #made(id: NodeId, keeps = true): Unit | undefined {
    const standing = this.primaries.get(id);
    const node = standing === undefined ? undefined : this.graph.node(id);
    return standing === undefined || node === undefined ? undefined : unitOf(this.graph, node, standing, keeps);
  }
}

/** Units in their order, of which some are replaced. */
class Stock {
  readonly #byPrimary: Map<string, Unit>;

  constructor(public units: readonly Unit[]) {
    this.#byPrimary = new Map(units.map((unit) => [unit.id, unit]));
  }

  /** The units of these primary objects are made anew; of some there may be none any more, or not yet. */
  renew(primaries: Iterable<NodeId>, make: (primary: NodeId) => Unit | undefined): void {
    const units = [...this.units];
    for (const id of primaries) {
      const [before, after] = [this.#byPrimary.get(id), make(id)];
      if (after === undefined) this.#byPrimary.delete(id);
      else this.#byPrimary.set(id, after);
      const at = before === undefined ? -1 : units.indexOf(before);
      const stays = before !== undefined && after !== undefined && compareUnits(before, after) === 0;
      if (at >= 0) units.splice(at, 1, ...(stays ? [after] : []));
      if (after !== undefined && !stays) units.splice(placeOf(units, after), 0, after);
    }
    this.units = units;
  }
}

/** How many of the units, which are in order, come before this one. */
function placeOf(units: readonly Unit[], unit: Unit): number {
  let [low, high] = [0, units.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = units[middle];
    if (other !== undefined && compareUnits(other, unit) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class SpaceShelf extends Shelf implements Space {
  readonly id: string;
  readonly kind = 'namespace';
  readonly lead = null;
  readonly system: boolean;
  node: GraphNode | null = null;
  #summary: SpaceSummary | null = null;
  /** The summary made last, with what it was made of. */
  #before: Summed | null = null;

  constructor(
    private readonly places: Placing,
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
    this.places.noteChange(this);
  }

  get title(): string {
    return this.namespace;
  }

  made(): readonly Unit[] {
    return this.make();
  }

  get isSummedUp(): boolean {
    return this.#summary !== null;
  }

  get summary(): SpaceSummary {
    return this.#summary ?? this.sumUp();
  }

  sumUp(): SpaceSummary {
    const inside = (id: NodeId): boolean => this.places.at(id) === this;
    const units = this.summed;
    this.#summary = summarize(this.places.graph, { units, node: this.node, inside }, this.#before);
    this.#before = this.keepsUnits ? { units, summary: this.#summary } : null;
    return this.#summary;
  }
}
