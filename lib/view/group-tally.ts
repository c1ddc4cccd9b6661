import type { LiveCriteria, NodeId } from '../model';
import { compareUnits } from './order';
import { severity } from './severity';
import { type Tally, tallyOf } from './summary';
import type { Unit } from './units';

type Met = ReadonlyMap<LiveCriteria, string>;

/** What a tally needs to know of groups. */
export interface GroupNames {
  isAdmin(id: NodeId): boolean;
  unit(id: NodeId): Unit | null;
  purpose(id: NodeId): string | null;
}

/** The groups behind criteria: those of administrators, and the others by what they were made for. */
export interface Behind {
  readonly admin: readonly NodeId[];
  readonly made: ReadonlyMap<string, readonly NodeId[]>;
}

/** The groups that one owner's ports are in, with the evidence in words. */
export interface Reach {
  readonly admin: ReadonlyMap<NodeId, string>;
  readonly made: ReadonlyMap<string, string>;
}

/** Several members become one line; which of them gives the words must not depend on the order they were met in. */
export function noteWords<K>(into: Map<K, string>, key: K, words: string): void {
  const known = into.get(key);
  if (known === undefined || words < known) into.set(key, words);
}

interface Owner {
  readonly met: Met;
  round: number;
  /** Worked out when asked for. */
  reach: Reach | null;
}

const NOWHERE: Reach = { admin: new Map(), made: new Map() };
const NOTHING: Met = new Map();

const NOBODY: Behind = { admin: [], made: new Map() };

/**
 * Counts the groups that ports of some namespaces are in, per purpose. Keeps what each namespace met, so that a change costs
 * what it touches and not a visit to every group.
 */
export class GroupTally {
  readonly #names: GroupNames;
  readonly #met = new Map<object, Owner>();
  readonly #reached = new Map<LiveCriteria, number>();
  readonly #behind = new Map<LiveCriteria, Behind>();
  readonly #boxes = new Map<string, Box>();
  readonly #dirty = new Set<LiveCriteria>();
  #round = 0;

  constructor(names: GroupNames) {
    this.#names = names;
  }

