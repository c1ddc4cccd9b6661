import type { PlacedRule } from './placed-rule';
import { CATEGORIES, isBesideOthers, isGlobal, placeInCategory, tierOf } from './placed-rule';

/** Rules of one policy in order; those of one step have the same sequence number, so that NSX leaves their order open. */
export interface PolicyBlock {
  readonly steps: readonly (readonly PlacedRule[])[];
}

/** All policies of one manager of a federation, in their order. */
interface ManagerBlock {
  readonly tiers: readonly Tier[];
}

/**
 * Policies of one category and sequence number: several are tied, and NSX leaves their order open. Those of a Global Manager
 * and those of the manager itself are tied too, as wholes.
 */
export interface Tier {
  readonly category: string;
  readonly blocks: readonly (PolicyBlock | ManagerBlock)[];
}

/**
 * The order in which NSX evaluates: category, then policy across all domains, then rule. `internal_sequence_number` is the
 * system's own total order of policies; it decides in a category where every policy tells it.
 */
export function tiersOf(rules: Iterable<PlacedRule>): readonly Tier[] {
  const tiers: Tier[] = [];
  for (const [category, inCategory] of grouped(rules, (rule) => tierOf(rule.order))) {
    const known = inCategory.every(({ order }) => order.internalSequence !== null);
    const name = CATEGORIES[category] ?? '';
    const inOrder = (rules: readonly PlacedRule[]): readonly Tier[] =>
      grouped(rules, (rule) => placeInCategory(rule, known)).map(([, tied]) => ({
        category: name,
        blocks: blocksOf(tied),
      }));
    const [global, own] = known || !inCategory.some(isGlobal) ? [[], []] : byManager(inCategory);
    if (global.length === 0 || own.length === 0) tiers.push(...inOrder(inCategory));
    else {
      tiers.push({ category: name, blocks: [{ tiers: inOrder(global) }, { tiers: inOrder(own) }] });
      tiers.push(...inOrder(inCategory.filter((rule) => !isBesideOthers(rule))));
    }
  }
  return tiers;
}

/** Rules of the default space, without default sections: of the Global Manager, and of the manager itself. */
function byManager(rules: readonly PlacedRule[]): readonly [readonly PlacedRule[], readonly PlacedRule[]] {
  const beside = rules.filter(isBesideOthers);
  return [beside.filter(isGlobal), beside.filter((rule) => !isGlobal(rule))];
}

function blocksOf(tied: readonly PlacedRule[]): readonly PolicyBlock[] {
  const byPolicy = new Map<string, PlacedRule[]>();
  for (const rule of tied) {
    const path = rule.policy?.key ?? '';
    const known = byPolicy.get(path);
    if (known === undefined) byPolicy.set(path, [rule]);
    else known.push(rule);
  }
  return [...byPolicy.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, rules]) => ({
      steps: grouped(rules, ({ detail }) => detail.sequence).map(([, step]) =>
        step.length === 1 ? step : step.sort((a, b) => (a.node.key < b.node.key ? -1 : 1)),
      ),
    }));
}

/** Items by number, in order of the numbers. */
function grouped<T>(items: Iterable<T>, of: (item: T) => number): [number, T[]][] {
  const groups = new Map<number, T[]>();
  for (const item of items) {
    const number = of(item);
    const known = groups.get(number);
    if (known === undefined) groups.set(number, [item]);
    else known.push(item);
  }
  return [...groups].sort(([a], [b]) => a - b);
}
