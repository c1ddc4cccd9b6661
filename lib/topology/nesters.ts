import { addAll, drop, setAt } from './anchor-index';
import type { Entry } from './entry';
import type { MemberSet } from './member-set';

type Criteria = MemberSet<Entry>;

/** Criteria by the groups that they nest: by path, or by what those groups carry. */
export class Nesters {
  private readonly byPath = new Map<string, Set<Criteria>>();
  /** Those that pick groups by tag. */
  readonly byTag = new Set<Criteria>();
  /** Worked out from `byPath` and the groups of criteria, until one of them changes. */
  private readonly around = new Map<Criteria, readonly Criteria[]>();

  add(set: Criteria): void {
    for (const nested of set.nests) setAt(this.byPath, nested).add(set);
    if (set.nestsByTag) this.byTag.add(set);
    this.around.clear();
  }

  remove(set: Criteria): void {
    for (const nested of set.nests) drop(this.byPath, nested, set);
    this.byTag.delete(set);
    this.around.clear();
  }

  /** The group at the path came, went or has other criteria: adds those that are to be worked out anew. */
  mark(path: string, into: Set<Criteria>): void {
    this.around.clear();
    addAll(into, this.byPath.get(path));
    addAll(into, this.byTag);
  }

  /** Whether any group is nested by its path. */
  get any(): boolean {
    return this.byPath.size > 0;
  }

  /** Those that nest a group of the criteria by its path. */
  of(set: Criteria): readonly Criteria[] {
    let around = this.around.get(set);
    if (around === undefined) {
      const found = new Set<Criteria>();
      for (const group of set.groups) addAll(found, this.byPath.get(group.record.node.key));
      around = [...found];
      this.around.set(set, around);
    }
    return around;
  }

  /** The criteria and all that nest their groups, over any number of steps. */
  withAll(sets: ReadonlySet<Criteria>): Set<Criteria> {
    const all = new Set(sets);
    if (all.size > 0) addAll(all, this.byTag);
    // A Set visits what is added on the way.
    for (const set of all) addAll(all, this.of(set));
    return all;
  }
}
