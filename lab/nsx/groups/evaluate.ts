import { asObjects, asText, asTexts, type JsonObject } from '../json';
import type { StoredObject } from '../tree/tree';
import { isPort, lowerTags, type MembershipView } from './view';

/** The effective members of a group. */
export interface Members {
  readonly ports: Set<string>;
  readonly segments: Set<string>;
  /** Literal addresses, ranges and CIDRs; those of ports are not among them. */
  readonly addresses: Set<string>;
  /** Groups nested in it, at any depth. */
  readonly groups: Set<string>;
}

const noMembers = (): Members => ({ ports: new Set(), segments: new Set(), addresses: new Set(), groups: new Set() });

/** Old and new spellings of the member types that the lab can match. */
const matchable: Readonly<Record<string, string>> = {
  Segment: 'Segment',
  LogicalSwitch: 'Segment',
  SegmentPort: 'SegmentPort',
  LogicalPort: 'SegmentPort',
  VpcSubnet: 'VpcSubnet',
  VpcSubnetPort: 'VpcSubnetPort',
};

interface TagTest {
  readonly scope: string;
  readonly tag: string;
}

/** Splits a condition value `scope|tag`; an empty part is not looked at. */
export function parseTagValue(value: string): TagTest {
  const text = value.toLowerCase();
  const bar = text.indexOf('|');
  return bar < 0 ? { scope: '', tag: text } : { scope: text.slice(0, bar), tag: text.slice(bar + 1) };
}

function compareText(value: string, operator: string, wanted: string): boolean {
  switch (operator) {
    case 'CONTAINS':
      return value.includes(wanted);
    case 'STARTSWITH':
      return value.startsWith(wanted);
    case 'ENDSWITH':
      return value.endsWith(wanted);
    case 'MATCHES':
      return matchesPattern(value, wanted);
    default:
      return value === wanted;
  }
}

function matchesPattern(value: string, pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'i').test(value);
  } catch {
    return false;
  }
}

const inList = (value: string, list: string) => list.split(',').some((entry) => entry.trim() === value);

function tagConditionHolds(condition: JsonObject, object: StoredObject): boolean {
  const { scope, tag } = parseTagValue(asText(condition.value) ?? '');
  const operator = asText(condition.operator) ?? 'EQUALS';
  const tags = lowerTags(object);
  const sameScope = (candidate: string) => scope === '' || candidate === scope;
  if (condition.scope_operator === 'NOTEQUALS') {
    if (tag === '') return !tags.some((candidate) => sameScope(candidate.scope));
    return tags.some((candidate) => !sameScope(candidate.scope) && compareText(candidate.tag, operator, tag));
  }
  // "No tag equals", not "some tag differs": an object without the scope satisfies it too.
  if (operator === 'NOTEQUALS')
    return !tags.some((candidate) => sameScope(candidate.scope) && (tag === '' || candidate.tag === tag));
  if (operator === 'NOTIN') return !tags.some((candidate) => sameScope(candidate.scope) && inList(candidate.tag, tag));
  if (operator === 'IN') return tags.some((candidate) => sameScope(candidate.scope) && inList(candidate.tag, tag));
  return tags.some(
    (candidate) => sameScope(candidate.scope) && (tag === '' || compareText(candidate.tag, operator, tag)),
  );
}

function nameConditionHolds(condition: JsonObject, object: StoredObject): boolean {
  const name = (asText(object.body.display_name) ?? '').toLowerCase();
  const wanted = (asText(condition.value) ?? '').toLowerCase();
  const operator = asText(condition.operator) ?? 'EQUALS';
  return operator === 'NOTEQUALS' ? name !== wanted : compareText(name, operator, wanted);
}

function conditionHolds(condition: JsonObject, object: StoredObject): boolean {
  if (condition.key === 'Tag') return tagConditionHolds(condition, object);
  if (condition.key === 'Name') return nameConditionHolds(condition, object);
  return condition.key === 'ALL';
}

/** Candidates of a condition: few by index where it is a plain tag test, else every object of the type. */
function candidates(condition: JsonObject, type: string, view: MembershipView): ReadonlySet<string> {
  const operator = asText(condition.operator) ?? 'EQUALS';
  const plain = condition.key === 'Tag' && operator === 'EQUALS' && condition.scope_operator !== 'NOTEQUALS';
  if (!plain) return view.ofType(type);
  const { scope, tag } = parseTagValue(asText(condition.value) ?? '');
  return view.tagged(type, scope, tag);
}

/** Evaluates groups over a membership view; `prefix` rules which objects a group of a VPC or project can see. */
export class GroupEvaluator {
  readonly #view: MembershipView;
  readonly #known = new Map<string, Members>();

  constructor(view: MembershipView) {
    this.#view = view;
  }

  /** Effective members of a group; empty when it is not known yet. Nested cycles end where they close. */
  members(path: string): Members {
    return this.#members(path, new Set());
  }

