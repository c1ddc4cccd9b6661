import type { GraphQueries, LiveCriteria, NodeId } from '../model';
import { noteWords } from './group-tally';
import type { Grouped } from './grouped-cards';
import type { GroupCards, MemberCards } from './groups';
import { type Step, toLink } from './paths';
import type { Places } from './places';
import type { Drawn } from './regions';
import { criteriaMet, type OuterStep } from './summary';
import { sharedLines, sharedNotes } from './shared-lines';
import { stepsOf } from './traits';
import type { Card, Link } from './view';

type CardOf = (id: NodeId) => string | undefined;

/** Lines between the cards, with what is said of them; what is folded is linked through its fold, once. */
export function toLinks(
  places: Places,
  { drawn, cards }: { readonly drawn: readonly Drawn[]; readonly cards: ReadonlyMap<string, Card> },
  groups: GroupCards | null,
  grouped: Pick<Grouped, 'homeOf' | 'isQuiet'> | null = null,
): { readonly links: ReadonlyMap<string, Link>; readonly notes: readonly string[] } {
  const cardOf = finder(places, drawn, grouped);
  // Load balancing, and what else would cross the map, is drawn on demand.
  const lines = new Lines(cardOf, (kind) => kind === 'backs' || grouped?.isQuiet(kind) === true);
  for (const { card, units, spaces } of drawn) {
    // Groups are linked to their members alone, from the members' side.
    if (card.lane === 'group') continue;
    for (const unit of units) {
      const { up, behind } = stepsOf(places.graph, unit);
      for (const step of up) lines.addStep(step);
      for (const step of behind) lines.addStep(step);
    }
    for (const { summary } of spaces) for (const step of summary.outer) lines.addOuter(card.id, step);
  }
  const { links } = lines;
  const shared = grouped === null ? sharedLines(links.values(), cards) : NO_LINES;
  for (const id of shared) quieten(links, id);
  if (groups !== null) addMembers(links, places.graph, drawn, groups.cards(cardOf));
  return { links, notes: sharedNotes(shared, links) };
}

const NO_LINES: ReadonlySet<string> = new Set();

function quieten(links: Map<string, Link>, id: string): void {
  const link = links.get(id);
  if (link !== undefined) links.set(id, { ...link, quiet: true });
}

/** Lines between cards; several steps between the same become one. */
class Lines {
  readonly links = new Map<string, Link>();

  constructor(
    private readonly cardOf: CardOf,
    private readonly isQuiet: (kind: string) => boolean,
  ) {}

  addStep(step: Step): void {
    const [from, to] = [this.cardOf(step.from), this.cardOf(step.to)];
    if (from !== undefined && to !== undefined && from !== to) this.#add(step.line(from, to, this.isQuiet(step.kind)));
  }

  addOuter(card: string, { kind, end, outward, evidence, crossPlane }: OuterStep): void {
    const other = this.cardOf(end);
    if (other === undefined || other === card) return;
    const [from, to] = outward ? [card, other] : [other, card];
    this.#add(toLink({ from, to, kind, evidence, crossPlane }, this.isQuiet(kind)));
  }

  #add(link: Link): void {
    const known = this.links.get(link.id);
    // Which of several steps gives the words must not depend on the order they were met in.
    if (known === undefined || link.evidence < known.evidence) this.links.set(link.id, link);
  }
}

/** The card of an object: its own, or the one its box is folded into. */
function finder(places: Places, drawn: readonly Drawn[], grouped: Pick<Grouped, 'homeOf'> | null): CardOf {
  const plain = new Map<NodeId, string>();
  for (const { card, units } of drawn)
    for (const unit of units) for (const node of unit.nodes) plain.set(node.id, card.id);
  // Thousands may be folded, and no line may lead to them.
  let known: ReadonlyMap<string, string> | null = null;
  const folds = (): ReadonlyMap<string, string> => {
    known ??= new Map(drawn.flatMap(({ card, spaces }) => spaces.map((space) => [space.id, card.id] as const)));
    return known;
  };
  const homes = new Map<NodeId, string | undefined>();
  const homeOf = (id: NodeId): string | undefined => {
    if (grouped === null) return places.spaceOf(id)?.id;
    if (!homes.has(id)) homes.set(id, grouped.homeOf(id));
    return homes.get(id);
  };
  return (id) => plain.get(id) ?? (folds().size === 0 ? undefined : folds().get(homeOf(id) ?? ''));
}

function addMembers(links: Map<string, Link>, graph: GraphQueries, drawn: readonly Drawn[], cards: MemberCards): void {
  for (const one of drawn) {
    if (one.card.lane === 'group') continue;
    const from = one.card.id;
    for (const [to, evidence] of memberOf(graph, one, cards)) {
      const id = `member|${from}|${to}`;
      links.set(id, { id, from, to, kind: 'member', evidence, crossPlane: false });
    }
  }
}

/** The cards of the groups that what is behind a card is in, with the evidence in words. */
function memberOf(graph: GraphQueries, { units, spaces }: Drawn, cards: MemberCards): ReadonlyMap<string, string> {
  const evidenceOf = new Map<string, string>();
  const met = units.length === 0 ? NOTHING : criteriaMet(graph, units);
  for (const [criteria, words] of met) for (const to of cards.behind(criteria)) noteWords(evidenceOf, to, words);
  if (cards.tooMany) return evidenceOf;
  for (const space of spaces) for (const [to, words] of cards.ofOwner(space)) noteWords(evidenceOf, to, words);
  return evidenceOf;
}

const NOTHING: ReadonlyMap<LiveCriteria, string> = new Map();
