import type { Condition, Expression, Operand } from './expression';

/** What an object at a policy path is called; null when it has not been read. */
export type NameOf = (path: string) => string | null;
const UNNAMED: NameOf = () => null;

/** One criterion in words, with its place in the expression. */
export interface CriterionWords {
  readonly depth: number;
  readonly conjunction: 'and' | 'or' | null;
  readonly words: string;
}

/** Every criterion of the expression, nested ones one step deeper. */
export function criteriaWords(expression: Expression, nameOf = UNNAMED): readonly CriterionWords[] {
  return expression.operands.flatMap(({ conjunction, operand }): CriterionWords[] => {
    if (operand.type !== 'nested') return [{ depth: 0, conjunction, words: operandWords(operand, nameOf) }];
    return operand.conditions.map((condition, index) => ({
      depth: 1,
      conjunction: index === 0 ? conjunction : 'and',
      words: conditionWords(condition),
    }));
  });
}

/** The whole expression in one sentence. */
export function expressionWords(expression: Expression, nameOf = UNNAMED): string {
  if (expression.operands.length === 0) return 'No criteria: the group has no members';
  return expression.operands
    .map(
      ({ conjunction, operand }) => `${conjunction === null ? '' : ` ${conjunction} `}${operandWords(operand, nameOf)}`,
    )
    .join('');
}

/** Short enough for a card: `secgroup | web`. */
export function expressionLine(expression: Expression): string {
  const [first, ...others] = expression.operands;
  if (first === undefined) return 'no criteria';
  const more = others.length === 0 ? '' : ` +${others.length}`;
  return `${operandLine(first.operand)}${more}`;
}

/** One operand in words. */
export function operandWords(operand: Operand, nameOf = UNNAMED): string {
  switch (operand.type) {
    case 'condition':
      return conditionWords(operand);
    case 'nested':
      return `(${operand.conditions.map(conditionWords).join(' and ')})`;
    case 'paths':
      return `Is one of, or lies in: ${operand.paths.map((path) => nameOf(path) ?? path).join(', ')}`;
    case 'addresses':
      return `Has address ${operand.addresses.join(', ')}`;
    case 'macs':
      return `Has MAC ${operand.macs.join(', ')}`;
    case 'other':
      return `Is in ${operand.what}`;
  }
}

function operandLine(operand: Operand): string {
  switch (operand.type) {
    case 'condition':
      return operand.key === 'Tag' ? tagWords(operand.value) : `${operand.key} ${operand.value}`;
    case 'nested':
      return operand.conditions.map((condition) => tagWords(condition.value)).join(' and ');
    case 'paths':
      return `${operand.paths.length} ${operand.paths.length === 1 ? 'path' : 'paths'}`;
    case 'addresses':
      return operand.addresses.join(', ');
    case 'macs':
      return operand.macs.join(', ');
    case 'other':
      return operand.what;
  }
}

const MEMBER_WORDS: Readonly<Record<string, string>> = {
  SegmentPort: 'Segment port',
  LogicalPort: 'Segment port',
  VpcSubnetPort: 'VPC subnet port',
  Segment: 'Segment of the port',
  LogicalSwitch: 'Segment of the port',
  VpcSubnet: 'VPC subnet of the port',
  VirtualMachine: 'Virtual machine',
};

/** `Segment port has tag secgroup = web`. */
export function conditionWords(condition: Condition): string {
  const subject = MEMBER_WORDS[condition.memberType] ?? condition.memberType;
  if (condition.key === 'ALL') return `Every ${subject.toLowerCase()}`;
  if (condition.key !== 'Tag') return `${subject} ${condition.key} ${operatorWords(condition)} ${condition.value}`;
  const { scope, tag } = parts(condition.value);
  if (condition.scopeOperator === 'NOTEQUALS') {
    return tag === ''
      ? `${subject} has no tag of scope ${scope}`
      : `${subject} has tag ${tag} under a scope other than ${scope}`;
  }
  const under = scope === '' ? '' : `${scope} `;
  if (tag === '') return `${subject} has a tag of scope ${scope}`;
  switch (condition.operator) {
    case 'NOTEQUALS':
      return `${subject} has no tag ${scope === '' ? '' : `${scope} = `}${tag}`;
    case 'NOTIN':
      return `${subject} has no tag ${under}in ${tag}`;
    case 'EQUALS':
      return scope === '' ? `${subject} has tag ${tag} under any scope` : `${subject} has tag ${scope} = ${tag}`;
    default:
      return `${subject} has tag ${under}${operatorWords(condition)} ${tag}`;
  }
}

function operatorWords({ operator }: Condition): string {
  const words: Readonly<Record<string, string>> = {
    EQUALS: '=',
    NOTEQUALS: 'is not',
    CONTAINS: 'containing',
    STARTSWITH: 'starting with',
    ENDSWITH: 'ending with',
    IN: 'in',
    NOTIN: 'not in',
    MATCHES: 'matching',
  };
  return words[operator] ?? operator.toLowerCase();
}

function parts(value: string): { scope: string; tag: string } {
  const at = value.indexOf('|');
  return at < 0 ? { scope: '', tag: value } : { scope: value.slice(0, at), tag: value.slice(at + 1) };
}

function tagWords(value: string): string {
  const { scope, tag } = parts(value);
  if (scope === '') return tag;
  return tag === '' ? `${scope} | any` : `${scope} | ${tag}`;
}
