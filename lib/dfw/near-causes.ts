import type { GraphNode, Tag } from '../model';
import type { NearMissCause } from '../wire';
import type { PortSubject, Tagged } from './evaluate';
import type { Condition, Operand } from './expression';

export interface NearCause {
  readonly cause: NearMissCause;
  readonly explanation: string;
}

/** Why a condition that asks for a tag is not met although something close to it is there; null when nothing is close. */
export function nearCause(port: PortSubject, owner: GraphNode | null, operand: Operand): NearCause | null {
  if (operand.type !== 'condition' || !asksForTag(operand)) return null;
  const own = operand.member === 'port' ? port : operand.member === 'segment' ? port.segment : null;
  if (own === null) return null;
  return (
    cutOff(own.tags, operand) ??
    (operand.member === 'port' ? fromLabel(owner, operand) : null) ??
    otherScope(own.tags, operand) ??
    elsewhere(port, operand)
  );
}

/** What the object carries where the condition asks for something else: `The port has secgroup = db`. */
export function plainCause(port: PortSubject, operand: Operand): string {
  if (operand.type === 'paths') return 'Neither the port nor its segment is named, nor is it in a group that is named';
  if (operand.type !== 'condition') return 'The condition is not met';
  const own = operand.member === 'segment' ? port.segment : operand.member === 'port' ? port : null;
  const what = operand.member === 'segment' ? 'segment' : 'port';
  if (own === null)
    return operand.member === 'group' ? 'It is in no group that this picks' : 'The port is on no segment that was read';
  if (operand.key === 'Name') return `The ${what} is called ${own.name}`;
  const found = own.tags.filter((tag) => operand.scope === null || tag.scope.toLowerCase() === operand.scope);
  if (operand.scope === null) return `The ${what} has no such tag`;
  if (found.length === 0) return `The ${what} has no tag of scope ${scopeText(operand)}`;
  return `The ${what} has ${found.map(tagText).join(', ')}`;
}

function asksForTag({ key, operator, scopeOperator, values }: Condition): boolean {
  return (
    key === 'Tag' && (operator === 'EQUALS' || operator === 'IN') && scopeOperator === 'EQUALS' && values.length > 0
  );
}

/** NCP puts what is left of a long label and `_` with eight hexadecimal digits; others just cut. */
const CUT = /^(.*)_[0-9a-f]{8}$/s;
/** NSX takes values of so many characters. Shorter ones are prefixes by chance, like `web` and `web-admin`. */
const MAX_TAG = 256;
const LONG = 200;

/** NSX takes scopes of so many characters; NCP first drops what stands before the last slash of a longer label key. */
const MAX_SCOPE = 128;

function cutOff(tags: readonly Tag[], condition: Condition): NearCause | null {
  for (const tag of tags) {
    if (isCutScope(tag.scope, condition.scope) && valueIs(tag, condition)) {
      return {
        cause: 'cut-off',
        explanation: `The value is there under scope ${tag.scope}, which is what was left of a scope of ${condition.scope?.length} characters: NSX takes ${MAX_SCOPE}`,
      };
    }
    if (!scopeIs(tag.scope, condition)) continue;
    const has = tag.tag.toLowerCase();
    const kept = CUT.exec(has)?.[1] ?? has;
    const wanted = condition.values.find((value) => value !== has && kept.length >= LONG && value.startsWith(kept));
    if (wanted === undefined) continue;
    return {
      cause: 'cut-off',
      explanation: `Tag ${tag.scope} was cut off after ${kept.length} characters of the ${wanted.length} asked for: NSX takes ${MAX_TAG}`,
    };
  }
  return null;
}

function isCutScope(scope: string, wanted: string | null): boolean {
  if (wanted === null || wanted.length <= MAX_SCOPE) return false;
  const short = wanted.slice(wanted.lastIndexOf('/') + 1);
  const has = scope.toLowerCase();
  return has === short || (short.length > MAX_SCOPE && short.startsWith(CUT.exec(has)?.[1] ?? short));
}

function fromLabel(owner: GraphNode | null, condition: Condition): NearCause | null {
  for (const [key, value] of Object.entries(owner?.labels ?? {})) {
    if (!scopeIs(key, condition) || !condition.values.includes(value.toLowerCase())) continue;
    const exact = condition.value === (condition.scope === null ? value : `${key}|${value}`);
    const like =
      exact || condition.operator === 'IN' ? '' : '; it is written in other case than the criterion, which NSX ignores';
    return {
      cause: 'missing-tag',
      explanation: `${owner?.type ?? 'The object'} ${owner?.name ?? ''} has label ${key} = ${value}, but the port has no tag for it${like}`,
    };
  }
  return null;
}

function otherScope(tags: readonly Tag[], condition: Condition): NearCause | null {
  if (condition.scope === null) return null;
  const tag = tags.find((one) => !scopeIs(one.scope, condition) && valueIs(one, condition));
  if (tag === undefined) return null;
  return {
    cause: 'other-scope',
    explanation: `The value is there under another scope: ${tagText(tag)} instead of scope ${scopeText(condition)}`,
  };
}

/** The tag is on the segment where the port is asked for, or the other way round. */
function elsewhere(port: PortSubject, condition: Condition): NearCause | null {
  const [other, has, wants]: [Tagged | null, string, string] =
    condition.member === 'port' ? [port.segment, 'segment', 'port'] : [port, 'port', 'segment'];
  const tag = other?.tags.find((one) => scopeIs(one.scope, condition) && valueIs(one, condition));
  if (tag === undefined) return null;
  return {
    cause: 'other-object',
    explanation: `Tag ${tagText(tag)} is on the ${has}, and the criterion asks for it on the ${wants}`,
  };
}

const scopeIs = (scope: string, condition: Condition): boolean =>
  condition.scope === null || scope.toLowerCase() === condition.scope;
const valueIs = (tag: Tag, condition: Condition): boolean => condition.values.includes(tag.tag.toLowerCase());
const tagText = (tag: Tag): string => (tag.scope === '' ? tag.tag : `${tag.scope} = ${tag.tag}`);
/** As NSX gave it, not in lower case. */
const scopeText = ({ value }: Condition): string => value.slice(0, Math.max(0, value.indexOf('|')));
