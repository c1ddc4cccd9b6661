import { nsxKinds } from '../kinds';
import type { GraphNode, GraphQueries, NodeId, SourceId } from '../model';
import { sorted, STRIDE, type Steps } from '../steps';
import type { BookRule, Place } from './book-rule';
import { liveState } from './live-state';
import { type NamedGroups, NamedGroupsOf } from './named-groups';
import { isBesideOthers, isGlobal, placeInCategory, type PlacedRule, placeRule, roleOf, tierOf } from './placed-rule';
import { preferenceRule } from './preference';
import { Covers } from './rule-cover';
import { RuleMarks } from './rule-marks';
import { Shadows } from './shadows';

/** All rules of the distributed firewall, each NSX Manager by itself, in order of evaluation. */
export interface RuleBook {
  readonly rules: readonly BookRule[];
  readonly byId: ReadonlyMap<NodeId, BookRule>;
  readonly marks: RuleMarks;
}

/** Rules that are compared with others between two steps. */
const FEW = 64;

interface Kept {
  /** Counts what the book rests on: rules, policies, groups and services. */
  version: number;
  book: { readonly version: number; readonly book: RuleBook } | null;
}

const KEPT = new WeakMap<GraphQueries, Kept>();
const RESTS_ON = new Set<string | null>(['rule', 'policy', 'group', 'service']);
const KINDS = nsxKinds().filter(({ dfw }) => RESTS_ON.has(dfw));

/** The book of a graph, made anew only after rules, policies, groups or services changed. */
export function* ruleBook(graph: GraphQueries): Steps<RuleBook> {
  const kept = keptOf(graph);
  if (kept.book?.version === kept.version) return kept.book.book;
  const { version } = kept;
  const book = yield* write(graph);
  kept.book = { version, book };
  return book;
}

function keptOf(graph: GraphQueries): Kept {
  const known = KEPT.get(graph);
  if (known !== undefined) return known;
  const kept: Kept = { version: 0, book: null };
  KEPT.set(graph, kept);
  graph.observe((touched) => {
    for (const id of touched) {
      const node = graph.node(id);
      // What is gone tells its kind by its id alone.
      const counts =
        node === undefined ? KINDS.some(({ name }) => id.includes(`:${name}:`)) : RESTS_ON.has(roleOf(node));
      if (!counts) continue;
      kept.version++;
      return;
    }
  });
  return kept;
}

interface Entry {
  readonly rule: PlacedRule;
  readonly source: SourceId;
  readonly rank: number;
  readonly sequence: number;
  readonly policy: string;
  /** Whether policies of the Global Manager and of the manager itself stand in its category, so that their order is open. */
  readonly ofBoth: boolean;
}

function* write(graph: GraphQueries): Steps<RuleBook> {
  const entries = yield* placed(graph);
  const ordered = yield* sorted(entries, compareEntries);
  const rules: BookRule[] = [];
  const byId = new Map<NodeId, BookRule>();
  const covers = new Covers(graph);
  const shadows = new Shadows(covers);
  const named = namedGroups(graph);
  const numbering = new Numbering();
  for (let from = 0; from < ordered.length; ) {
    const tier = runFrom(ordered, from, sameTier);
    const tiedPolicies = new Set(tier.map(({ policy }) => policy)).size;
    for (let at = 0; at < tier.length; ) {
      const step = runFrom(tier, at, sameStep);
      const tieMatters = new Set(step.filter(isOn).map(({ rule }) => rule.detail.action)).size > 1;
      for (const entry of step) {
        const place = numbering.next(entry);
        const behind = shadows.before(entry.rule, place);
        const made: BookRule = {
          rule: entry.rule,
          place: numbering.place,
          at: place,
          tiedPolicies,
          tiedRules: step.length,
          tieMatters,
          ofBoth: entry.ofBoth,
          behind,
          named: named(entry.rule),
        };
        rules.push(made);
        byId.set(entry.rule.node.id, made);
        shadows.add(made);
        if (rules.length % FEW === 0 || shadows.isTired()) yield;
      }
      at += step.length;
    }
    from += tier.length;
  }
  return { rules, byId, marks: new RuleMarks(graph, covers) };
}

