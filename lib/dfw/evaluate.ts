import type { Evidence, Tag } from '../model';
import { type Compare, comparison, isScopeEvaluable, same } from './comparison';
import { alternatives, asksForVpc, type Condition, type Expression, type Operand } from './expression';
import { isInLower, lowerOf } from './lower-case';
import { isOfVpc, isWithin } from './spaces';
import { operandWords } from './words';

/** A segment or group as conditions see it. */
export interface Tagged {
  readonly path: string;
  readonly name: string;
  readonly tags: readonly Tag[];
}

/** A segment port as groups see it. */
export interface PortSubject extends Tagged {
  readonly segment: Tagged | null;
}

/** A group as others that nest it see it. */
export interface GroupSubject extends Tagged {
  readonly expression: Expression;
}

/** The other groups, for those that nest them. */
export interface GroupLookup {
  at(path: string): GroupSubject | undefined;
  /** The groups that meet a condition on groups, in order of paths. */
  meeting(condition: Condition, meets: (group: Tagged) => boolean): readonly GroupSubject[];
}

/** {@link GroupLookup.meeting} over these groups. */
export function meetingOf(groups: Iterable<GroupSubject>, meets: (group: Tagged) => boolean): readonly GroupSubject[] {
  // In order of paths, so that the evidence does not depend on which group was read first.
  return [...groups].filter(meets).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A criterion that a port met, and by what. */
export interface CriterionMatch {
  readonly criterion: string;
  readonly evidence: Evidence;
}

/**
 * The criteria of the first alternative that the port meets, or null when it meets none. Groups of addresses, virtual
 * machines and the like have no segment ports as members here: see {@link unevaluated}.
 */
export function matchPort(
  port: PortSubject,
  expression: Expression,
  groups: GroupLookup,
): readonly CriterionMatch[] | null {
  const met = new Met(NOTHING);
  if (!matchWithin(port, expression, { groups, visiting: null }, met)) return null;
  return met.evidence.flatMap((evidence, at) => {
    const operand = met.operands?.[at];
    return operand === undefined ? [] : [{ criterion: operandWords(operand), evidence }];
  });
}

/** Whether the port meets one operand, or one condition of a nested expression. */
export function meetsOperand(port: PortSubject, operand: Operand, groups: GroupLookup): boolean {
  return matchOperand(port, operand, { groups, visiting: null }, new Met(null));
}

/** The evidence of {@link matchPort} alone: much cheaper where nobody reads the words. */
export function portEvidence(
  port: PortSubject,
  expression: Expression,
  groups: GroupLookup,
): readonly Evidence[] | null {
  const met = new Met(null);
  return matchWithin(port, expression, { groups, visiting: null }, met) ? met.evidence : null;
}

/** What was met so far. The operands, from which words can be made, are only noted for those who want them. */
class Met {
  evidence: readonly Evidence[] = NOTHING;
  constructor(public operands: readonly Operand[] | null) {}

  add(operand: Operand, evidence: Evidence): true {
    // Lists are made anew because mostly there is one piece, and a list that grows makes room for sixteen more.
    this.evidence = this.evidence.length === 0 ? [evidence] : [...this.evidence, evidence];
    if (this.operands !== null) this.operands = [...this.operands, operand];
    return true;
  }

  /** Forgets all: an alternative was met only in part. */
  clear(): void {
    this.evidence = NOTHING;
    if (this.operands !== null) this.operands = NOTHING;
  }
}

const NOTHING: readonly never[] = [];

/** Alternatives of expressions already taken apart. */
const takenApart = new WeakMap<Expression, ReturnType<typeof alternatives>>();

function alternativesOf(expression: Expression): ReturnType<typeof alternatives> {
  let terms = takenApart.get(expression);
  if (terms === undefined) {
    terms = alternatives(expression);
    takenApart.set(expression, terms);
  }
  return terms;
}

interface Context {
  readonly groups: GroupLookup;
  /** Groups being evaluated: one that nests itself adds nothing. Null until there is one. */
  visiting: Set<string> | null;
}

function matchWithin(port: PortSubject, expression: Expression, context: Context, met: Met): boolean {
  if (!isWithin(port.path, expression.within ?? '')) return false;
  for (const operands of alternativesOf(expression)) {
    if (matchAll(port, operands, context, met)) return true;
    met.clear();
  }
  return false;
}

function matchAll(port: PortSubject, operands: readonly Operand[], context: Context, met: Met): boolean {
  for (const operand of operands) if (!matchOperand(port, operand, context, met)) return false;
  return true;
}

function matchOperand(port: PortSubject, operand: Operand, context: Context, met: Met): boolean {
  switch (operand.type) {
    case 'condition':
      return matchCondition(port, operand, context, met);
    case 'nested':
      if (operand.conditions.length === 0) return false;
      for (const condition of operand.conditions) if (!matchCondition(port, condition, context, met)) return false;
      return true;
    case 'paths':
      return matchPaths(port, operand, context, met);
    case 'addresses':
    case 'macs':
    case 'other':
      return false;
  }
}

function matchCondition(port: PortSubject, condition: Condition, context: Context, met: Met): boolean {
  if (condition.exclude) return false;
  if (condition.member === 'group') return matchNestedByTag(port, condition, context, met);
  const subject = condition.member === 'port' ? port : condition.member === 'segment' ? port.segment : null;
  if (subject === null || isOfVpc(subject.path) !== asksForVpc(condition)) return false;
  const evidence = test(subject, condition);
  return evidence !== null && met.add(condition, evidence);
}

function matchNestedByTag(port: PortSubject, condition: Condition, context: Context, met: Met): boolean {
  const group = pickedBy(condition, context.groups).find((candidate) => isIn(port, candidate, context));
  return group !== undefined && met.add(condition, { by: 'path', field: 'nested group', path: group.path });
}

/** The groups that a condition on groups picks. */
function pickedBy(condition: Condition, groups: GroupLookup): readonly GroupSubject[] {
  return groups.meeting(condition, (group) => test(group, condition) !== null);
}

/** What an expression nests: groups, and paths of groups that have not been read. */
export function nestedIn(
  { operands }: Expression,
  groups: GroupLookup,
): { readonly groups: readonly GroupSubject[]; readonly unread: readonly string[] } {
  const [found, unread]: [GroupSubject[], string[]] = [[], []];
  const single = operands.flatMap(({ operand }): readonly Operand[] =>
    operand.type === 'nested' ? operand.conditions : [operand],
  );
  for (const operand of single) {
    if (operand.type === 'condition' && operand.member === 'group') found.push(...pickedBy(operand, groups));
    for (const path of operand.type === 'paths' ? operand.paths : []) {
      const group = groups.at(path);
      if (group !== undefined) found.push(group);
      else if (path.includes('/groups/')) unread.push(path);
    }
  }
  return { groups: found, unread };
}

function matchPaths(port: PortSubject, operand: Operand & { type: 'paths' }, context: Context, met: Met): boolean {
  for (const path of operand.paths) {
    const group = path === port.path || path === port.segment?.path ? undefined : context.groups.at(path);
    if (path !== port.path && path !== port.segment?.path && !(group !== undefined && isIn(port, group, context)))
      continue;
    return met.add(operand, { by: 'path', field: 'expression.paths', path });
  }
  return false;
}

function isIn(port: PortSubject, group: GroupSubject, context: Context): boolean {
  context.visiting ??= new Set();
  if (context.visiting.has(group.path)) return false;
  context.visiting.add(group.path);
  const found = matchWithin(port, group.expression, context, new Met(null));
  context.visiting.delete(group.path);
  return found;
}

/** The evidence that the object meets the condition; null when it does not, or when we cannot tell. */
function test(subject: Tagged, condition: Condition): Evidence | null {
  if (condition.key === 'ALL') return { by: 'inferred', reason: 'the group holds all of them' };
  if (condition.value === '') return null;
  if (condition.key === 'Name') {
    const compare = comparison(condition.operator);
    const met = compare !== null && condition.values.some((value) => compare(subject.name.toLowerCase(), value));
    return met ? { by: 'inferred', reason: `its name is ${subject.name}` } : null;
  }
  return condition.key === 'Tag' ? testTags(subject.tags, condition) : null;
}

function testTags(tags: readonly Tag[], condition: Condition): Evidence | null {
  if (condition.scopeOperator !== 'EQUALS') return isScopeEvaluable(condition) ? testOtherScope(tags, condition) : null;
  // "Not equals" means that no tag equals, not that some tag differs.
  if (condition.operator === 'NOTEQUALS' || condition.operator === 'NOTIN') {
    const hit = findTag(tags, condition, same);
    return hit !== null ? null : { by: 'inferred', reason: `no tag is ${condition.value}` };
  }
  const compare = comparison(condition.operator);
  if (compare === null) return null;
  const met = findTag(tags, condition, compare);
  return met === null ? null : { by: 'tag', scope: met.scope, tag: met.tag };
}

/** A loop where a callback would read better: ports are tested against criteria by the hundred thousand. */
function findTag(tags: readonly Tag[], condition: Condition, compare: Compare): Tag | null {
  for (const tag of tags) if (scopeIs(tag, condition) && valueIs(tag, condition, compare)) return tag;
  return null;
}

function testOtherScope(tags: readonly Tag[], condition: Condition): Evidence | null {
  if (condition.values.length === 0) {
    const hit = tags.some((tag) => scopeIs(tag, condition));
    return hit ? null : { by: 'inferred', reason: `no tag has scope ${condition.scope ?? ''}` };
  }
  const met = tags.find((tag) => !scopeIs(tag, condition) && valueIs(tag, condition, same));
  return met === undefined ? null : { by: 'tag', scope: met.scope, tag: met.tag };
}

const scopeIs = (tag: Tag, { scope }: Condition): boolean => scope === null || isInLower(tag.scope, scope);

function valueIs(tag: Tag, { values }: Condition, compare: Compare): boolean {
  if (values.length === 0) return true;
  const only = values.length === 1 ? values[0] : undefined;
  if (compare === same && only !== undefined) return isInLower(tag.tag, only);
  const has = lowerOf(tag.tag);
  return values.some((wanted) => compare(has, wanted));
}

/** Addresses, ranges and networks that the expression lists itself. */
export function listedAddresses(expression: Expression): readonly string[] {
  return expression.operands.flatMap(({ operand }) => (operand.type === 'addresses' ? operand.addresses : []));
}
