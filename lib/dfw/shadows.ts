import type { SourceId } from '../model';
import {
  CATEGORIES,
  isAny,
  isBesideOthers,
  isGlobal,
  isUnread,
  placeInCategory,
  type PlacedRule,
  scopeOf,
} from './placed-rule';
import type { BookRule, Place } from './book-rule';
import type { Covers, RuleCover } from './rule-cover';
import { type Names, Shelves } from './shelves';

const ENVIRONMENT = CATEGORIES.indexOf('Environment');
const ETHERNET = CATEGORIES.indexOf('Ethernet');
const DECIDING = new Set(['ALLOW', 'DROP', 'REJECT']);
const JUMP = 'JUMP_TO_APPLICATION';

/** A rule that names more combinations than this is looked at for every other. */
const MOST_SHELVES = 256;
/** Comparisons before others get their turn. */
const TIRED = 500;

/** Finds, for each rule, the first that stands before it and means all it means. Rules are added in order of evaluation. */
export class Shadows {
  #source: SourceId | null = null;
  #cover: RuleCover | null = null;
  /** Earlier rules by one scope, one source and one destination that they name. */
  #shelves = new Shelves<BookRule>();
  #wide: BookRule[] = [];
  /** The first place in Environment where something may lead past rules of it. */
  #jumpFrom: number | null = null;
  #compared = 0;

  constructor(private readonly covers: Covers) {}

  /** The first earlier rule that is sure to decide all that this one means; null when there is none. */
  before(rule: PlacedRule, place: Place): BookRule | null {
    const cover = this.#coverOf(rule.node.source);
    if (isUnread(rule) || place.rank === ETHERNET) return null;
    let best: BookRule | null = null;
    for (const shelf of this.#shelves.at(namesOver(rule, cover)))
      best = this.#firstOf(shelf, { rule, place, best, cover });
    return this.#firstOf(this.#wide, { rule, place, best, cover });
  }

  /** True when so much was compared that others shall get their turn; starts counting anew. */
  isTired(): boolean {
    if (this.#compared < TIRED) return false;
    this.#compared = 0;
    return true;
  }

  add(one: BookRule): void {
    const { detail, order } = one.rule;
    const cover = this.#coverOf(one.rule.node.source);
    if (detail.disabled) return;
    if (one.at.rank === ENVIRONMENT && !DECIDING.has(detail.action)) this.#jumpFrom ??= one.at.tier;
    const decides = DECIDING.has(detail.action) || (detail.action === JUMP && one.at.rank === ENVIRONMENT);
    // A policy with a schedule holds only at times, and what an ALLOW at layer 2 lets through goes on.
    if (!decides || isUnread(one.rule) || order.scheduled || one.at.rank === ETHERNET || !isAny(detail.profiles))
      return;
    const shelves = shelvesOf(one.rule, cover);
    if (shelves === null) this.#wide.push(one);
    else this.#shelves.put(one, shelves);
  }

  #coverOf(source: SourceId): RuleCover {
    if (this.#cover === null || this.#source !== source) {
      this.#source = source;
      this.#cover = this.covers.of(source);
      this.#shelves = new Shelves();
      this.#wide = [];
      this.#jumpFrom = null;
    }
    return this.#cover;
  }

  #firstOf(
    shelf: readonly BookRule[],
    about: {
      readonly rule: PlacedRule;
      readonly place: Place;
      readonly best: BookRule | null;
      readonly cover: RuleCover;
    },
  ): BookRule | null {
    const { rule, place, best, cover } = about;
    for (const earlier of shelf) {
      if (best !== null && earlier.place >= best.place) return best;
      this.#compared++;
      if (this.#isBefore(earlier, rule, place) && cover.words(rule, earlier.rule) !== null) return earlier;
    }
    return best;
  }

  /** Whether what the earlier one decides never gets as far as the later one, in whatever order NSX takes what is tied. */
  #isBefore(earlier: BookRule, rule: PlacedRule, place: Place): boolean {
    const { at } = earlier;
    if (at.tier === place.tier) return at.block === place.block && at.step < place.step;
    if (at.rank === place.rank) return ordersAgree(earlier.rule, rule);
    if (at.rank !== ENVIRONMENT) return true;
    // A jump out of Environment goes on behind it, and may have been taken before the earlier rule was reached.
    if (earlier.rule.detail.action === JUMP) return false;
    return this.#jumpFrom === null || this.#jumpFrom > at.tier;
  }
}

/** Ports see fewer policies than there are: NSX's own order may be known for those, and not for all. */
function ordersAgree(a: PlacedRule, b: PlacedRule): boolean {
  const known = a.order.internalSequence !== null && b.order.internalSequence !== null;
  if (!known && isGlobal(a) !== isGlobal(b) && isBesideOthers(a) && isBesideOthers(b)) return false;
  return placeInCategory(a, known) < placeInCategory(b, known);
}

const ANY = 0;
/** Stands for all literal addresses, since networks may lie in one another. */
const LITERAL = 1;
/** Stands for all that is left out. */
const EXCLUDED = 2;
/** From here on numbers stand for what groups ask for. */
const FIRST_MEANING = 3;

/** Where an earlier rule is found: by every combination of what it names; null when those are too many. */
function shelvesOf(rule: PlacedRule, cover: RuleCover): Names | null {
  const { detail } = rule;
  const names: Names = [
    namesOf(scopeOf(rule), false, cover),
    namesOf(detail.sources, detail.sourcesExcluded, cover),
    namesOf(detail.destinations, detail.destinationsExcluded, cover),
  ];
  return names.reduce((product, { length }) => product * length, 1) > MOST_SHELVES ? null : names;
}

/** Where a rule that means all of this one may be: under ANY, or under the first that this one names. */
function namesOver(rule: PlacedRule, cover: RuleCover): Names {
  const { detail } = rule;
  return [
    firstOf(scopeOf(rule), false, cover),
    firstOf(detail.sources, detail.sourcesExcluded, cover),
    firstOf(detail.destinations, detail.destinationsExcluded, cover),
  ];
}

const NAMES_ANY: readonly number[] = [ANY];
const NAMES_EXCLUDED: readonly number[] = [EXCLUDED];
const ANY_OR_EXCLUDED: readonly number[] = [ANY, EXCLUDED];

function firstOf(operands: readonly string[], excluded: boolean, cover: RuleCover): readonly number[] {
  if (excluded) return ANY_OR_EXCLUDED;
  const [first] = operands;
  return first === undefined || isAny(operands) ? NAMES_ANY : [ANY, nameOf(first, cover)];
}

function namesOf(operands: readonly string[], excluded: boolean, cover: RuleCover): readonly number[] {
  if (excluded) return NAMES_EXCLUDED;
  if (isAny(operands)) return NAMES_ANY;
  const [only] = operands;
  if (only !== undefined && operands.length === 1) return [nameOf(only, cover)];
  return [...new Set(operands.map((operand) => nameOf(operand, cover)))];
}

const nameOf = (operand: string, cover: RuleCover): number =>
  operand.startsWith('/') ? FIRST_MEANING + cover.meaningOf(operand) : LITERAL;
