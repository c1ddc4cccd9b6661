import type { NamedGroups } from './named-groups';
import type { PlacedRule } from './placed-rule';

/** A rule with its place among all rules of its NSX Manager. */
export interface BookRule {
  readonly rule: PlacedRule;
  /** From 1, in order of evaluation. */
  readonly place: number;
  readonly at: Place;
  /** Policies that share category and sequence number with its own; NSX leaves their order open. 1 when it is alone. */
  readonly tiedPolicies: number;
  /** Rules of its policy with its sequence number, itself included. */
  readonly tiedRules: number;
  /** Whether those do different things, so that what happens depends on an order that nobody knows. */
  readonly tieMatters: boolean;
  /** Whether policies of the Global Manager stand beside those of the manager itself, so that their order is open. */
  readonly ofBoth: boolean;
  /** The first earlier rule that means all it means, so that it decides nothing. */
  readonly behind: BookRule | null;
  readonly named: NamedGroups;
}

/** Comparable places: policies of one tier are tied, rules of one step too. */
export interface Place {
  readonly rank: number;
  readonly tier: number;
  readonly block: number;
  readonly step: number;
}
