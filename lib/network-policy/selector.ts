import type { LabelSelector } from '../kinds/kubernetes/network-policy-detail';

export type Labels = Readonly<Record<string, string>>;

/** Whether labels meet the selector; null when it asks by an operator that is not known here. Letter case counts. */
export function selects({ matchLabels, matchExpressions }: LabelSelector, labels: Labels): boolean | null {
  if (!Object.entries(matchLabels).every(([key, value]) => labels[key] === value)) return false;
  const met = matchExpressions.map((expression) => meets(expression, labels));
  return met.includes(false) ? false : met.includes(null) ? null : true;
}

function meets(
  { key, operator, values }: LabelSelector['matchExpressions'][number],
  { [key]: value }: Labels,
): boolean | null {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return null;
  }
}
