import { RequestBudget } from './budget';
import type { Limits } from './budget';

/** Somebody who spends: a user name at some addresses. NSX counts by user name, on each of its nodes. */
export interface Spender {
  readonly urls: readonly string[];
  readonly user: string;
  readonly limits: Limits;
}

/** A budget, and who spends from it: indexes into the list of spenders. */
export interface SharedBudget {
  readonly budget: RequestBudget;
  readonly members: readonly number[];
}

/**
 * One budget for each group of spenders that NSX takes for one client: the same user, and an address in common, even if only
 * by way of a third. Where their limits differ, the smaller ones hold. The result is in the order of the spenders.
 */
export function shareBudgets(spenders: readonly Spender[]): readonly SharedBudget[] {
  const groupOf = spenders.map((_, index) => index);
  for (const [index, spender] of spenders.entries()) {
    for (const [other, before] of spenders.slice(0, index).entries()) {
      if (before.user !== spender.user || !before.urls.some((url) => spender.urls.includes(url))) continue;
      const [from, to] = [groupOf[index], groupOf[other]];
      for (const [at, group] of groupOf.entries()) if (group === from && to !== undefined) groupOf[at] = to;
    }
  }
  const budgets = new Map<number, SharedBudget>();
  return groupOf.map((group) => {
    const members = groupOf.flatMap((other, at) => (other === group ? at : []));
    const limits = members.flatMap((at) => spenders[at]?.limits ?? []);
    const made = budgets.get(group) ?? {
      members,
      budget: new RequestBudget({
        perSecond: Math.min(...limits.map(({ perSecond }) => perSecond)),
        concurrent: Math.min(...limits.map(({ concurrent }) => concurrent)),
      }),
    };
    budgets.set(group, made);
    return made;
  });
}
