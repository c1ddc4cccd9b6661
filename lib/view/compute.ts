import type { GraphQueries, SourceStatus } from '../model';
import { inOneGo, type Steps, STRIDE } from '../steps';
import type { Focus } from './focus';
import { LIMITS } from './folding';
import { type GroupCards, groupCards, oneGroup } from './groups';
import { toLinks } from './links';
import { emptyReason, hiddenNotes, sourceNotes } from './notes';
import { type Finds, findsOf } from './part';
import {
  byHand,
  byNeed,
  type Drawn,
  foldCard,
  foldedByDefault,
  foldedCards,
  foldedSpaces,
  openCards,
  plain,
  toRegion,
} from './regions';
import { counted, NODE_PORTS } from './contents';
import { networksOf } from './networks';
import { Places } from './places';
import { type Scope, scopeSteps, testIn } from './scope';
import { type BoxNoun, boxWords, sayBoxes } from './box-words';
import { groupedView, lineNotes } from './grouped-cards';
import type { Box } from './space';
import type { Unit } from './units';
import { badges } from './badges';
import { sumTiles, type Tiles, tileNotes, tilesFor } from './tiles';
import { withUnknown } from './unread';
import type { Card, Networks, Region, View, ViewSpec, ViewSummary } from './view';

/** What one screen shows of the graph. The number of cards is bounded whatever the world; the order is by name. */
export function computeView(graph: GraphQueries, spec: ViewSpec, sources: readonly SourceStatus[]): View {
  return inOneGo(viewSteps(graph, spec, sources));
}

/**
 * The same in steps. Where the graph may change between two of them the result counts for nothing, but what the next view is
 * made of is made.
 */
export function* viewSteps(graph: GraphQueries, spec: ViewSpec, sources: readonly SourceStatus[]): Steps<View> {
  const places = Places.of(graph);
  const scope = yield* scopeSteps(places, spec);
  yield;
  const notes = [...sourceNotes(sources, spec)];
  const finds = findsIn(places, spec);
  const regions = new Map<string, Region>();
  const grouped = groupedView(places, scope, spec);
  yield;
  const drawn: Drawn[] = [...(grouped?.outside ?? sharedCards(scope))];
  const spaces = grouped?.boxes ?? scope.spaces;
  const tiles = tilesFor(places, spaces, finds);
  const networks = networksOf(graph);
  const noun = boxWords(spec, networks);
  drawn.push(...(yield* spaceCards({ spec, noun, scope, spaces, notes, regions, tiles, taken: drawn.length })));
  yield;
  const groups = groupsIn(places, scope, spec);
  yield;
  if (groups !== null) {
    drawn.push(...groups.drawn);
    notes.push(...groups.notes);
  }
  if (grouped !== null) notes.push(...grouped.notes, ...lineNotes(spec, grouped, [...regions.values()]));
  if (scope.unclaimed.length > 0) drawn.push(...unclaimedCards(scope.unclaimed));
  if (scope.hidden !== null) notes.push(...hiddenNotes(scope.hidden));
  notes.push(...tileNotes(spec, noun, regions));
  const faced = drawn.map((entry) => {
    const told = grouped?.withOthers(entry) ?? entry;
    return { ...told, card: faceOf(graph, told, finds) };
  });
  yield;
  const lines = toLinks(places, faced, groups, grouped);
  yield;
  notes.push(...lines.notes);
  const empty = drawn.length === 0 && regions.size === 0 ? emptyReason(spec, sources) : null;
  const view: View = {
    spec,
    seq: graph.seq,
    regions,
    cards: new Map(faced.map(({ card }) => [card.id, card])),
    links: lines.links,
    summary: { ...countsOf(faced, regions, scope, finds !== null), ...wordsFor(networks, scope), notes, empty },
  };
  return withUnknown(view, sources);
}

function countsOf(
  drawn: readonly Drawn[],
  regions: ReadonlyMap<string, Region>,
  scope: Scope,
  looksFor: boolean,
): Omit<ViewSummary, 'notes' | 'empty'> {
  const tiles = sumTiles(regions);
  const sum = (count: (card: Card) => number): number => drawn.reduce((total, { card }) => total + count(card), 0);
  const plainCards = sum((card) => Number(card.folded === 0));
  const folded = tiles.objects + sum((card) => card.folded);
  return {
    drawn: plainCards,
    folded,
    objects: plainCards + folded,
    orphans: orphansIn(scope),
    ...(looksFor ? { found: tiles.found + sum((card) => card.found ?? 0) } : {}),
    ...(scope.focus === null ? {} : { about: aboutOf(scope.focus) }),
    ...(scope.hidden === null ? {} : { hidden: scope.hidden.objects }),
  };
}

/** What words depend on that are said of the whole view. */
const wordsFor = (networks: Networks, { spaces }: Scope): Pick<ViewSummary, 'networks' | 'spansClusters'> => ({
  ...(networks === 'tier-1' ? {} : { networks }),
  ...(spansClusters(spaces) ? { spansClusters: true } : {}),
});

const spansClusters = (spaces: Scope['spaces']): boolean => new Set(spaces.map(({ cluster }) => cluster)).size > 1;

const aboutOf = ({ node, hasDepth }: Focus) => ({ kind: node.kind, name: node.name, hasDepth });

