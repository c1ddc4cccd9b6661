import { asList, asObjects, asText, isObject, type Json, type JsonObject } from '../json';

const memberTypes = new Set([
  'IPSet',
  'VirtualMachine',
  'LogicalPort',
  'LogicalSwitch',
  'Segment',
  'SegmentPort',
  'Pod',
  'Service',
  'Namespace',
  'TransportNode',
  'Group',
  'DVPG',
  'DVPort',
  'IPAddress',
  'VpcSubnet',
  'VpcSubnetPort',
  'KubernetesCluster',
  'KubernetesNamespace',
  'KubernetesIngress',
  'KubernetesGateway',
  'KubernetesService',
  'KubernetesNode',
  'AntreaEgress',
  'AntreaIPPool',
]);
const operators = new Set(['EQUALS', 'CONTAINS', 'STARTSWITH', 'ENDSWITH', 'NOTEQUALS', 'IN', 'NOTIN', 'MATCHES']);
const operandTypes = new Set([
  'Condition',
  'NestedExpression',
  'IPAddressExpression',
  'MACAddressExpression',
  'PathExpression',
  'ExternalIDExpression',
  'IdentityGroupExpression',
]);

function conditionErrors(condition: JsonObject): string[] {
  const errors: string[] = [];
  const memberType = asText(condition.member_type);
  if (memberType === undefined || !memberTypes.has(memberType))
    errors.push(`expression: member_type '${memberType ?? ''}' is unknown`);
  const operator = asText(condition.operator);
  if (operator !== undefined && !operators.has(operator)) errors.push(`expression: operator '${operator}' is unknown`);
  if (condition.key === undefined) errors.push('expression: a Condition needs a key');
  if ((asText(condition.value) ?? '') === '')
    errors.push('expression: a Condition needs a value of at least 1 character');
  return errors;
}

function nestedErrors(nested: JsonObject): string[] {
  const parts = asObjects(nested.expressions);
  const errors: string[] = [];
  const conditions = parts.filter((part) => part.resource_type === 'Condition');
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 0 && part.resource_type !== 'Condition')
      errors.push('expression: a NestedExpression holds Conditions only');
    if (index % 2 === 1 && (part.resource_type !== 'ConjunctionOperator' || part.conjunction_operator !== 'AND')) {
      errors.push('expression: Conditions of a NestedExpression are joined by AND');
    }
  }
  const mixed = new Set(conditions.map((condition) => condition.member_type)).size > 1;
  const limit = mixed ? 15 : 5;
  if (conditions.length > limit) errors.push(`expression: a NestedExpression holds at most ${limit} Conditions`);
  return [...errors, ...conditions.flatMap(conditionErrors)];
}

function operandErrors(operand: JsonObject): string[] {
  const kind = asText(operand.resource_type) ?? '';
  if (!operandTypes.has(kind)) return [`expression: resource_type '${kind}' is not an expression`];
  if (kind === 'Condition') return conditionErrors(operand);
  if (kind === 'NestedExpression') return nestedErrors(operand);
  return [];
}

function conjunctionErrors(parts: readonly JsonObject[], index: number): string[] {
  const conjunction = parts[index];
  if (conjunction?.resource_type !== 'ConjunctionOperator')
    return ['expression: operands must be separated by a ConjunctionOperator'];
  const word = conjunction.conjunction_operator;
  if (word !== 'AND' && word !== 'OR') return ['expression: conjunction_operator is AND or OR'];
  const left = parts[index - 1];
  const right = parts[index + 1];
  const bothConditions = left?.resource_type === 'Condition' && right?.resource_type === 'Condition';
  if (word === 'AND' && !(bothConditions && left.member_type === right.member_type)) {
    return ['expression: AND joins two Conditions of the same member type only, other operands take OR'];
  }
  return [];
}

function countConditions(part: JsonObject): number {
  if (part.resource_type === 'Condition') return 1;
  return asObjects(part.expressions).filter((inner) => inner.resource_type === 'Condition').length;
}

/** What is wrong with a group's expression list, in words. */
export function expressionErrors(expression: readonly Json[]): string[] {
  const parts = asList([...expression]).filter(isObject);
  if (parts.length === 0) return [];
  if (parts.length % 2 === 0)
    return ['expression: operands and conjunctions must alternate, beginning and ending with an operand'];
  const errors: string[] = [];
  for (const [index, part] of parts.entries()) {
    errors.push(...(index % 2 === 0 ? operandErrors(part) : conjunctionErrors(parts, index)));
  }
  if (parts.reduce((sum, part) => sum + countConditions(part), 0) > 35)
    errors.push('expression: a group holds at most 35 Conditions');
  return errors;
}
