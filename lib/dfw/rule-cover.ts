import type { GraphQueries, LiveCriteria, SourceId } from '../model';
import { boundsOf } from './address';
import { unevaluated } from './comparison';
import { liveState } from './live-state';
import { groupRecord } from './lookup';
import { isAny, type PlacedRule, scopeOf, spaceOfRule } from './placed-rule';
import { isWithin } from './spaces';
import { servicesWithin } from './service-cover';
import type { DfwState } from './state';
import { toGroup } from './subjects';

/**
 * Whether one rule means all that another means. It says so only where that is sure: the same operand, ANY, a network within
 * a network, groups that ask for the same, services within services.
 */
export class RuleCover {
  readonly #state: DfwState;
  readonly #meanings = new Map<string, number>();
  /** Numbers of criteria; of texts where these are not all that there is to it. */
  readonly #numbers = new Map<LiveCriteria | string, number>();
  readonly #bounds = new Map<string, ReturnType<typeof boundsOf>>();

  constructor(
    private readonly graph: GraphQueries,
    source: SourceId,
  ) {
    this.#state = liveState(graph, source);
  }

  /** The same number for operands that mean the same. */
  meaningOf(operand: string): number {
    let meaning = this.#meanings.get(operand);
    if (meaning === undefined) {
      meaning = this.#numberOf(operand.startsWith('/') ? this.#criteriaOf(operand) : operand);
      this.#meanings.set(operand, meaning);
    }
    return meaning;
  }

  #numberOf(meant: LiveCriteria | string): number {
    let number = this.#numbers.get(meant);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(meant, number);
    }
    return number;
  }

  #criteriaOf(path: string): LiveCriteria | string {
    const group = this.#state.group(path);
    const record = group === null ? null : groupRecord(this.graph, group.node.id);
    const criteria = group === null ? undefined : this.graph.criteriaOf(group.node.id);
    if (group === null || record === null || criteria === undefined) return path;
    if (group.unevaluated.length > 0 || unevaluated(toGroup(record).expression).length > 0) return path;
    if (group.addresses.length === 0) return criteria;
    return `${criteria.id} ${[...new Set(group.addresses)].sort().join()}`;
  }

  /** In what way `outer` means all that `inner` means, part by part; null when that is not sure. */
  words(inner: PlacedRule, outer: PlacedRule): readonly string[] | null {
    const [a, b] = [inner.detail, outer.detail];
    if (b.direction !== 'IN_OUT' && b.direction !== a.direction) return null;
    if (isOneFamily(b.ipProtocol) && a.ipProtocol !== b.ipProtocol) return null;
    if (!isAny(b.profiles) || !isWithin(spaceOfRule(inner), spaceOfRule(outer))) return null;
    const applied = this.#within(scopeOf(inner), scopeOf(outer), APPLIED);
    if (applied === null) return null;
    const sources = this.#endsWithin([a.sources, a.sourcesExcluded], [b.sources, b.sourcesExcluded], SOURCES);
    if (sources === null) return null;
    const destinations = this.#endsWithin(
      [a.destinations, a.destinationsExcluded],
      [b.destinations, b.destinationsExcluded],
      DESTINATIONS,
    );
    if (destinations === null) return null;
    const services = servicesWithin(a, b, (path) => this.#state.service(path));
    return services === null ? null : [applied, sources, destinations, services];
  }

  #endsWithin(
    [inner, innerExcluded]: readonly [readonly string[], boolean],
    [outer, outerExcluded]: readonly [readonly string[], boolean],
    words: PartWords,
  ): string | null {
    if (!outerExcluded) {
      if (isAny(outer)) return words.any;
      return innerExcluded ? null : this.#within(inner, outer, words);
    }
    // What it leaves out, the other must leave out too.
    if (!innerExcluded || isAny(outer)) return null;
    return this.#within(outer, inner, words) === null ? null : `its ${words.name} leave out no more than these do`;
  }

  #within(inner: readonly string[], outer: readonly string[], words: PartWords): string | null {
    if (isAny(outer)) return words.any;
    if (isAny(inner)) return null;
    let how: string | null = null;
    for (const operand of inner) {
      if (outer.includes(operand)) continue;
      const meaning = this.meaningOf(operand);
      const same = outer.find((other) => this.meaningOf(other) === meaning);
      const network = same === undefined ? outer.find((other) => this.#isNetworkWithin(operand, other)) : undefined;
      if (same === undefined && network === undefined) return null;
      how ??=
        network === undefined
          ? `its ${words.name} ask for the same: group ${this.#nameOf(same ?? '')} and group ${this.#nameOf(operand)}`
          : `its ${words.name} hold these: ${operand} lies in ${network}`;
    }
    return how ?? `its ${words.name} hold the same`;
  }

  #isNetworkWithin(inner: string, outer: string): boolean {
    if (inner.startsWith('/') || outer.startsWith('/')) return false;
    const [a, b] = [this.#boundsOf(inner), this.#boundsOf(outer)];
    return a !== null && b !== null && a.six === b.six && b.first <= a.first && a.last <= b.last;
  }

  #boundsOf(literal: string): ReturnType<typeof boundsOf> {
    let bounds = this.#bounds.get(literal);
    if (bounds === undefined) {
      bounds = boundsOf(literal);
      this.#bounds.set(literal, bounds);
    }
    return bounds;
  }

  #nameOf(path: string): string {
    return this.#state.group(path)?.node.name ?? path;
  }
}

/** The comparisons of each NSX Manager, valid until rules, policies, groups or services change. */
export class Covers {
  readonly #bySource = new Map<SourceId, RuleCover>();

  constructor(private readonly graph: GraphQueries) {}

  of(source: SourceId): RuleCover {
    let cover = this.#bySource.get(source);
    if (cover === undefined) {
      cover = new RuleCover(this.graph, source);
      this.#bySource.set(source, cover);
    }
    return cover;
  }
}

interface PartWords {
  readonly name: string;
  readonly any: string;
}

const APPLIED: PartWords = { name: 'applied-to groups', any: 'it is applied everywhere' };
const SOURCES: PartWords = { name: 'sources', any: 'its sources are any' };
const DESTINATIONS: PartWords = { name: 'destinations', any: 'its destinations are any' };

const isOneFamily = (protocol: string): boolean => protocol === 'IPV4' || protocol === 'IPV6';