function findsIn(places: Places, spec: ViewSpec): Finds | null {
  const test = testIn(spec.find);
  return test === null ? null : findsOf(places, spec.find ?? '', test);
}

/** The card with its badge, and with how much of it is found. */
function faceOf(graph: GraphQueries, entry: Drawn, finds: Finds | null): Card {
  const card = badges(graph, entry);
  if (finds === null) return card;
  const { units, spaces, box } = entry;
  let found = finds.in(units);
  for (const space of spaces) found += finds.counted(space.summary, () => space.units);
  if (box !== undefined) found += finds.counted(box.tally, () => box.units);
  return { ...card, found };
}

/** Groups with members in scope where they are wanted; the group itself in a view of one. */
function groupsIn(places: Places, scope: Scope, spec: ViewSpec): GroupCards | null {
  const { focus } = scope;
  const one = focus === null ? null : places.groups.unit(focus.node.id);
  if (one !== null) return oneGroup(places, one);
  if (!spec.groups) return null;
  const whole = spec.namespace === null && focus === null && scope.hidden === null;
  return groupCards(places, scope, { cluster: spec.cluster, whole, opened: byHand(spec) });
}

/** Gateways, shared Tier-1s and Ingress VIPs are drawn; ports that belong to no namespace fold under their segment. */
function sharedCards(scope: Scope): readonly Drawn[] {
  const drawn: Drawn[] = [];
  const ports: Unit[] = [];
  for (const unit of scope.shared) {
    if (unit.lane === 'pod') ports.push(unit);
    else drawn.push(plain(unit, null));
  }
  const kept = drawn.slice(0, LIMITS.cards / 3);
  const rest = drawn.slice(LIMITS.cards / 3).flatMap(({ units }) => units);
  if (rest.length > 0) {
    kept.push(
      foldCard(
        { id: 'fold|shared|', lane: 'tier-1', region: null, title: `+ ${rest.length} more shared objects` },
        rest,
        'objects',
      ),
    );
  }
  if (ports.length > 0) {
    const title = counted(ports.length, NODE_PORTS.one, NODE_PORTS.many);
    kept.push(foldCard({ id: 'fold|node-ports|', lane: 'pod', region: null, title }, ports, 'ports'));
  }
  return kept;
}

interface Room {
  readonly spec: ViewSpec;
  /** What the boxes are called. */
  readonly noun: BoxNoun;
  readonly scope: Scope;
  readonly spaces: readonly Box[];
  readonly notes: string[];
  readonly regions: Map<string, Region>;
  /** What folded namespaces are drawn as; null for a card each. */
  readonly tiles: Tiles | null;
  /** Cards drawn before the regions. */
  readonly taken: number;
}

function* spaceCards(room: Room): Steps<readonly Drawn[]> {
  const { spec, spaces, tiles } = room;
  const hand = byHand(spec);
  const wide = spaces.filter((space) => !space.system).length > LIMITS.openRegions;
  const [shown, left] = withinLimit(spaces);
  const spans = spansClusters(room.scope.spaces);
  const asCards = tiles === null ? shown.length : 0;
  let room_ = LIMITS.cards - LIMITS.groups - LIMITS.unclaimed - room.taken - asCards;
  const drawn: Drawn[] = [];
  let refused = 0;
  for (const space of shown) {
    const wanted = hand(space.id) ?? !foldedByDefault(space, spec, wide);
    const opened = wanted ? openedCards(space, spec, room_) : null;
    if (wanted && opened === null) refused++;
    const cards = opened ?? (tiles === null ? foldedCards(space) : []);
    room_ -= Math.max(0, cards.length - 1);
    const folded = opened === null;
    const region = folded && tiles !== null ? tiles.of(space) : toRegion(space, folded, spans);
    room.regions.set(space.id, region);
    drawn.push(...cards);
    if (room.regions.size % STRIDE === 0) yield;
  }
  if (refused > 0)
    room.notes.push(
      `${sayBoxes(room.noun, refused, 'stays', 'stay')} folded: a view draws at most ${LIMITS.cards} cards`,
    );
  return [...drawn, ...leftOver(room, left)];
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

function unclaimedCards(units: readonly Unit[]): readonly Drawn[] {
  const lanes = new Map<Unit['lane'], Unit[]>();
  for (const unit of units) lanes.set(unit.lane, [...(lanes.get(unit.lane) ?? []), unit]);
  return [...lanes].map(([lane, members]) => {
    const title = `${members.length} without a cluster`;
    const names = members.slice(0, 3).map((unit) => unit.title);
    const line = members.length > names.length ? `${names.join(', ')} …` : names.join(', ');
    return foldCard({ id: `fold|unclaimed|${lane}`, lane, region: null, title, line }, members, 'objects');
  });
}

function orphansIn({ spaces, shared, unclaimed }: Scope): number {
  const inSpaces = spaces.reduce((sum, space) => sum + space.summary.orphans, 0);
  return inSpaces + shared.filter((unit) => unit.state === 'orphan').length + unclaimed.length;
}

/** A view of nothing, before the first snapshot. */
export function emptyView(spec: ViewSpec): View {
  const summary = { drawn: 0, folded: 0, objects: 0, orphans: 0, notes: [], empty: null };
  return { spec, seq: 0, regions: new Map(), cards: new Map(), links: new Map(), summary };
}
