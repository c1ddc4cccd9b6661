import { toRef } from '../details/refs';
import type { GraphQueries, SourceId } from '../model';
import type { RuleMark } from '../wire';
import { nestingOf } from './anchors';
import { unevaluated } from './comparison';
import { liveState } from './live-state';
import { groupRecord } from './lookup';
import { isAny, type PlacedRule, scopeOf } from './placed-rule';
import type { BookRule } from './book-rule';
import { RuleCover } from './rule-cover';
import type { DfwState } from './state';
import { toGroup } from './subjects';

/** Tells what is remarkable about rules, each with its proof. Valid until the next change of the graph. */
export class RuleMarks {
  readonly #bySource = new Map<SourceId, { readonly state: DfwState; readonly cover: RuleCover }>();
  readonly #nobody = new Map<string, boolean>();

  constructor(private readonly graph: GraphQueries) {}

  /** The marks of a rule; only that it is disabled where it is. */
  of(one: BookRule): readonly RuleMark[] {
    if (one.rule.detail.disabled)
      return [{ kind: 'disabled', words: 'It is disabled: NSX skips it', proof: [], by: null }];
    return [...this.#empty(one.rule), ...this.#behind(one), ...orderMark(one)];
  }

  #of(source: SourceId) {
    let known = this.#bySource.get(source);
    if (known === undefined) {
      known = { state: liveState(this.graph, source), cover: new RuleCover(this.graph, source) };
      this.#bySource.set(source, known);
    }
    return known;
  }

  #empty(rule: PlacedRule): readonly RuleMark[] {
    const { sources, sourcesExcluded, destinations, destinationsExcluded } = rule.detail;
    const proof = [
      ...this.#nobodyAmong(rule, scopeOf(rule), 'Applied to'),
      ...(sourcesExcluded ? nobodyLeft(sources, 'source') : this.#nobodyAmong(rule, sources, 'Source')),
      ...(destinationsExcluded
        ? nobodyLeft(destinations, 'destination')
        : this.#nobodyAmong(rule, destinations, 'Destination')),
    ];
    if (proof.length === 0) return [];
    return [{ kind: 'empty', words: 'It can match nothing now: it names nobody', proof, by: null }];
  }

  /** A line where all that is named are groups without anybody in them. */
  #nobodyAmong(
    { node }: PlacedRule,
    operands: readonly string[],
    as: 'Applied to' | 'Source' | 'Destination',
  ): string[] {
    if (isAny(operands)) return [];
    const { state } = this.#of(node.source);
    const scope = as === 'Applied to';
    if (!operands.every((path) => this.#isNobodyIn(state, path, scope))) return [];
    const names = operands.map((path) => state.group(path)?.node.name ?? path).join(', ');
    const why =
      scope && operands.some((path) => (state.group(path)?.addresses.length ?? 0) > 0)
        ? 'without a segment port as member; addresses count for nothing here'
        : 'without a member by our evaluation';
    return [`${as}: ${operands.length === 1 ? 'group' : 'groups'} ${names} ${why}`];
  }

  #isNobodyIn(state: DfwState, path: string, scope: boolean): boolean {
    const key = `${state.source} ${scope} ${path}`;
    let nobody = this.#nobody.get(key);
    if (nobody === undefined) {
      nobody = isNobodyIn(this.graph, state, path, scope);
      this.#nobody.set(key, nobody);
    }
    return nobody;
  }

  #behind({ rule, behind }: BookRule): readonly RuleMark[] {
    if (behind === null) return [];
    const earlier = behind.rule;
    const proof = this.#of(rule.node.source).cover.words(rule, earlier);
    // A change since the book was written may have taken the ground away.
    if (proof === null) return [];
    const by = { node: toRef(earlier.node), order: behind.place, ruleId: earlier.detail.ruleId };
    const named = `rule ${earlier.node.name}, place ${behind.place.toLocaleString('en')}`;
    const jump = earlier.detail.action === 'JUMP_TO_APPLICATION';
    if (jump || meansEverything(earlier)) {
      const how = jump
        ? 'leads past it to Application'
        : `decides all that there is in its scope (${earlier.detail.action})`;
      return [{ kind: 'unreachable', words: `It is never reached: ${named} ${how}`, proof: [...proof], by }];
    }
    const same = earlier.detail.action === rule.detail.action;
    return [
      {
        kind: same ? 'redundant' : 'shadowed',
        words: same
          ? `It adds nothing: ${named} does the same (${earlier.detail.action}) before it`
          : `It never decides: ${named} answers ${earlier.detail.action} before it`,
        proof: [...proof],
        by,
      },
    ];
  }
}

/** Null when the order is certain; several policies may be tied, and rules of one policy. */
export function tieWords({ rule, tiedPolicies, tiedRules }: BookRule): string | null {
  const { order, detail } = rule;
  const parts = [
    ...(tiedPolicies > 1
      ? [
          `${tiedPolicies.toLocaleString('en')} policies of category ${order.category || 'none'} have sequence ${order.sequence}`,
        ]
      : []),
    ...(tiedRules > 1
      ? [`${tiedRules.toLocaleString('en')} rules of this policy have sequence ${detail.sequence}`]
      : []),
  ];
  return parts.length === 0 ? null : `${parts.join('; ')}: NSX leaves their order open`;
}

function orderMark(one: BookRule): readonly RuleMark[] {
  if (!one.tieMatters) return [];
  const words = `Its order is undefined: ${one.tiedRules} rules of the policy with different actions have sequence ${one.rule.detail.sequence}`;
  return [{ kind: 'order', words, proof: [], by: null }];
}

const nobodyLeft = (operands: readonly string[], part: string): string[] =>
  isAny(operands) ? [`Its ${part} is everything but ANY, which is nobody`] : [];

function meansEverything({ detail }: PlacedRule): boolean {
  return (
    isAny(detail.sources) &&
    isAny(detail.destinations) &&
    isAny(detail.services) &&
    detail.serviceEntries.length === 0 &&
    detail.direction === 'IN_OUT'
  );
}

/** Whether nobody is in the group for sure: all of it is evaluated, and all that it nests is known. */
function isNobodyIn(graph: GraphQueries, state: DfwState, path: string, scope: boolean): boolean {
  const group = state.group(path);
  const record = group === null ? null : groupRecord(graph, group.node.id);
  if (group === null || record === null || group.unevaluated.length > 0) return false;
  const { expression } = toGroup(record);
  if (unevaluated(expression).length > 0) return false;
  if (!nestingOf(expression).paths.every((nested) => graph.byKey(state.source, nested) !== undefined)) return false;
  if (!scope && group.addresses.length > 0) return false;
  return (graph.criteriaOf(group.node.id)?.members.size ?? 0) === 0;
}
