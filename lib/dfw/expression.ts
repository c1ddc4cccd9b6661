/** What a group's expression says, in the shapes that evaluation and words need. `lib/kinds` parses it once per group. */

/** What a condition is about. `none`: inventory of Antrea clusters, which never holds what NCP made. */
export type Member = 'port' | 'segment' | 'group' | 'none' | 'other';

export interface Condition {
  readonly type: 'condition';
  readonly member: Member;
  /** NSX's own word, for people: `SegmentPort`. */
  readonly memberType: string;
  readonly key: string;
  readonly operator: string;
  readonly scopeOperator: 'EQUALS' | 'NOTEQUALS';
  /** For tags, in lower case because matching ignores case; null means any. */
  readonly scope: string | null;
  /** Alternatives, in lower case; empty means any. */
  readonly values: readonly string[];
  /** As NSX gave it. */
  readonly value: string;
  readonly exclude: boolean;
}

export type Operand =
  | Condition
  | { readonly type: 'nested'; readonly conditions: readonly Condition[] }
  | { readonly type: 'paths'; readonly paths: readonly string[] }
  | { readonly type: 'addresses'; readonly addresses: readonly string[] }
  | { readonly type: 'macs'; readonly macs: readonly string[] }
  | { readonly type: 'other'; readonly what: string };

/** Operands in order; `and` and `or` stand before every operand but the first. AND binds stronger than OR. */
export interface Expression {
  readonly operands: readonly { readonly conjunction: 'and' | 'or' | null; readonly operand: Operand }[];
}

const MEMBERS: ReadonlyMap<string, Member> = new Map<string, Member>([
  ['SegmentPort', 'port'],
  ['LogicalPort', 'port'],
  ['VpcSubnetPort', 'port'],
  ['Segment', 'segment'],
  ['LogicalSwitch', 'segment'],
  ['VpcSubnet', 'segment'],
  ['Group', 'group'],
  ...['Pod', 'Namespace', 'Service', 'KubernetesCluster', 'KubernetesNamespace', 'KubernetesIngress'].map(
    (type): [string, Member] => [type, 'none'],
  ),
  ...['KubernetesGateway', 'KubernetesService', 'KubernetesNode', 'AntreaEgress', 'AntreaIPPool'].map(
    (type): [string, Member] => [type, 'none'],
  ),
]);

type Raw = Readonly<Record<string, unknown>>;

/** Reads the elements of `expression`; elements of unknown types are kept as such, never dropped. */
export function parseExpression(elements: readonly Raw[], extended: boolean): Expression {
  const operands: { conjunction: 'and' | 'or' | null; operand: Operand }[] = [];
  let conjunction: 'and' | 'or' = 'or';
  const add = (operand: Operand): void => {
    operands.push({ conjunction: operands.length === 0 ? null : conjunction, operand });
    conjunction = 'or';
  };
  for (const element of elements) {
    if (element.resource_type === 'ConjunctionOperator') {
      conjunction = element.conjunction_operator === 'AND' ? 'and' : 'or';
    } else add(parseOperand(element));
  }
  if (extended) add({ type: 'other', what: 'identity groups (Active Directory)' });
  return { operands };
}

function parseOperand(element: Raw): Operand {
  switch (element.resource_type) {
    case 'Condition':
      return parseCondition(element);
    case 'NestedExpression': {
      const inner = objects(element.expressions);
      const conditions = inner.filter((item) => item.resource_type === 'Condition').map(parseCondition);
      return { type: 'nested', conditions };
    }
    case 'PathExpression':
      return { type: 'paths', paths: texts(element.paths) };
    case 'IPAddressExpression':
      return { type: 'addresses', addresses: texts(element.ip_addresses) };
    case 'MACAddressExpression':
      return { type: 'macs', macs: texts(element.mac_addresses) };
    case 'ExternalIDExpression':
      return { type: 'other', what: `${String(element.member_type ?? 'objects')} by external id` };
    case 'IdentityGroupExpression':
      return { type: 'other', what: 'identity groups (Active Directory)' };
    default:
      return { type: 'other', what: `${String(element.resource_type ?? 'an element of unknown type')}` };
  }
}

function parseCondition(element: Raw): Condition {
  const memberType = typeof element.member_type === 'string' ? element.member_type : '';
  const key = typeof element.key === 'string' ? element.key : 'Tag';
  const operator = typeof element.operator === 'string' ? element.operator : 'EQUALS';
  const value = typeof element.value === 'string' ? element.value : '';
  const { scope, tag } = key === 'Tag' ? splitTag(value) : { scope: null, tag: value };
  const several = operator === 'IN' || operator === 'NOTIN';
  return {
    type: 'condition',
    member: MEMBERS.get(memberType) ?? 'other',
    memberType,
    key,
    operator,
    scopeOperator: element.scope_operator === 'NOTEQUALS' ? 'NOTEQUALS' : 'EQUALS',
    scope: scope === null ? null : scope.toLowerCase(),
    values: (several ? tag.split(',') : [tag]).map((item) => item.trim().toLowerCase()).filter((item) => item !== ''),
    value,
    exclude: element.exclude === true,
  };
}

/** `scope|tag`, `scope|` (any tag of the scope), `|tag` or `tag` (under any scope). */
function splitTag(value: string): { scope: string | null; tag: string } {
  const at = value.indexOf('|');
  if (at < 0) return { scope: null, tag: value };
  return { scope: at === 0 ? null : value.slice(0, at), tag: value.slice(at + 1) };
}

function objects(value: unknown): readonly Raw[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is Raw => typeof item === 'object' && item !== null && !Array.isArray(item));
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The expression as alternatives, each a list of operands that must all hold. */
export function alternatives(expression: Expression): readonly (readonly Operand[])[] {
  const terms: Operand[][] = [];
  for (const { conjunction, operand } of expression.operands) {
    const last = terms.at(-1);
    if (conjunction === 'and' && last !== undefined) last.push(operand);
    else terms.push([operand]);
  }
  return terms;
}
