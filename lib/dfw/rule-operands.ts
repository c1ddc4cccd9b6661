import { isAny, type PlacedRule, scopeOf, spaceOfRule } from './placed-rule';

/** The paths that a rule is applied to; that of its space where it is applied to all there is in it. */
export function placesOf(rule: PlacedRule | null): readonly string[] {
  if (rule === null) return [];
  const scope = scopeOf(rule);
  // What cannot be read may be applied to anybody.
  const open = rule.order.unread !== null || rule.detail.unread.includes('scope');
  return open || isAny(scope) ? [spaceOfRule(rule)] : scope;
}

interface Operands {
  readonly literals: readonly string[];
  readonly paths: readonly string[];
}

const NO_OPERANDS: Operands = { literals: [], paths: [] };

/** Sources and destinations of a rule, but for ANY. */
export function operandsOf(rule: PlacedRule | null): Operands {
  if (rule === null) return NO_OPERANDS;
  const { sources, destinations } = rule.detail;
  const operands = [...sources, ...destinations].filter((operand) => !isAny([operand]));
  if (operands.length === 0) return NO_OPERANDS;
  const literals = operands.filter((operand) => !operand.startsWith('/'));
  return { literals, paths: literals.length === 0 ? operands : operands.filter((operand) => operand.startsWith('/')) };
}
