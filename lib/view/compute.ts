import type { GraphQueries, SourceStatus } from '../model';
import { inOneGo, type Steps } from '../steps';
import type { Focus } from './focus';
import { LIMITS } from './folding';
import { type GroupCards, groupCards, oneGroup } from './groups';
import { toLinks } from './links';
import { emptyReason, hiddenNotes, sourceNotes } from './notes';
import { type Finds, findsOf } from './part';
import { byHand, type Drawn, foldCard, plain } from './regions';
import { counted, NODE_PORTS } from './contents';
import { networksOf } from './networks';
import { boxCards } from './box-cards';
import { Places } from './places';
import { type Scope, scopeSteps, testIn } from './scope';
import { boxWords } from './box-words';
import { groupedView, lineNotes } from './grouped-cards';
import type { Unit } from './units';
import { badges } from './badges';
import { type Tiled, tileNotes, tilesFor } from './tiles';
import { withUnknown } from './unread';
import { spansClusters, type World, worldOf } from './world';
import type { Card, Networks, View, ViewSpec, ViewSummary } from './view';

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
  const finds = findsIn(places, spec);
  // Of other boxes it tells which namespaces there are, and what is above them; what is found is counted by box.
  const world = yield* worldOf(places, spec, spec.by === undefined ? finds : null);
  const scope = yield* scopeSteps(places, spec, world);
  yield;
  const notes = [...sourceNotes(sources, spec)];
  const grouped = groupedView(places, scope, spec);
  yield;
  const drawn: Drawn[] = [...(grouped?.outside ?? sharedCards(scope))];
  const spaces = grouped?.boxes ?? scope.spaces;
  const tiles = tilesFor(places, spaces, finds);
  const networks = networksOf(graph);
  const noun = boxWords(spec, networks);
  const spans = world?.spansClusters ?? spansClusters(scope.spaces);
  const kept = spec.by === undefined ? world : null;
  const boxed = yield* boxCards({ spec, noun, spans, spaces, notes, tiles, world: kept, taken: drawn.length });
  const { regions } = boxed;
  drawn.push(...boxed.drawn);
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
  notes.push(...tileNotes(spec, noun, boxed.tiled));
  const faced = drawn.map((entry) => {
    const told = grouped?.withOthers(entry) ?? entry;
    const card = faceOf(graph, told, finds);
    return card === told.card ? told : { ...told, card };
  });
  const cards = new Map(faced.map(({ card }) => [card.id, card]));
  yield;
  const lines = toLinks(places, { drawn: faced, cards }, groups, grouped);
  yield;
  notes.push(...lines.notes);
  const empty = drawn.length === 0 && regions.size === 0 ? emptyReason(spec, sources) : null;
  const view: View = {
    spec,
    seq: graph.seq,
    regions,
    cards,
    links: lines.links,
    summary: {
      ...countsOf(faced, boxed.tiled, orphansIn(scope, world), scope, finds !== null),
      ...wordsFor(networks, spans),
      notes,
      empty,
    },
  };
  return withUnknown(view, sources);
}

function countsOf(
  drawn: readonly Drawn[],
  tiles: Tiled,
  orphans: number,
  scope: Scope,
  looksFor: boolean,
): Omit<ViewSummary, 'notes' | 'empty'> {
  const sum = (count: (card: Card) => number): number => drawn.reduce((total, { card }) => total + count(card), 0);
  const plainCards = sum((card) => Number(card.folded === 0));
  const folded = tiles.objects + sum((card) => card.folded);
  return {
    drawn: plainCards,
    folded,
    objects: plainCards + folded,
    orphans,
    ...(looksFor ? { found: tiles.found + sum((card) => card.found ?? 0) } : {}),
    ...(scope.focus === null ? {} : { about: aboutOf(scope.focus) }),
    ...(scope.hidden === null ? {} : { hidden: scope.hidden.objects }),
  };
}

/** What words depend on that are said of the whole view. */
const wordsFor = (networks: Networks, spans: boolean): Pick<ViewSummary, 'networks' | 'spansClusters'> => ({
  ...(networks === 'tier-1' ? {} : { networks }),
  ...(spans ? { spansClusters: true } : {}),
});

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

function orphansIn({ spaces, shared, unclaimed }: Scope, world: World | null): number {
  const inSpaces = world?.orphans ?? spaces.reduce((sum, space) => sum + space.summary.orphans, 0);
  return inSpaces + shared.filter((unit) => unit.state === 'orphan').length + unclaimed.length;
}

/** A view of nothing, before the first snapshot. */
export function emptyView(spec: ViewSpec): View {
  const summary = { drawn: 0, folded: 0, objects: 0, orphans: 0, notes: [], empty: null };
  return { spec, seq: 0, regions: new Map(), cards: new Map(), links: new Map(), summary };
}
