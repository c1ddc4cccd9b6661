import type { GraphQueries, LiveCriteria, NodeId, SourceId } from '../model';
import { nestingOf } from './anchors';
import { unevaluated } from './comparison';
import { groupRecord } from './lookup';
import { isAny, isUnread, type PlacedRule, scopeOf } from './placed-rule';
import type { DfwState } from './state';
import { toGroup } from './subjects';

interface NamedGroup {
  readonly id: NodeId;
  /** What it asks for, with who is in it at any time; another one only when the group changes. */
  readonly criteria: LiveCriteria | undefined;
  /** What it nests by path: while that is not read, nobody knows who is in it. */
  readonly nests: readonly string[];
}

/** Groups that must have nobody in them for a part of a rule to mean nobody; null when it means somebody all the same. */
type Named = readonly NamedGroup[] | null;

/** The parts of a rule that may mean nobody. */
export interface NamedGroups {
  readonly scope: Named;
  readonly sources: Named;
  readonly destinations: Named;
}

/** One for all rules that are never empty. */
const NEVER: NamedGroups = { scope: null, sources: null, destinations: null };
/** Everything but ANY. */
const NOBODY: Named = [];

/**
 * Tells of the rules of one NSX Manager by which groups they may turn out to name nobody. That rests on what groups ask for
 * and not on who is in them: valid until rules, policies or groups change.
 */
export class NamedGroupsOf {
  /** Groups that may have nobody in them for sure, by path: as part of a scope, and where their addresses count. */
  readonly #scopes = new Map<string, Named>();
  readonly #ends = new Map<string, Named>();

  constructor(
    private readonly graph: GraphQueries,
    private readonly state: DfwState,
  ) {}

  of(rule: PlacedRule): NamedGroups {
    if (isUnread(rule)) return NEVER;
    const { sources, sourcesExcluded, destinations, destinationsExcluded } = rule.detail;
    const scope = this.#named(scopeOf(rule), this.#scopes);
    const from = sourcesExcluded ? allBut(sources) : this.#named(sources, this.#ends);
    const to = destinationsExcluded ? allBut(destinations) : this.#named(destinations, this.#ends);
    return scope === null && from === null && to === null ? NEVER : { scope, sources: from, destinations: to };
  }

  #named(operands: readonly string[], known: Map<string, Named>): Named {
    if (isAny(operands)) return null;
    const [first = '', ...rest] = operands;
    let all = this.#group(first, known);
    for (const path of rest) {
      const one = all === null ? null : this.#group(path, known);
      if (all === null || one === null) return null;
      all = [...all, ...one];
    }
    return all;
  }

  #group(path: string, known: Map<string, Named>): Named {
    let named = known.get(path);
    if (named === undefined) {
      named = this.#whenEmpty(path, known === this.#scopes);
      known.set(path, named);
    }
    return named;
  }

  /** Only when all of it is evaluated, and all that it nests; addresses in a scope count for nothing. */
  #whenEmpty(path: string, scope: boolean): Named {
    const group = this.state.group(path);
    const record = group === null ? null : groupRecord(this.graph, group.node.id);
    if (group === null || record === null || group.unevaluated.length > 0) return null;
    const { expression } = toGroup(record);
    if (unevaluated(expression).length > 0) return null;
    if (!scope && group.addresses.length > 0) return null;
    const { id } = group.node;
    return [{ id, criteria: this.graph.criteriaOf(id), nests: nestingOf(expression).paths }];
  }
}

const allBut = (operands: readonly string[]): Named => (isAny(operands) ? NOBODY : null);

/** What of a rule names nobody now. */
export function emptyParts(
  graph: GraphQueries,
  { rule, named }: { readonly rule: PlacedRule; readonly named: NamedGroups },
) {
  const isNobody = (groups: Named): boolean => areEmpty(graph, rule.node.source, groups);
  return {
    scope: isNobody(named.scope),
    sources: isNobody(named.sources),
    destinations: isNobody(named.destinations),
  };
}

/** Whether a rule names nobody now, in one of its parts. */
export function isEmpty(
  graph: GraphQueries,
  { rule, named }: { readonly rule: PlacedRule; readonly named: NamedGroups },
): boolean {
  if (named === NEVER) return false;
  const { source } = rule.node;
  return (
    areEmpty(graph, source, named.scope) ||
    areEmpty(graph, source, named.sources) ||
    areEmpty(graph, source, named.destinations)
  );
}

function areEmpty(graph: GraphQueries, source: SourceId, named: Named): boolean {
  if (named === null) return false;
  for (const { id, criteria = graph.criteriaOf(id), nests } of named) {
    if ((criteria?.members.size ?? 0) > 0) return false;
    if (nests.some((path) => graph.byKey(source, path) === undefined)) return false;
  }
  return true;
}
