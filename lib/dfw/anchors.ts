import { alternatives, type Condition, type Expression, type Operand } from './expression';

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

/** Anchors of all alternatives that a segment port can meet at all. */
export function anchorsOf(expression: Expression): readonly Anchor[] {
  return alternatives(expression).flatMap((operands) => {
    const flat = operands.flatMap((operand): readonly Operand[] =>
      operand.type === 'nested' ? operand.conditions : [operand],
    );
    if (flat.some(isHopeless)) return [];
    return rarest(flat);
  });
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

function rarest(operands: readonly Operand[]): readonly Anchor[] {
  let best: { readonly weight: number; readonly anchors: readonly Anchor[] } | null = null;
  for (const operand of operands) {
    const found = anchorsOfOperand(operand);
    if (found !== null && (best === null || found.weight > best.weight)) best = found;
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