  #members(path: string, open: ReadonlySet<string>): Members {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const group = this.#view.get(path);
    if (group?.body.resource_type !== 'Group' || open.has(path)) return noMembers();
    const result = noMembers();
    const inside = new Set(open).add(path);
    for (const operands of alternatives(asObjects(group.body.expression))) {
      merge(result, this.#conjunction(operands, group, inside));
    }
    if (open.size === 0) this.#known.set(path, result);
    return result;
  }

  #conjunction(operands: readonly JsonObject[], group: StoredObject, open: ReadonlySet<string>): Members {
    const [first] = operands;
    if (operands.length === 1 && first?.resource_type !== 'Condition')
      return first === undefined ? noMembers() : this.#operand(first, group, open);
    return this.#conditions(operands, group);
  }

  #operand(operand: JsonObject, group: StoredObject, open: ReadonlySet<string>): Members {
    switch (operand.resource_type) {
      case 'NestedExpression':
        return this.#conditions(
          asObjects(operand.expressions).filter((part) => part.resource_type === 'Condition'),
          group,
        );
      case 'IPAddressExpression':
        return { ...noMembers(), addresses: new Set(asTexts(operand.ip_addresses)) };
      case 'PathExpression':
        return this.#paths(asTexts(operand.paths), open);
      default:
        return noMembers();
    }
  }

  #paths(paths: readonly string[], open: ReadonlySet<string>): Members {
    const result = noMembers();
    for (const path of paths) {
      const object = this.#view.get(path);
      if (object === undefined) continue;
      if (object.body.resource_type === 'Group') {
        result.groups.add(path);
        merge(result, this.#members(path, open));
      } else if (isPort(object)) result.ports.add(path);
      else this.#addSegment(result, path);
    }
    return result;
  }

  #addSegment(result: Members, path: string): void {
    result.segments.add(path);
    for (const port of this.#view.portsOf(path)) result.ports.add(port);
  }

  /** Conditions joined by AND. Segment conditions beside port conditions ask for ports on matching segments. */
  #conditions(conditions: readonly JsonObject[], group: StoredObject): Members {
    const result = noMembers();
    const typed = conditions.map((condition) => ({
      condition,
      type: matchable[asText(condition.member_type) ?? ''],
    }));
    if (typed.length === 0 || typed.some(({ type }) => type === undefined)) return result;
    const onPorts = typed.filter(({ type }) => type === 'SegmentPort' || type === 'VpcSubnetPort');
    const onSegments = typed.filter(({ type }) => type === 'Segment' || type === 'VpcSubnet');
    const visible = (path: string) => path.startsWith(scopePrefix(group.path));
    const segments = onSegments.length > 0 ? this.#satisfying(onSegments, visible) : undefined;
    if (onPorts.length === 0) {
      for (const path of segments ?? []) this.#addSegment(result, path);
      return result;
    }
    for (const path of this.#satisfying(onPorts, visible)) {
      const parent = this.#view.get(path)?.parentPath;
      if (segments === undefined || (parent !== undefined && segments.has(parent))) result.ports.add(path);
    }
    return result;
  }

  #satisfying(
    conditions: readonly { condition: JsonObject; type: string | undefined }[],
    visible: (path: string) => boolean,
  ): Set<string> {
    let smallest: ReadonlySet<string> | undefined;
    for (const { condition, type } of conditions) {
      const found = candidates(condition, type ?? '', this.#view);
      if (smallest === undefined || found.size < smallest.size) smallest = found;
    }
    const hits = new Set<string>();
    for (const path of smallest ?? []) {
      const object = this.#view.get(path);
      if (object === undefined || !visible(path)) continue;
      if (
        conditions.every(
          ({ condition, type }) => object.body.resource_type === type && conditionHolds(condition, object),
        )
      )
        hits.add(path);
    }
    return hits;
  }
}

/** A group of a VPC sees its VPC, one of a project its project, one of the default space everything. */
function scopePrefix(path: string): string {
  const vpc = /^\/orgs\/[^/]+\/projects\/[^/]+\/vpcs\/[^/]+\//.exec(path);
  const project = /^\/orgs\/[^/]+\/projects\/[^/]+\//.exec(path);
  return vpc?.[0] ?? project?.[0] ?? '/';
}

/** Splits an expression at its ORs; what is left between them is joined by AND. */
function alternatives(expression: readonly JsonObject[]): JsonObject[][] {
  const found: JsonObject[][] = [[]];
  for (const part of expression) {
    if (part.resource_type !== 'ConjunctionOperator') found.at(-1)?.push(part);
    else if (part.conjunction_operator !== 'AND') found.push([]);
  }
  return found.filter((operands) => operands.length > 0);
}

function merge(into: Members, from: Members): void {
  for (const key of ['ports', 'segments', 'addresses', 'groups'] as const)
    for (const value of from[key]) into[key].add(value);
}
