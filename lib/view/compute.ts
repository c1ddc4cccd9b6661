import type { GraphQueries, SourceStatus } from '../model';
import { LIMITS } from './folding';
import { groupCards } from './groups';
import { toLinks } from './links';
import { emptyReason, sourceNotes } from './notes';
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
import { counted } from './contents';
import { Places } from './places';
import { collectScope, type Scope } from './scope';
import type { Space } from './space';
import type { Unit } from './units';
import { badges } from './badges';
import type { Region, View, ViewSpec } from './view';

/** What one screen shows of the graph. The number of cards is bounded whatever the world; the order is by name. */
export function computeView(graph: GraphQueries, spec: ViewSpec, sources: readonly SourceStatus[]): View {
  const places = Places.of(graph);
  const scope = collectScope(places, spec);
  const notes = [...sourceNotes(sources, spec)];
  const regions = new Map<string, Region>();
  const drawn: Drawn[] = [...sharedCards(scope)];
  drawn.push(...spaceCards({ spec, scope, notes, regions, taken: drawn.length }));
  const groups = spec.groups ? groupCards(places, scope, groupScope(spec)) : null;
  if (groups !== null) {
    drawn.push(...groups.drawn);
    notes.push(...groups.notes);
  }
  if (scope.unclaimed.length > 0) drawn.push(...unclaimedCards(scope.unclaimed));
  const badged = drawn.map((entry) => ({ ...entry, card: badges(graph, entry) }));
  const links = toLinks(places, badged, groups);
  const folded = drawn.reduce((sum, { card }) => sum + card.folded, 0);
  const plainCards = drawn.filter(({ card }) => card.folded === 0).length;
  return {
    spec,
    seq: graph.seq,
    regions,
    cards: new Map(badged.map(({ card }) => [card.id, card])),
    links,
    summary: {
      drawn: plainCards,
      folded,
      objects: plainCards + folded,
      orphans: orphansIn(scope),
      notes,
      empty: drawn.length === 0 && regions.size === 0 ? emptyReason(spec, sources) : null,
    },
  };
}

const groupScope = (spec: ViewSpec) => ({
  cluster: spec.cluster,
  whole: spec.namespace === null,
  opened: byHand(spec),
});

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
    const title = counted(ports.length, 'port of a cluster node', 'ports of cluster nodes');
    kept.push(foldCard({ id: 'fold|node-ports|', lane: 'pod', region: null, title }, ports, 'ports'));
  }
  return kept;
}

interface Room {
  readonly spec: ViewSpec;
  readonly scope: Scope;
  readonly notes: string[];
  readonly regions: Map<string, Region>;
  /** Cards drawn before the regions. */
  readonly taken: number;
}

function spaceCards(room: Room): readonly Drawn[] {
  const { spec, scope } = room;
  const hand = byHand(spec);
  const wide = scope.spaces.filter((space) => !space.system).length > LIMITS.openRegions;
  const [shown, left] = withinLimit(scope.spaces);
  const spansClusters = new Set(scope.spaces.map((space) => space.cluster)).size > 1;
  let room_ = LIMITS.cards - LIMITS.groups - LIMITS.unclaimed - room.taken - shown.length;
  const drawn: Drawn[] = [];
  let refused = 0;
  for (const space of shown) {
    const chosen = hand(space.id);
    let folded = chosen === null ? foldedByDefault(space, spec, wide) : !chosen;
    let cards = folded ? foldedCards(space) : openCards(space, spec);
    if (!folded && cards.length - 1 > room_) {
      folded = true;
      refused++;
      cards = foldedCards(space);
    }
    room_ -= Math.max(0, cards.length - 1);
    room.regions.set(space.id, toRegion(space, folded, spansClusters));
    drawn.push(...cards);
  }
  if (refused > 0)
    room.notes.push(
      `${counted(refused, 'Namespace stays', 'Namespaces stay')} folded: a view draws at most ${LIMITS.cards} cards`,
    );
  if (left.length > 0) {
    const title = `+ ${left.length} more Namespaces`;
    drawn.push(foldedSpaces({ id: 'fold|namespaces|', lane: 'tier-1', region: null, title }, left));
    room.notes.push(`${left.length} Namespaces are not drawn: choose a cluster or a Namespace to see them`);
  }
  return drawn;
}

/** Beyond the limit, namespaces in trouble keep their place. */
function withinLimit(spaces: readonly Space[]): readonly [readonly Space[], readonly Space[]] {
  if (spaces.length <= LIMITS.regions) return [spaces, []];
  const kept = new Set([...spaces].sort(byNeed).slice(0, LIMITS.regions));
  return [spaces.filter((space) => kept.has(space)), spaces.filter((space) => !kept.has(space))];
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
