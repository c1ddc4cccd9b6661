import { type Steps, STRIDE } from '../steps';
import { type BoxNoun, sayBoxes } from './box-words';
import { LIMITS } from './folding';
import { compareSpaces } from './order';
import { byHand, byNeed, type Drawn, foldedByDefault, foldedCards, foldedSpaces, openCards, toRegion } from './regions';
import type { Box } from './space';
import type { Tiled, Tiles } from './tiles';
import { ALL_BOXES, type Region, type ViewSpec } from './view';
import { isWide, type World } from './world';

/** What is to be drawn, and the room for it. */
export interface Room {
  readonly spec: ViewSpec;
  /** What the boxes are called. */
  readonly noun: BoxNoun;
  /** Whether there are several clusters. */
  readonly spans: boolean;
  readonly spaces: readonly Box[];
  readonly notes: string[];
  /** The same boxes as kept between views; null where they are not. */
  readonly world: World | null;
  /** What folded namespaces are drawn as; null for a card each. */
  readonly tiles: Tiles | null;
  /** Cards drawn before the regions. */
  readonly taken: number;
}

/** Boxes as they are drawn. */
export interface Boxed {
  readonly drawn: readonly Drawn[];
  readonly regions: ReadonlyMap<string, Region>;
  /** What is folded into tiles. */
  readonly tiled: Tiled;
}

/** The boxes of a view: open with their cards, folded into a card each, or, where they are many, into tiles. */
export function* boxCards(room: Room): Steps<Boxed> {
  const { spec, world } = room;
  if (world?.isWide && !spec.open.includes(`+${ALL_BOXES}`)) return tiledCards(room, world);
  return yield* eachBox(room);
}

/** All as tiles, apart from those that somebody opened: only these are visited. */
function tiledCards(room: Room, world: World): Boxed {
  const { spec } = room;
  const hand = byHand(spec);
  const wanted = spec.open
    .flatMap((one) => (one.startsWith('+') ? (world.find(one.slice(1)) ?? []) : []))
    .filter(({ id }) => hand(id) === true)
    .sort(compareSpaces);
  const builder = new Builder(room, 0);
  const opened: Region[] = [];
  let { boxes, objects, found } = world.tiled;
  for (const space of new Set(wanted)) {
    if (!builder.open(space)) continue;
    const { tile } = world.regions.get(space.id) ?? {};
    boxes--;
    objects -= tile?.objects ?? 0;
    found -= tile?.found ?? 0;
    opened.push(toRegion(space, false, room.spans));
  }
  builder.sayRefused();
  const regions = world.regions.with(opened.map((region) => [region.id, region]));
  return { drawn: builder.drawn, regions, tiled: { boxes, objects, found } };
}

function* eachBox(room: Room): Steps<Boxed> {
  const { spec, spaces, tiles } = room;
  const hand = byHand(spec);
  const wide = isWide(spaces);
  const [shown, left] = withinLimit(spaces);
  const builder = new Builder(room, tiles === null ? shown.length : 0);
  const regions = new Map<string, Region>();
  let [boxes, objects, found] = [0, 0, 0];
  for (const space of shown) {
    const folded = !((hand(space.id) ?? !foldedByDefault(space, spec, wide)) && builder.open(space));
    if (folded && tiles === null) builder.add(foldedCards(space));
    const region = folded && tiles !== null ? tiles.of(space) : toRegion(space, folded, room.spans);
    regions.set(space.id, region);
    if (region.tile !== undefined) {
      boxes++;
      objects += region.tile.objects;
      found += region.tile.found ?? 0;
    }
    if (regions.size % STRIDE === 0) yield;
  }
  builder.sayRefused();
  return { drawn: [...builder.drawn, ...leftOver(room, left)], regions, tiled: { boxes, objects, found } };
}

/** Cards of boxes, as long as there is room for them. */
class Builder {
  readonly drawn: Drawn[] = [];
  #left: number;
  #refused = 0;

  /** `asCards` boxes have at least a card each. */
  constructor(
    private readonly room: Room,
    asCards: number,
  ) {
    this.#left = LIMITS.cards - LIMITS.groups - LIMITS.unclaimed - room.taken - asCards;
  }

  add(cards: readonly Drawn[]): void {
    this.#left -= Math.max(0, cards.length - 1);
    this.drawn.push(...cards);
  }

  /** Adds the cards of a box that is to be open; false when there is no room for them. */
  open(box: Box): boolean {
    const cards = openedCards(box, this.room.spec, this.#left);
    if (cards === null) this.#refused++;
    else this.add(cards);
    return cards !== null;
  }

  sayRefused(): void {
    const { noun, notes } = this.room;
    if (this.#refused === 0) return;
    const boxes = sayBoxes(noun, this.#refused, 'stays', 'stay');
    notes.push(`${boxes} folded: a view draws at most ${LIMITS.cards} cards`);
  }
}

/** One card for the boxes beyond the limit. */
function leftOver({ noun, notes }: Room, left: readonly Box[]): readonly Drawn[] {
  if (left.length === 0) return [];
  notes.push(`${sayBoxes(noun, left.length, 'is', 'are')} not drawn: choose a cluster or a Namespace to see them`);
  const title = `+ ${left.length} more ${noun.many}`;
  return [foldedSpaces({ id: 'fold|namespaces|', lane: 'tier-1', region: null, title }, left)];
}

/** The cards of a box that is to be open; null when there is no room for them. */
function openedCards(space: Box, spec: ViewSpec, room: number): readonly Drawn[] | null {
  if (!mayOpen(space, room)) return null;
  const cards = openCards(space, spec);
  return cards.length - 1 > room ? null : cards;
}

/** A box of many Namespaces may hold more than could be drawn; to find that out by making its cards would cost too much. */
const mayOpen = ({ kind, summary }: Box, room: number): boolean =>
  (room > 0 || summary.objects <= 1) && (kind === 'namespace' || summary.objects <= LIMITS.unitsOfBox);

/** Beyond the limit, boxes in trouble keep their place. */
function withinLimit(spaces: readonly Box[]): readonly [readonly Box[], readonly Box[]] {
  if (spaces.length <= LIMITS.regions) return [spaces, []];
  const ill = spaces.filter(({ summary }) => summary.severity > 0).sort(byNeed);
  const kept = new Set(ill.slice(0, LIMITS.regions));
  let room = LIMITS.regions - kept.size;
  const [shown, left]: [Box[], Box[]] = [[], []];
  for (const space of spaces) (kept.has(space) || room-- > 0 ? shown : left).push(space);
  return [shown, left];
}