/** Tells what of a rule may name nobody, whatever its NSX Manager. */
function namedGroups(graph: GraphQueries): (rule: PlacedRule) => NamedGroups {
  const bySource = new Map<SourceId, NamedGroupsOf>();
  return (rule) => {
    const { source } = rule.node;
    let named = bySource.get(source);
    if (named === undefined) {
      named = new NamedGroupsOf(graph, liveState(graph, source));
      bySource.set(source, named);
    }
    return named.of(rule);
  };
}

const isOn = ({ rule }: Entry): boolean => !rule.detail.disabled;

/** The items from `from` on that are alike. */
function runFrom<T>(items: readonly T[], from: number, alike: (a: T, b: T) => boolean): readonly T[] {
  const [first] = items.slice(from, from + 1);
  let end = from;
  for (let next = items[end]; next !== undefined && first !== undefined && alike(first, next); next = items[++end]);
  return items.slice(from, end);
}

const sameTier = (a: Entry, b: Entry): boolean =>
  a.source === b.source && a.rank === b.rank && a.sequence === b.sequence;
const sameStep = (a: Entry, b: Entry): boolean =>
  a.policy === b.policy && a.rule.detail.sequence === b.rule.detail.sequence;

/** Counts through the rules of one NSX Manager after the other. */
class Numbering {
  place = 0;
  #last: Entry | null = null;
  #at: Place = { rank: 0, tier: 0, block: 0, step: 0 };

  next(entry: Entry): Place {
    const last = this.#last;
    this.place = last?.source === entry.source ? this.place + 1 : 1;
    const { tier, block, step } = this.#at;
    this.#at = {
      rank: entry.rank,
      tier: last !== null && sameTier(last, entry) ? tier : tier + 1,
      block: last !== null && sameTier(last, entry) && last.policy === entry.policy ? block : block + 1,
      step: last !== null && sameTier(last, entry) && sameStep(last, entry) ? step : step + 1,
    };
    this.#last = entry;
    return this.#at;
  }
}

function* placed(graph: GraphQueries): Steps<readonly Entry[]> {
  const found: PlacedRule[] = [];
  /** Categories where some policy does not tell NSX's own order. */
  const open = new Set<string>();
  const [global, own] = [new Set<string>(), new Set<string>()];
  let visited = 0;
  for (const node of ruleNodes(graph)) {
    if (++visited % STRIDE === 0) yield;
    const rule = placeRule(graph, node) ?? preferenceRule(graph, node);
    if (rule === null) continue;
    found.push(rule);
    const category = `${node.source} ${tierOf(rule.order)}`;
    if (rule.order.internalSequence === null) open.add(category);
    if (isBesideOthers(rule)) (isGlobal(rule) ? global : own).add(category);
  }
  const entries: Entry[] = [];
  for (const rule of found) {
    if (entries.length % STRIDE === 0) yield;
    const rank = tierOf(rule.order);
    const { source } = rule.node;
    const category = `${source} ${rank}`;
    const sequence = placeInCategory(rule, !open.has(category));
    const ofBoth = isBesideOthers(rule) && open.has(category) && global.has(category) && own.has(category);
    entries.push({ rule, source, rank, sequence, policy: rule.policy?.key ?? '', ofBoth });
  }
  return entries;
}

function* ruleNodes(graph: GraphQueries): Iterable<GraphNode> {
  for (const kind of KINDS) if (kind.dfw === 'rule' || kind.dfw === 'policy') yield* graph.nodesOfKind(kind.name);
}

/** As `tiersOf` orders them. */
function compareEntries(a: Entry, b: Entry): number {
  return (
    compareText(a.source, b.source) ||
    a.rank - b.rank ||
    a.sequence - b.sequence ||
    compareText(a.policy, b.policy) ||
    compareNumbers(a.rule.detail.sequence, b.rule.detail.sequence) ||
    compareText(a.rule.node.key, b.rule.node.key)
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** Not by difference: the rule of a connectivity preference comes last of all, at infinity. */
const compareNumbers = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
