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
  /** `EQUALS` where NSX says nothing. */
  readonly scopeOperator: string;
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
  /** Groups of a project or VPC hold nothing outside it: paths of members begin so. Left out in the default space. */
  readonly within?: string;
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
export function parseExpression(
  elements: readonly unknown[],
  { extended = false, within = '' }: { readonly extended?: boolean; readonly within?: string } = {},
): Expression {
  const operands: { conjunction: 'and' | 'or' | null; operand: Operand }[] = [];
  let conjunction: 'and' | 'or' = 'or';
  const add = (operand: Operand): void => {
    operands.push({ conjunction: operands.length === 0 ? null : conjunction, operand });
    conjunction = 'or';
  };
  for (const element of elements) {
    if (!isRaw(element)) add({ type: 'other', what: 'an element that cannot be read' });
    else if (element.resource_type !== 'ConjunctionOperator') add(parseOperand(element));
    else conjunction = element.conjunction_operator === 'AND' ? 'and' : 'or';
  }
  if (extended) add({ type: 'other', what: 'identity groups (Active Directory)' });
  return within === '' ? { operands } : { operands, within };
}

function parseOperand(element: Raw): Operand {
  switch (element.resource_type) {
    case 'Condition':
      return parseCondition(element);
    case 'NestedExpression':
      return parseNested(element);
    case 'PathExpression': {
      const paths = texts(element.paths);
      return paths === null ? unreadable('PathExpression') : { type: 'paths', paths };
    }
    case 'IPAddressExpression': {
      const addresses = texts(element.ip_addresses);
      return addresses === null ? unreadable('IPAddressExpression') : { type: 'addresses', addresses };
    }
    case 'MACAddressExpression':
      return { type: 'macs', macs: texts(element.mac_addresses) ?? [] };
    case 'ExternalIDExpression':
      return { type: 'other', what: `${String(element.member_type ?? 'objects')} by external id` };
    case 'IdentityGroupExpression':
      return { type: 'other', what: 'identity groups (Active Directory)' };
    default:
      return { type: 'other', what: `${String(element.resource_type ?? 'an element of unknown type')}` };
  }
}

const unreadable = (what: string): Operand => ({ type: 'other', what: `${what} that cannot be read` });

/** Conditions that must all hold; NSX lets nothing else stand in one. */
function parseNested({ expressions }: Raw): Operand {
  const inner = Array.isArray(expressions) ? expressions : [null];
  const conditions: Condition[] = [];
  for (const item of inner) {
    const type = isRaw(item) ? item.resource_type : null;
    if (isRaw(item) && type === 'Condition') conditions.push(parseCondition(item));
    else if (type !== 'ConjunctionOperator' || (isRaw(item) && item.conjunction_operator === 'OR'))
      return unreadable('NestedExpression');
  }
  return { type: 'nested', conditions };
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
    scopeOperator: typeof element.scope_operator === 'string' ? element.scope_operator : 'EQUALS',
    scope: scope === null ? null : scope.toLowerCase(),
    values: (several ? tag.split(',') : [tag]).map((item) => item.trim().toLowerCase()).filter((item) => item !== ''),
    value,
    exclude: hasExclusions(element.exclude),
  };
}

/** `scope|tag`, `scope|` (any tag of the scope), `|tag` or `tag` (under any scope). */
function splitTag(value: string): { scope: string | null; tag: string } {
  const at = value.indexOf('|');
  if (at < 0) return { scope: null, tag: value };
  return { scope: at === 0 ? null : value.slice(0, at), tag: value.slice(at + 1) };
}

/** Lists of addresses and paths that are members no more; NSX leaves the field out where there are none. */
function hasExclusions(value: unknown): boolean {
  if (isRaw(value)) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== false;
}

const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Null when it is no list of texts. */
function texts(value: unknown): readonly string[] | null {
  if (value === undefined) return [];
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : null;
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

/** Ports and subnets of a VPC are member types of their own: conditions on segments do not find them, nor the other way round. */
export const asksForVpc = ({ memberType }: Condition): boolean => memberType.startsWith('Vpc');
