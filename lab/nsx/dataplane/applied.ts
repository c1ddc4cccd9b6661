import type { GroupEvaluator } from '../groups/evaluate';
import type { StoredObject } from '../tree/tree';
import type { OrderedRule } from './rules';

/** A packet leaves its source's port or arrives at its destination's. */
export type Side = 'OUT' | 'IN';

/** Ports asked about before it pays to know of every rule where it is applied. */
const FEW = 30;

const faces = (rule: OrderedRule, side: Side) => rule.direction === 'IN_OUT' || rule.direction === side;

/** Which rules are applied where. Applied-to is by port; groups of addresses alone count for nothing. */
export class AppliedTo {
  readonly #rules: readonly OrderedRule[];
  readonly #groups: GroupEvaluator;
  readonly #atPort = new Map<string, readonly OrderedRule[]>();
  readonly #asked = new Set<string>();
  /** Places of scoped rules in the order, by the paths of ports and segments they are applied to. */
  #scoped: Map<string, number[]> | undefined;
  #everywhere: readonly number[] = [];

  constructor(rules: readonly OrderedRule[], groups: GroupEvaluator) {
    this.#rules = rules;
    this.#groups = groups;
  }

  /** Rules that may be applied to a port on one side, in their order; each still has to be asked for. */
  candidates(port: StoredObject, side: Side): readonly OrderedRule[] {
    if (this.#scoped === undefined && this.#asked.add(port.path).size <= FEW) return this.#rules;
    const key = `${side} ${port.path}`;
    const known = this.#atPort.get(key);
    if (known !== undefined) return known;
    this.#scoped ??= this.#index();
    const own = [port.path, port.parentPath ?? ''].flatMap((path) => this.#scoped?.get(path) ?? []);
    const places = [...new Set([...this.#everywhere, ...own])].sort((a, b) => a - b);
    const found = places.flatMap((place) => this.#rules[place] ?? []).filter((rule) => faces(rule, side));
    this.#atPort.set(key, found);
    return found;
  }

  holds(rule: OrderedRule, port: StoredObject, side: Side): boolean {
    return (
      faces(rule, side) &&
      port.path.startsWith(rule.within) &&
      (rule.scope.length === 0 || this.isAmong(port, rule.scope))
    );
  }

  /** Whether a port is named by one of these paths: itself, its segment, or a group that holds it. */
  isAmong(port: StoredObject, paths: readonly string[]): boolean {
    return paths.some(
      (path) => path === port.path || path === port.parentPath || this.#groups.members(path).ports.has(port.path),
    );
  }

  #index(): Map<string, number[]> {
    const index = new Map<string, number[]>();
    const everywhere: number[] = [];
    for (const [place, rule] of this.#rules.entries()) {
      if (rule.scope.length === 0) everywhere.push(place);
      for (const path of rule.scope)
        for (const member of [path, ...this.#groups.members(path).ports]) {
          const places = index.get(member);
          if (places === undefined) index.set(member, [place]);
          else places.push(place);
        }
    }
    this.#everywhere = everywhere;
    return index;
  }
}
