import type { GraphNode, GraphQueries, LiveCriteria } from '../model';
import { inOneGo, type Steps, sorted, STRIDE } from '../steps';
import { type Label, labelIn, leadOf, objectOf } from './box-faces';
import { sumSlices } from './box-sums';
import { remainderTitle } from './box-words';
import type { GroupIndex } from './group-index';
import { type Berth, NONE } from './grouping';
import { networksOf } from './networks';
import { compareText, compareUnits } from './order';
import { type Slice, sameSlice } from './slices';
import type { Box } from './space';
import type { SpaceSummary } from './summary';
import { type Unit, unitWith } from './units';
import type { Grouping } from './view';

/** A box that Namespaces have slices of. */
export class MixedBox implements Box {
  readonly id: string;
  readonly system = false;
  readonly slices = new Set<Slice>();
  readonly #label: Label | null;
  #found: { readonly seq: number; readonly node: GraphNode | null } | null = null;
  #lead: { readonly node: GraphNode | null; readonly words: string | null } | null = null;
  #summary: SpaceSummary | null = null;
  /** How often a slice came or went. */
  #changes = 0;

  constructor(
    private readonly graph: GraphQueries,
    readonly kind: Grouping,
    readonly key: string,
    readonly isOutside: boolean,
  ) {
    this.id = isOutside ? key : `box|${kind}|${key}`;
    this.#label = isOutside ? { title: key, cluster: null, namespace: null } : labelIn(kind, key);
  }

  put(slice: Slice): void {
    this.slices.add(slice);
    this.#changed();
  }

  remove(slice: Slice): void {
    this.slices.delete(slice);
    this.#changed();
  }

