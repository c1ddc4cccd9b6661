import type { Condition, Expression, Operand } from './expression';

export type Compare = (has: string, wanted: string) => boolean;
export const same: Compare = (has, wanted) => has === wanted;

/** How an operator compares, in lower case; null where it is not known, or says what is not. */
export function comparison(operator: string): Compare | null {
  switch (operator) {
    case 'EQUALS':
    case 'IN':
      return same;
    case 'CONTAINS':
      return (has, wanted) => has.includes(wanted);
    case 'STARTSWITH':
      return (has, wanted) => has.startsWith(wanted);
    case 'ENDSWITH':
      return (has, wanted) => has.endsWith(wanted);
    default:
      return null;
  }
}

/** Why parts of an expression say nothing about segment ports: whole sentences, empty when everything is evaluated. */
export function unevaluated(expression: Expression): readonly string[] {
  const reasons = expression.operands.flatMap(({ operand }) => operandReasons(operand));
  return [...new Set(reasons)];
}

function operandReasons(operand: Operand): readonly string[] {
  switch (operand.type) {
    case 'condition':
      return conditionReasons(operand);
    case 'nested':
      return operand.conditions.flatMap(conditionReasons);
    case 'macs':
      return ['MAC addresses of ports are not read'];
    case 'other':
      return [`members of type ${operand.what} are not read`];
    case 'paths':
    case 'addresses':
      return [];
  }
}

function conditionReasons(condition: Condition): readonly string[] {
  if (condition.exclude) return ['a condition with "exclude" is not evaluated'];
  if (condition.member === 'none') {
    return [`${condition.memberType} criteria only see inventory of Antrea clusters, never Pods that NCP put on NSX`];
  }
  if (condition.member === 'other') return [`members of type ${condition.memberType || 'unknown'} are not read`];
  const known = condition.key === 'Tag' || condition.key === 'Name' || condition.key === 'ALL';
  if (!known) return [`criteria on ${condition.key} are not evaluated`];
  if (condition.key !== 'ALL' && condition.value === '') return ['a condition without a value is not evaluated'];
  if (condition.key === 'Tag' && !isScopeEvaluable(condition))
    return [`scope operator ${condition.scopeOperator} with operator ${condition.operator} is not evaluated`];
  const negative = condition.key === 'Tag' && ['NOTEQUALS', 'NOTIN'].includes(condition.operator);
  const evaluable = condition.key === 'ALL' || negative || comparison(condition.operator) !== null;
  return evaluable ? [] : [`operator ${condition.operator} is not evaluated`];
}

/** Under another scope than the one named, only "has such a tag" is plain: what a negation of both would mean is not documented. */
export function isScopeEvaluable({ scopeOperator, operator, values }: Condition): boolean {
  if (scopeOperator === 'EQUALS') return true;
  return scopeOperator === 'NOTEQUALS' && (values.length === 0 || operator === 'EQUALS');
}
