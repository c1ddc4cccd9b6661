import { toRef } from '../details/refs';
import type { GraphQueries } from '../model';
import type { MarkKind, RuleMark } from '../wire';
import type { BookRule } from './book-rule';
import { liveState } from './live-state';
import { emptyParts, isEmpty } from './named-groups';
import { isAny, type PlacedRule, scopeOf } from './placed-rule';
import { Covers } from './rule-cover';

const NONE: readonly never[] = [];
const DISABLED: readonly MarkKind[] = ['disabled'];

/** Tells what is remarkable about the rules of a book. */
export class RuleMarks {
  constructor(
    private readonly graph: GraphQueries,
    private readonly covers = new Covers(graph),
  ) {}

  /** Of which kinds the marks of a rule are: all that counting needs. */
  kindsOf(one: BookRule): readonly MarkKind[] {
    if (one.rule.detail.disabled) return DISABLED;
    const empty = isEmpty(this.graph, one);
    if (!empty && one.behind === null && !one.tieMatters) return NONE;
    return [
      ...(empty ? (['empty'] as const) : NONE),
      ...(one.behind === null ? NONE : [kindBehind(one.rule, one.behind)]),
      ...(one.tieMatters ? (['order'] as const) : NONE),
    ];
  }

  /** The marks of a rule, each with its proof; only that it is disabled where it is. */
  of(one: BookRule): readonly RuleMark[] {
    if (one.rule.detail.disabled)
      return [{ kind: 'disabled', words: 'It is disabled: NSX skips it', proof: [], by: null }];
    return [...this.#empty(one), ...this.#behind(one), ...orderMark(one)];
  }

  #empty(one: BookRule): readonly RuleMark[] {
    const { sources, sourcesExcluded, destinations, destinationsExcluded } = one.rule.detail;
    const empty = emptyParts(this.graph, one);
    const proof = [
      ...(empty.scope ? [this.#nobodyAmong(one.rule, scopeOf(one.rule), 'Applied to')] : []),
      ...(empty.sources
        ? [sourcesExcluded ? nobodyLeft('source') : this.#nobodyAmong(one.rule, sources, 'Source')]
        : []),
      ...(empty.destinations
        ? [destinationsExcluded ? nobodyLeft('destination') : this.#nobodyAmong(one.rule, destinations, 'Destination')]
        : []),
    ];
    if (proof.length === 0) return [];
    return [{ kind: 'empty', words: 'It can match nothing now: it names nobody', proof, by: null }];
  }

  /** A line where all that is named are groups without anybody in them. */
  #nobodyAmong({ node }: PlacedRule, operands: readonly string[], as: string): string {
    const state = liveState(this.graph, node.source);
    const names = operands.map((path) => state.group(path)?.node.name ?? path).join(', ');
    const why =
      as === 'Applied to' && operands.some((path) => (state.group(path)?.addresses.length ?? 0) > 0)
        ? 'without a segment port as member; addresses count for nothing here'
        : 'without a member by our evaluation';
    return `${as}: ${operands.length === 1 ? 'group' : 'groups'} ${names} ${why}`;
  }

  #behind({ rule, behind }: BookRule): readonly RuleMark[] {
    if (behind === null) return [];
    const earlier = behind.rule;
    const proof = this.covers.of(rule.node.source).words(rule, earlier);
    // A change since the book was written may have taken the ground away.
    if (proof === null) return [];
    const by = { node: toRef(earlier.node), order: behind.place, ruleId: earlier.detail.ruleId };
    const named = `rule ${earlier.node.name}, place ${behind.place.toLocaleString('en')}`;
    const kind = kindBehind(rule, behind);
    return [{ kind, words: wordsBehind(kind, earlier, named), proof: [...proof], by }];
  }
}

function kindBehind(rule: PlacedRule, { rule: earlier }: BookRule): 'unreachable' | 'redundant' | 'shadowed' {
  if (earlier.detail.action === JUMP || meansEverything(earlier)) return 'unreachable';
  return earlier.detail.action === rule.detail.action ? 'redundant' : 'shadowed';
}

function wordsBehind(kind: ReturnType<typeof kindBehind>, { detail: { action } }: PlacedRule, named: string): string {
  if (kind === 'redundant') return `It adds nothing: ${named} does the same (${action}) before it`;
  if (kind === 'shadowed') return `It never decides: ${named} answers ${action} before it`;
  const how = action === JUMP ? 'leads past it to Application' : `decides all that there is in its scope (${action})`;
  return `It is never reached: ${named} ${how}`;
}

const JUMP = 'JUMP_TO_APPLICATION';

/** Null when the order is certain; several policies may be tied, and rules of one policy. */
export function tieWords({ rule, tiedPolicies, tiedRules, ofBoth }: BookRule): string | null {
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
  const tied = parts.length === 0 ? [] : [`${parts.join('; ')}: NSX leaves their order open`];
  const both = ofBoth
    ? ['Policies of the Global Manager stand beside those of this manager: which come first is not documented']
    : [];
  return tied.length + both.length === 0 ? null : [...tied, ...both].join('. ');
}

function orderMark(one: BookRule): readonly RuleMark[] {
  if (!one.tieMatters) return [];
  const words = `Its order is undefined: ${one.tiedRules} rules of the policy with different actions have sequence ${one.rule.detail.sequence}`;
  return [{ kind: 'order', words, proof: [], by: null }];
}

const nobodyLeft = (part: string): string => `Its ${part} is everything but ANY, which is nobody`;

function meansEverything({ detail }: PlacedRule): boolean {
  return (
    isAny(detail.sources) &&
    isAny(detail.destinations) &&
    isAny(detail.services) &&
    detail.serviceEntries.length === 0 &&
    detail.direction === 'IN_OUT'
  );
}