  /** What the criteria's groups look like has changed, or which they are. */
  changed(criteria: LiveCriteria): void {
    if (this.#reached.has(criteria)) this.#dirty.add(criteria);
  }

  /** Counts anew what is different in these namespaces (or other owners of ports), and that there are no others. */
  follow(owners: Iterable<readonly [owner: object, met: Met]>): void {
    this.#round++;
    if (this.note(owners) < this.#met.size) this.#sweep(this.#round);
  }

  /** How many owners are counted. */
  get owners(): number {
    return this.#met.size;
  }

  /** Whether what the owner meets is counted as it is. */
  knows(owner: object, met: Met): boolean {
    return this.#met.get(owner)?.met === met;
  }

  /** Counts anew what is different in these alone, and how many they are. */
  note(owners: Iterable<readonly [owner: object, met: Met]>): number {
    const round = this.#round;
    let seen = 0;
    // Before anything is added: a group that asks for something else by now would be counted out after it was counted in.
    for (const criteria of this.#dirty) this.#release(criteria);
    if (this.#dirty.size > 0) for (const known of this.#met.values()) known.reach = null;
    for (const [owner, met] of owners) {
      seen++;
      const known = this.#met.get(owner);
      if (known?.met === met) known.round = round;
      else {
        this.#compare(known?.met ?? NOTHING, met);
        this.#met.set(owner, { met, round, reach: null });
      }
    }
    for (const criteria of this.#dirty) this.#hold(criteria);
    this.#dirty.clear();
    return seen;
  }

  #compare(before: Met, now: Met): void {
    for (const criteria of now.keys()) if (!before.has(criteria)) this.#gain(criteria);
    for (const criteria of before.keys()) if (!now.has(criteria)) this.#lose(criteria);
  }

  /** Whether a port in scope meets the criteria. */
  reaches(criteria: LiveCriteria): boolean {
    return this.#reached.has(criteria);
  }

  behind(criteria: LiveCriteria): Behind {
    return this.#behind.get(criteria) ?? NOBODY;
  }

  /** What an owner that is followed reaches. */
  reachOf(owner: object): Reach {
    const known = this.#met.get(owner);
    if (known === undefined) return NOWHERE;
    known.reach ??= this.#reach(known.met);
    return known.reach;
  }

  #reach(met: Met): Reach {
    const [admin, made] = [new Map<NodeId, string>(), new Map<string, string>()];
    for (const [criteria, words] of met) {
      const behind = this.behind(criteria);
      for (const id of behind.admin) noteWords(admin, id, words);
      for (const purpose of behind.made.keys()) noteWords(made, purpose, words);
    }
    return { admin, made };
  }

  /** What groups that administrators did not make are for, by name. */
  get boxes(): readonly (readonly [purpose: string, box: Counted])[] {
    return [...this.#boxes].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  #gain(criteria: LiveCriteria): void {
    const count = this.#reached.get(criteria) ?? 0;
    this.#reached.set(criteria, count + 1);
    if (count === 0) this.#hold(criteria);
  }

  #lose(criteria: LiveCriteria): void {
    const count = this.#reached.get(criteria) ?? 0;
    if (count > 1) this.#reached.set(criteria, count - 1);
    else {
      this.#reached.delete(criteria);
      this.#dirty.delete(criteria);
      this.#release(criteria);
    }
  }

  #sweep(round: number): void {
    for (const [owner, known] of this.#met) {
      if (known.round === round) continue;
      this.#met.delete(owner);
      for (const criteria of known.met.keys()) this.#lose(criteria);
    }
  }

  #hold(criteria: LiveCriteria): void {
    const admin: NodeId[] = [];
    const made = new Map<string, NodeId[]>();
    for (const { node } of criteria.groups) {
      if (this.#names.isAdmin(node.id)) admin.push(node.id);
      const purpose = this.#names.purpose(node.id);
      const unit = purpose === null ? null : this.#names.unit(node.id);
      if (purpose === null || unit === null) continue;
      const ids = made.get(purpose);
      if (ids === undefined) made.set(purpose, [node.id]);
      else ids.push(node.id);
      this.#box(purpose).add(unit);
    }
    this.#behind.set(criteria, { admin, made });
  }

  #release(criteria: LiveCriteria): void {
    for (const [purpose, ids] of this.behind(criteria).made) {
      const box = this.#box(purpose);
      for (const id of ids) box.remove(id);
      if (box.size === 0) this.#boxes.delete(purpose);
    }
    this.#behind.delete(criteria);
  }

  #box(purpose: string): Box {
    const known = this.#boxes.get(purpose);
    if (known !== undefined) return known;
    const made = new Box();
    this.#boxes.set(purpose, made);
    return made;
  }
}

/** Groups of one purpose. */
export interface Counted {
  readonly size: number;
  readonly tally: Tally;
  /** In the order of views. */
  readonly units: readonly Unit[];
}

class Box implements Counted {
  readonly #units = new Map<string, Unit>();
  readonly #ill = new Map<string, Unit>();
  readonly #orphans = new Set<string>();
  #tally: Tally | null = null;
  #sorted: readonly Unit[] | null = null;

  get size(): number {
    return this.#units.size;
  }

  add(unit: Unit): void {
    this.#forget();
    this.#units.set(unit.id, unit);
    if (unit.state !== 'healthy') this.#ill.set(unit.id, unit);
    if (unit.state === 'orphan') this.#orphans.add(unit.id);
  }

  remove(id: string): void {
    this.#forget();
    this.#units.delete(id);
    this.#ill.delete(id);
    this.#orphans.delete(id);
  }

  get tally(): Tally {
    this.#tally ??= { ...tallyOf(this.#worst()), ...this.#counts() };
    return this.#tally;
  }

  get units(): readonly Unit[] {
    this.#sorted ??= [...this.#units.values()].sort(compareUnits);
    return this.#sorted;
  }

  /** The most severe unit, the first of equals in the order of views; any one when all are healthy. */
  #worst(): readonly Unit[] {
    let worst: Unit | undefined;
    for (const unit of this.#ill.values()) {
      const order = worst === undefined ? 1 : severity(unit.state) - severity(worst.state);
      if (worst === undefined || order > 0 || (order === 0 && compareUnits(unit, worst) < 0)) worst = unit;
    }
    worst ??= this.#units.values().next().value;
    return worst === undefined ? [] : [worst];
  }

  /** Groups are of the NSX plane alone, so that any one tells the planes of all. */
  #counts(): Pick<Tally, 'objects' | 'ill' | 'orphans'> {
    return { objects: this.#units.size, ill: this.#ill.size, orphans: this.#orphans.size };
  }

  #forget(): void {
    this.#tally = null;
    this.#sorted = null;
  }
}
