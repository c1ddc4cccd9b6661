import { foldedPods, foldPods } from './folding';
import type { Box } from './space';
import type { Counted } from './group-tally';
import { worst } from './severity';
import { foldState, sumTallies, type Tally, tallyOf } from './summary';
import type { Unit } from './units';
import { ALL_BOXES, type Card, type Region, type ViewSpec } from './view';

/** A card with the units behind it, or with the namespaces that it folds; a plain card has one unit. */
export interface Drawn {
  readonly card: Card;
  readonly units: readonly Unit[];
  readonly spaces: readonly Box[];
  /** Units that were counted elsewhere. */
  readonly box?: Counted;
}

/** Which boxes were opened (true) or closed (false) by hand, one by one or all at once; null for the others. */
export function byHand(spec: ViewSpec): (box: string) => boolean | null {
  const open = new Set(spec.open);
  if (open.size === 0) return () => null;
  const all = open.has(`+${ALL_BOXES}`) ? true : open.has(`-${ALL_BOXES}`) ? false : null;
  return (box) => (open.has(`+${box}`) ? true : open.has(`-${box}`) ? false : box.startsWith('fold|') ? null : all);
}

/** Whether a region is folded unless somebody said otherwise. */
export function foldedByDefault(space: Box, spec: ViewSpec, wide: boolean): boolean {
  return spec.namespace === null && (wide || (space.system && spec.at === undefined));
}

/** The region itself, open or folded; where a view spans clusters it says whose it is, as names of namespaces recur. */
export function toRegion(space: Box, folded: boolean, spansClusters: boolean): Region {
  const { summary } = space;
  const own = space.node ?? stateWithout(space);
  const inside = folded ? foldState(summary, 'objects') : worst([]);
  const { state, reason } = worst([own, inside]);
  const inCluster = spansClusters && space.cluster !== null ? `in ${space.cluster}` : null;
  return {
    id: space.id,
    kind: space.kind,
    title: space.title,
    cluster: space.cluster,
    namespace: space.namespace,
    node: space.node?.id ?? null,
    summary: [inCluster, space.lead, summary.words].filter(Boolean).join(' · '),
    state,
    reason,
    folded,
    pods: summary.pods,
  };
}

/** The state of a box without an object; a Namespace that only NSX knows is left over. */
function stateWithout({ kind, cluster, title, summary }: Box): Pick<Region, 'state' | 'reason'> {
  if (kind !== 'namespace') return { state: 'healthy', reason: null };
  const reason = `cluster ${cluster} has no Namespace ${title}; ${summary.objects} NSX objects still name it`;
  return { state: 'orphan', reason };
}

/** Cards of an open region: what it owns, with large workloads folded. */
export function openCards(space: Box, spec: ViewSpec): readonly Drawn[] {
  const hand = byHand(spec);
  const others = space.units.filter((unit) => unit.lane !== 'pod');
  const drawn: Drawn[] = others.map((unit) => plain(unit, space.id));
  const pods = space.units.filter((unit) => unit.lane === 'pod');
  const isMixed = space.kind !== 'namespace' && space.kind !== 'workload';
  for (const fold of foldPods(pods, (workload) => hand(foldId(space.id, workload)), isMixed)) {
    drawn.push(...fold.drawn.map((unit) => plain(unit, space.id)));
    if (fold.folded.length === 0) continue;
    const [sign, more] = fold.drawn.length > 0 ? ['+ ', 'more '] : ['', ''];
    const title = `${sign}${fold.folded.length.toLocaleString('en')} ${more}${foldedPods(fold.workload, spec.namespace)}`;
    drawn.push(
      foldCard(
        { id: foldId(space.id, fold.workload ?? '*'), lane: 'pod', region: space.id, title },
        fold.folded,
        'Pods',
      ),
    );
  }
  return drawn;
}

/** The one card of a folded region. */
export function foldedCards(space: Box): readonly Drawn[] {
  const { summary } = space;
  if (summary.objects === 0) return [];
  const { contents: title, line } = summary;
  return [foldedSpaces({ id: foldId(space.id, ''), lane: 'tier-1', region: space.id, title, line }, [space])];
}

/** One card for all that some namespaces own. */
export function foldedSpaces(face: Face, spaces: readonly Box[]): Drawn {
  const tally = sumTallies(spaces.map((space) => space.summary));
  return { card: foldFace(face, tally, 'objects'), units: [], spaces };
}

export const foldId = (box: string, name: string): string => `fold|${box}|${name}`;

/** A card of one unit; of one that is kept the same as the last time, as long as that stands where it stood. */
export function plain(unit: Unit, region: string | null): Drawn {
  const { kept } = unit;
  const card = kept?.card?.region === region ? kept.card : cardOf(unit, region);
  if (kept !== null) kept.card = card;
  return { card, units: [unit], spaces: [] };
}

function cardOf(unit: Unit, region: string | null): Card {
  return {
    id: unit.id,
    kind: unit.kind,
    lane: unit.lane,
    region,
    cluster: unit.cluster,
    namespace: unit.namespace,
    title: unit.title,
    line: unit.line,
    badge: null,
    planes: unit.planes,
    state: unit.state,
    reason: unit.reason,
    nodes: unit.nodes.map((node) => node.id),
    folded: 0,
  };
}

/** What a fold is called and where it stands. */
export interface Face {
  readonly id: string;
  readonly lane: Card['lane'];
  readonly region: string | null;
  readonly title: string;
  readonly line?: string;
}

/** A card that stands for several units. */
export function foldCard(face: Face, units: readonly Unit[], what: string): Drawn {
  return { card: foldFace(face, tallyOf(units), what), units, spaces: [] };
}

/** A card that stands for units that have been counted elsewhere. */
export function foldCounted(face: Face, box: Counted, what: string): Drawn {
  return { card: foldFace(face, box.tally, what), units: [], spaces: [], box };
}

function foldFace({ id, lane, region, title, line = '' }: Face, tally: Tally, what: string): Card {
  return {
    id,
    kind: 'fold',
    lane,
    region,
    cluster: null,
    namespace: null,
    title,
    line,
    badge: null,
    planes: tally.planes,
    ...foldState(tally, what),
    nodes: [],
    folded: tally.objects,
  };
}

/** Regions in trouble first, then by name: the order in which a bounded view gives room. */
export function byNeed(a: Box, b: Box): number {
  return b.summary.severity - a.summary.severity;
}
