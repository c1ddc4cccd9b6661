import { alternatives, asksForVpc, type Condition, type Expression, type Operand } from './expression';

/**
 * Where members of a group can be found without visiting every port. Each alternative of an expression gets one anchor,
 * the rarest thing it asks for; `broad` when it asks for nothing positive.
 */
export type Anchor =
  | {
      readonly type: 'tag';
      readonly on: 'port' | 'segment';
      /** Lower case; null means any. */
      readonly scope: string | null;
      readonly value: string | null;
    }
  | { readonly type: 'path'; readonly path: string }
  | { readonly type: 'broad' };

/** How many ports an anchor leads to now, roughly. */
export type AnchorCost = (anchor: Anchor) => number;

/** Anchors of all alternatives that a segment port can meet at all. */
export function anchorsOf(expression: Expression, cost: AnchorCost = () => 0): readonly Anchor[] {
  return meetable(expression).flatMap((operands) => cheapest(operands.flatMap(flat), cost));
}

/** The same text for expressions that the same ports meet by the same words; what no port can meet is left out. */
export function portCriteria(expression: Expression): string {
  const asked = JSON.stringify(meetable(expression).map((operands) => operands.flatMap(flat).map(keyOf)));
  return expression.within === undefined ? asked : `${expression.within} ${asked}`;
}

/** What an alternative asks of a port: to be one of a VPC, or not, and to carry these tags, in lower case. */
export interface AskedTags {
  readonly ofVpc: boolean;
  readonly tags: readonly { readonly scope: string; readonly value: string }[];
}

/** Which tags each alternative asks of a port, when the expression asks for nothing else that a port can meet; null otherwise. */
export function tagsAsked(expression: Expression): readonly AskedTags[] | null {
  const asked: AskedTags[] = [];
  for (const operands of meetable(expression)) {
    // An empty nested expression is met by nobody.
    if (operands.some((operand) => flat(operand).length === 0)) return null;
    const tags: { readonly scope: string; readonly value: string }[] = [];
    let ofVpc: boolean | null = null;
    for (const operand of operands.flatMap(flat)) {
      if (operand.type !== 'condition' || operand.member !== 'port' || !isPositiveTag(operand)) return null;
      ofVpc ??= asksForVpc(operand);
      // Of both at once there is no port: that is for the full test to find.
      if (ofVpc !== asksForVpc(operand)) return null;
      const [value, another] = operand.values;
      if (operand.scope === null || value === undefined || another !== undefined) return null;
      tags.push({ scope: operand.scope, value });
    }
    asked.push({ ofVpc: ofVpc ?? false, tags });
  }
  return asked;
}

const flat = (operand: Operand): readonly Operand[] => (operand.type === 'nested' ? operand.conditions : [operand]);

/** The alternatives that some segment port may meet. */
function meetable(expression: Expression): readonly (readonly Operand[])[] {
  return alternatives(expression).filter((operands) => !operands.flatMap(flat).some(isHopeless));
}

function keyOf(operand: Operand): readonly unknown[] {
  if (operand.type === 'paths') return ['paths', ...operand.paths];
  if (operand.type !== 'condition') return [operand.type];
  const { memberType, key, operator, scopeOperator, value } = operand;
  return [memberType, key, operator, value, ...(scopeOperator === 'EQUALS' ? [] : [scopeOperator])];
}

/** Paths of groups, ports and segments that the expression names, and whether it picks groups by tag. */
export function nestingOf(expression: Expression): { readonly paths: readonly string[]; readonly byTag: boolean } {
  const operands = expression.operands.flatMap(({ operand }): readonly Operand[] =>
    operand.type === 'nested' ? operand.conditions : [operand],
  );
  return {
    paths: operands.flatMap((operand) => (operand.type === 'paths' ? operand.paths : [])),
    byTag: operands.some((operand) => operand.type === 'condition' && operand.member === 'group'),
  };
}

/** True for operands that no segment port ever meets, as far as we evaluate. */
function isHopeless(operand: Operand): boolean {
  if (operand.type === 'condition') {
    return operand.exclude || operand.member === 'none' || operand.member === 'other';
  }
  return operand.type !== 'paths';
}

function cheapest(operands: readonly Operand[], cost: AnchorCost): readonly Anchor[] {
  let best: { readonly cost: number; readonly weight: number; readonly anchors: readonly Anchor[] } | null = null;
  for (const operand of operands) {
    const found = anchorsOfOperand(operand);
    if (found === null) continue;
    const ports = found.anchors.reduce((sum, anchor) => sum + cost(anchor), 0);
    if (best === null || ports < best.cost || (ports === best.cost && found.weight > best.weight))
      best = { ...found, cost: ports };
  }
  return best?.anchors ?? [{ type: 'broad' }];
}

/** Long values are rare (a UID names one namespace or Pod), short ones are common (`app | redis` in every namespace). */
function anchorsOfOperand(operand: Operand) {
  if (operand.type === 'paths') {
    return { weight: 1000, anchors: operand.paths.map((path): Anchor => ({ type: 'path', path })) };
  }
  if (operand.type !== 'condition' || !isPositiveTag(operand)) return null;
  const on = operand.member;
  if (on !== 'port' && on !== 'segment') return null;
  const { scope, values } = operand;
  if (values.length === 0) {
    return scope === null ? null : { weight: 1, anchors: [{ type: 'tag', on, scope, value: null } satisfies Anchor] };
  }
  const anchors = values.map((value): Anchor => ({ type: 'tag', on, scope, value }));
  return { weight: 1 + Math.min(...values.map((value) => value.length)), anchors };
}

function isPositiveTag(condition: Condition): boolean {
  const equals = condition.operator === 'EQUALS' || condition.operator === 'IN';
  return condition.key === 'Tag' && equals && condition.scopeOperator === 'EQUALS';
}
