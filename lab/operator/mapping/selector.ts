import { condition, type Json } from '../../ncp/mapping/expression';
import type { KubeSelector } from '../../ncp/mapping/kubernetes';
import { labelScope, labelValue } from '../../ncp/mapping/tags';

type Member = 'VpcSubnetPort' | 'VpcSubnet';

/** One way to satisfy a selector: the conditions that must all hold. */
export type Alternative = readonly Json[];

/** A selector as alternatives, one for each choice of values that its `In` requirements leave. */
export function alternatives(selector: KubeSelector, member: Member): readonly Alternative[] {
  const labels = Object.entries(selector.matchLabels)
    .map(([key, value]) => `${labelScope(key)}|${labelValue(value)}`)
    .sort();
  let found: readonly Alternative[] = [labels.map((value) => condition(member, value))];
  for (const requirement of selector.matchExpressions) {
    const ways = waysOf(requirement, member);
    found = found.flatMap((one) => ways.map((way) => [...one, way]));
  }
  return found;
}

function waysOf({ key, operator, values }: KubeSelector['matchExpressions'][number], member: Member): readonly Json[] {
  const scope = labelScope(key);
  const tags = values.map(labelValue);
  switch (operator) {
    case 'In':
      return tags.map((value) => condition(member, `${scope}|${value}`));
    case 'NotIn':
      return [condition(member, `${scope}|${tags.join(',')}`, { operator: 'NOTIN' })];
    case 'Exists':
      return [condition(member, `${scope}|`)];
    case 'DoesNotExist':
      return [condition(member, `${scope}|`, { scope_operator: 'NOTEQUALS' })];
    default:
      return [];
  }
}
