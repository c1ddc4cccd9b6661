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

/** Units in a fixed order, made when asked and kept until one of them changes. */
export class Shelf {
  readonly primaries = new Map<NodeId, Standing>();
  #units: readonly Unit[] | null = null;
  /** Those made last, once somebody looked at them: what did not change stays the same object. */
  #last: ReadonlyMap<string, Unit> | null = null;

  constructor(private readonly graph: GraphQueries) {}

  changed(): void {
    this.#units = null;
  }

  get units(): readonly Unit[] {
    if (this.#units !== null) return this.#units;
    this.#units = this.make();
    this.#last = new Map(this.#units.map((unit) => [unit.id, unit]));
    return this.#units;
  }

  /** Whether somebody looked at the units, and will again. */
  protected get isOpened(): boolean {
    return this.#last !== null;
  }

  /** Without keeping them: most namespaces are only ever summed up. */
  protected make(): readonly Unit[] {
    const units: Unit[] = [];
    for (const [id, standing] of this.primaries) {
      const node = this.graph.node(id);
      if (node !== undefined) units.push(unitOf(this.graph, node, standing, this.#last?.get(id)));
    }
    return units.sort(compareUnits);
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
    const units = this.isOpened ? this.units : this.make();
    this.#summary = summarize(this.places.graph, { units, node: this.node, inside });
    return this.#summary;
  }
}