  #changed(): void {
    this.#summary = null;
    this.#changes++;
  }

  /** Another object as soon as anything in the box is. */
  get summary(): SpaceSummary {
    this.#summary ??= inOneGo(sumSlices(this.kind, this.slices));
    return this.#summary;
  }

  /** Makes {@link summary} in steps. A slice that comes or goes meanwhile leaves that to it. */
  *sumUp(): Steps<void> {
    if (this.#summary !== null || this.slices.size === 0) return;
    const changes = this.#changes;
    const made = yield* sumSlices(this.kind, this.slices);
    if (changes === this.#changes) this.#summary = made;
  }

  /** Whether it is called by an object, which may be named anew. */
  get isNamedByObject(): boolean {
    return this.#label === null;
  }

  get title(): string {
    if (this.key === NONE) return remainderTitle(this.kind, networksOf(this.graph));
    return this.#label?.title ?? this.node?.name ?? this.key;
  }

  get cluster(): string | null {
    return this.#label === null ? (this.node?.cluster ?? null) : this.#label.cluster;
  }

  get namespace(): string | null {
    return this.#label?.namespace ?? null;
  }

  /** Looked up once for each state of the graph: a view asks several times, and of thousands. */
  get node(): GraphNode | null {
    const { seq } = this.graph;
    if (this.#found?.seq !== seq) this.#found = { seq, node: objectOf(this.graph, this.kind, this.key) };
    return this.#found.node;
  }

  get lead(): string | null {
    const { node } = this;
    if (this.#lead?.node !== node) this.#lead = { node, words: leadOf(this.kind, this.key, node) };
    return this.#lead.words;
  }

  /** Made anew each time: boxes are many, and few are open. */
  get units(): readonly Unit[] {
    const units: Unit[] = [];
    for (const { primaries } of this.slices)
      for (const primary of primaries) {
        const unit = unitWith(this.graph, primary);
        if (unit !== null) units.push(unit);
      }
    return units.sort(compareUnits);
  }
}

type Slices = ReadonlyMap<string, Slice>;

/** Who has slices in boxes: a Namespace, or what belongs to none. */
export interface Owner {
  readonly id: string;
  readonly slices: Slices;
}

/** Where a slice is, and how many of its units could as well be in another box. */
interface Home {
  readonly box: MixedBox;
  readonly slice: Slice;
  readonly several: number;
}

interface Followed {
  slices: Slices;
  /** The box of each slice, which for groups may become another. */
  readonly homes: Map<string, Home>;
  round: number;
}

/**
 * The boxes of one grouped view, kept between views: an owner whose slices are the same objects costs nothing, and a box
 * that no other slice came to stays as it was.
 */
export class Boxes {
  readonly #followed = new Map<string, Followed>();
  readonly #boxes = new Map<string, MixedBox>();
  #sorted: Sorted | null = null;
  /** How often a box came or went. */
  #changes = 0;
  #round = 0;
  #several = 0;
  #groups: number;

  constructor(
    private readonly graph: GraphQueries,
    private readonly groups: GroupIndex,
    readonly by: Grouping,
  ) {
    this.#groups = groups.adminVersion;
  }

  /** Takes the slices of all who have any now. */
  follow(owners: Iterable<Owner>): void {
    const round = ++this.#round;
    // Which group a Pod stands in depends on the groups too, and those of administrators are few.
    if (this.by === 'group' && this.#groups !== this.groups.adminVersion) this.#forgetAll();
    for (const owner of owners) this.take(owner);
    for (const [id, known] of this.#followed) {
      if (known.round === round) continue;
      this.#compare(known, NO_SLICES);
      this.#followed.delete(id);
    }
  }

  /** Takes the slices of one of them, so that {@link follow} finds them in their boxes. */
  take({ id, slices }: Owner): void {
    const known = this.#followed.get(id) ?? { slices: NO_SLICES, homes: new Map(), round: this.#round };
    if (known.slices !== slices) this.#compare(known, slices);
    known.round = this.#round;
    this.#followed.set(id, known);
  }

  /** In the order of views. */
  get inside(): readonly MixedBox[] {
    return this.#sort().inside;
  }

  /** What stands outside of the boxes, by lane. */
  get outside(): readonly MixedBox[] {
    return this.#sort().outside;
  }

  /** How many units are in several groups, and stand in the first. */
  get several(): number {
    return this.#several;
  }

  /** The box of what stands in a berth. */
  at({ key, isOutside, criteria }: Berth): MixedBox | undefined {
    const isGroup = this.by === 'group' && !isOutside;
    return this.#boxes.get(isGroup ? (this.groupsOf(criteria)[0]?.id ?? NONE) : key);
  }

  /** The groups of administrators behind criteria, in the order of views. */
  groupsOf(criteria: readonly LiveCriteria[]): readonly Unit[] {
    const ids = new Set(criteria.flatMap(({ groups }) => [...groups].map(({ node }) => node.id)));
    const admin = [...ids].filter((id) => this.groups.isAdmin(id));
    return admin.flatMap((id) => this.groups.unit(id) ?? []).sort(compareUnits);
  }

  #compare(known: Followed, slices: Slices): void {
    for (const key of known.slices.keys()) if (!slices.has(key)) this.#take(known, key);
    for (const [key, slice] of slices) {
      const home = known.homes.get(key);
      if (home !== undefined && sameSlice(home.slice, slice)) continue;
      const groups = this.by === 'group' && !slice.isOutside ? this.groupsOf(slice.criteria) : null;
      const box = this.#box(groups === null ? key : (groups[0]?.id ?? NONE), slice.isOutside);
      if (home !== undefined) this.#take(known, key, box);
      box.put(slice);
      const several = groups !== null && groups.length > 1 ? slice.primaries.length : 0;
      this.#several += several;
      known.homes.set(key, { box, slice, several });
    }
    known.slices = slices;
  }

  /** Out of its box, which goes when nothing is left or about to `come`. */
  #take(known: Followed, key: string, come?: MixedBox): void {
    const home = known.homes.get(key);
    if (home === undefined) return;
    known.homes.delete(key);
    this.#several -= home.several;
    const { box, slice } = home;
    box.remove(slice);
    if (box === come || box.slices.size > 0) return;
    this.#boxes.delete(box.key);
    this.#unsort();
  }

  #box(key: string, isOutside: boolean): MixedBox {
    const known = this.#boxes.get(key);
    if (known !== undefined) return known;
    const made = new MixedBox(this.graph, this.by, key, isOutside);
    this.#boxes.set(key, made);
    this.#unsort();
    return made;
  }

  #forgetAll(): void {
    this.#groups = this.groups.adminVersion;
    this.#several = 0;
    this.#followed.clear();
    this.#boxes.clear();
    this.#unsort();
  }

  /** By name, which an object may have changed since. */
  #sort(): Sorted {
    const known = this.#sorted;
    if (known?.named.every(([box, title]) => box.title === title)) return known;
    this.#sorted = inOneGo(inOrder(this.#boxes.values()));
    return this.#sorted;
  }

  /** Sorts in steps what {@link inside} would sort at once. A box that comes or goes meanwhile leaves that to it. */
  *sort(): Steps<void> {
    const changes = this.#changes;
    const made = yield* inOrder([...this.#boxes.values()]);
    if (changes === this.#changes) this.#sorted = made;
  }

  #unsort(): void {
    this.#sorted = null;
    this.#changes++;
  }
}

type Titled = readonly [box: MixedBox, title: string];

/** Boxes in the order of views, and what those were called that are called by an object. */
interface Sorted {
  readonly inside: readonly MixedBox[];
  readonly outside: readonly MixedBox[];
  readonly named: readonly Titled[];
}

/** What belongs to no box comes last. */
function* inOrder(boxes: Iterable<MixedBox>): Steps<Sorted> {
  const titled: Titled[] = [];
  for (const box of boxes) if (titled.push([box, box.title]) % STRIDE === 0) yield;
  const rank = ([box]: Titled): number => Number(box.key === NONE);
  const all = yield* sorted(
    titled,
    (a, b) => rank(a) - rank(b) || compareText(a[1], b[1]) || compareText(a[0].id, b[0].id),
  );
  const inside: MixedBox[] = [];
  const outside: MixedBox[] = [];
  for (const [box] of all) (box.isOutside ? outside : inside).push(box);
  return { inside, outside, named: all.filter(([box]) => box.isNamedByObject) };
}

const NO_SLICES: Slices = new Map();
