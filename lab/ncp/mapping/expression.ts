/** A part of a Group's expression. */
export type Json = Readonly<Record<string, unknown>>;

/** A test of tags; `scope|` asks for the scope with any value. */
export function condition(
  memberType: 'SegmentPort' | 'Segment' | 'VpcSubnetPort' | 'VpcSubnet',
  value: string,
  operators: { readonly operator?: 'NOTIN'; readonly scope_operator?: 'NOTEQUALS' } = {},
): Json {
  return { resource_type: 'Condition', member_type: memberType, key: 'Tag', operator: 'EQUALS', value, ...operators };
}

/** Operands with conjunctions between them. */
export function joined(items: readonly Json[], operator: 'AND' | 'OR'): Json[] {
  const conjunction = { resource_type: 'ConjunctionOperator', conjunction_operator: operator };
  return items.flatMap((item, index) => (index === 0 ? [item] : [conjunction, item]));
}

/** What meets all conditions; a single one stands by itself. */
export function criterion(conditions: readonly Json[]): Json {
  const [only] = conditions;
  if (conditions.length === 1 && only !== undefined) return only;
  return { resource_type: 'NestedExpression', expressions: joined(conditions, 'AND') };
}
