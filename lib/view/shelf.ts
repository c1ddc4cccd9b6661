import type { GraphNode, GraphQueries, NodeId } from '../model';
import { compareUnits } from './order';
import { isSystem, regionId } from './region-id';
import type { Space } from './space';
import { type SpaceSummary, summarize } from './summary';
import { type Standing, type Unit, unitOf } from './units';

/** Where objects are, as far as a namespace asks. */
interface Placing {
  readonly graph: GraphQueries;
  at(id: NodeId): unknown;
  noteChange(space: SpaceShelf): void;
}

/** Summed up so often without being asked for, units are no longer kept. */
const PATIENCE = 20;

/** Units in a fixed order, made when asked and kept until one of them changes. */
export class Shelf {
  readonly primaries = new Map<NodeId, Standing>();
  #units: readonly Unit[] | null = null;
  /** Those made last, once somebody looked at them, by the objects in them. */
  #last: ReadonlyMap<NodeId, Unit> | null = null;
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
    this.#last = this.#renewed();
    this.#disturbed.clear();
    this.#units = [...new Set(this.#last.values())].sort(compareUnits);
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

  /** What was not disturbed stays the same object. */
  #renewed(): ReadonlyMap<NodeId, Unit> {
    const renewed = new Map<NodeId, Unit>();
    for (const [id, standing] of this.primaries) {
      const unit = this.#undisturbed(id) ?? this.#made(id, standing);
      for (const node of unit?.nodes ?? []) if (unit !== undefined) renewed.set(node.id, unit);
    }
    return renewed;
  }

  #undisturbed(id: NodeId): Unit | undefined {
    const unit = this.#last?.get(id);
    return unit?.id === id && !unit.nodes.some((node) => this.#disturbed.has(node.id)) ? unit : undefined;
  }

  #made(id: NodeId, standing: Standing): Unit | undefined {
    const node = this.graph.node(id);
    return node === undefined ? undefined : unitOf(this.graph, node, standing, true);
  }
}

export class SpaceShelf extends Shelf implements Space {
  readonly id: string;
  readonly kind = 'namespace';
  readonly lead = null;
  readonly system: boolean;
  node: GraphNode | null = null;
  #summary: SpaceSummary | null = null;

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
    this.#summary = summarize(this.places.graph, { units: this.summed, node: this.node, inside });
    return this.#summary;
  }
}
