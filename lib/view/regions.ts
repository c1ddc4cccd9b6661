import type { GraphQueries } from '../model';
import { foldPods } from './folding';
import type { Space } from './scope';
import { compareUnits, isSystem } from './scope';
import { severity, worst, worstOfFold } from './severity';
import type { Unit } from './units';
import type { Card, Region, ViewSpec } from './view';

/** A card with the units behind it; a plain card has one. */
export interface Drawn {
  readonly card: Card;
  readonly units: readonly Unit[];
}

/** Which boxes were opened (true) or closed (false) by hand; null for the others. */
export function byHand(spec: ViewSpec): (box: string) => boolean | null {
  const open = new Set(spec.open);
  return (box) => (open.has(`+${box}`) ? true : open.has(`-${box}`) ? false : null);
}

/** Whether a region is folded unless somebody said otherwise. */
export function foldedByDefault(space: Space, spec: ViewSpec, wide: boolean): boolean {
  return spec.namespace === null && (wide || isSystem(space.namespace));
}

/** The region itself, open or folded. */
export function toRegion(graph: GraphQueries, space: Space, folded: boolean): Region {
  const pods = podsOf(space);
  const own = space.node ?? {
    state: 'orphan' as const,
    reason: `cluster ${space.cluster} has no Namespace ${space.namespace}; ${space.units.length} NSX objects still name it`,
  };
  const inside = folded ? worstOfFold(space.units, 'objects') : worst([]);
  const { state, reason } = worst([own, inside]);
  return {
    id: space.id,
    cluster: space.cluster,
    namespace: space.namespace,
    node: space.node?.id ?? null,
    summary: summaryOf(graph, space, pods),
    state,
    reason,
    folded,
    pods: pods.length,
  };
}

function podsOf(space: Space): readonly Unit[] {
  return space.units.filter((unit) => unit.lane === 'pod' && unit.nodes[0]?.plane === 'kubernetes');
}

function summaryOf(graph: GraphQueries, space: Space, pods: readonly Unit[]): string {
  const parts = [pods.length === 0 ? 'no Pods' : counted(pods.length, 'Pod', 'Pods')];
  const onHost = pods.length > 0 && pods.every((unit) => unit.nodes[0]?.facts.hostNetwork === true);
  if (onHost) return [...parts, 'host network'].join(' · ');
  const segments = space.units.filter((unit) => unit.lane === 'segment').length;
  if (segments > 0) parts.push(counted(segments, 'segment', 'segments'));
  const snat = snatAddresses(graph, space);
  if (snat.length > 0) parts.push(`SNAT ${snat.join(', ')}`);
  return parts.join(' · ');
}

/** Addresses that the namespace shows outside, as its SNAT rules say. */
export function snatAddresses(graph: GraphQueries, space: Pick<Space, 'node'>): readonly string[] {
  if (space.node === null) return [];
  const addresses = graph.hopsFrom(space.node.id).flatMap((hop) => {
    const facts = hop.kind === 'realizes' ? hop.to.node.facts : undefined;
    return facts?.action === 'SNAT' && typeof facts.translated === 'string' ? [facts.translated] : [];
  });
  return [...new Set(addresses)].sort();
}

/** Cards of an open region: what it owns, with large workloads folded. */
export function openCards(space: Space, spec: ViewSpec): readonly Drawn[] {
  const hand = byHand(spec);
  const others = space.units.filter((unit) => unit.lane !== 'pod').sort(compareUnits);
  const drawn: Drawn[] = others.map((unit) => plain(unit, space.id));
  const pods = space.units.filter((unit) => unit.lane === 'pod');
  for (const fold of foldPods(pods, (workload) => hand(foldId(space.id, workload)))) {
    drawn.push(...fold.drawn.map((unit) => plain(unit, space.id)));
    if (fold.folded.length === 0) continue;
    const more = fold.drawn.length > 0 ? '+ ' : '';
    const name = fold.workload === null ? 'Pods' : `${fold.workload} Pods`;
    const title = `${more}${fold.folded.length} ${more === '' ? '' : 'more '}${name}`;
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
export function foldedCards(space: Space): readonly Drawn[] {
  if (space.units.length === 0) return [];
  const ports = space.units.filter(
    (unit) => unit.lane === 'pod' && unit.nodes.some((node) => node.plane === 'nsx'),
  ).length;
  const parts = [
    some(space, 'tier-1', 'Tier-1', 'Tier-1s'),
    some(space, 'segment', 'segment', 'segments'),
    some(space, 'vip', 'VIP', 'VIPs'),
  ].filter((part) => part !== '');
  const title = [...parts, counted(ports, 'port', 'ports')].join(', ');
  const line = space.units
    .filter((unit) => unit.lane === 'segment')
    .map((unit) => unit.line)
    .join(', ');
  return [
    foldCard({ id: foldId(space.id, ''), lane: 'tier-1', region: space.id, title, line }, space.units, 'objects'),
  ];
}

function some(space: Space, lane: Card['lane'], one: string, many: string): string {
  const count = space.units.filter((unit) => unit.lane === lane).length;
  return count === 0 ? '' : count === 1 ? one : `${count} ${many}`;
}

/** `1 port`, `2 ports`. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

const foldId = (box: string, name: string): string => `fold|${box}|${name}`;

/** A card of one unit. */
export function plain(unit: Unit, region: string | null): Drawn {
  const planes = (['kubernetes', 'nsx'] as const).filter((plane) => unit.nodes.some((node) => node.plane === plane));
  const card: Card = {
    id: unit.id,
    kind: unit.kind,
    lane: unit.lane,
    region,
    title: unit.title,
    line: unit.line,
    badge: null,
    planes,
    state: unit.state,
    reason: unit.reason,
    nodes: unit.nodes.map((node) => node.id),
    folded: 0,
  };
  return { card, units: [unit] };
}

/** A card that stands for several units. */
export function foldCard(
  face: {
    readonly id: string;
    readonly lane: Card['lane'];
    readonly region: string | null;
    readonly title: string;
    readonly line?: string;
  },
  units: readonly Unit[],
  what: string,
): Drawn {
  const { state, reason } = worstOfFold(units, what);
  const planes = (['kubernetes', 'nsx'] as const).filter((plane) =>
    units.some((unit) => unit.nodes.some((node) => node.plane === plane)),
  );
  const { id, lane, region, title, line = '' } = face;
  const card: Card = {
    id,
    kind: 'fold',
    lane,
    region,
    title,
    line,
    badge: null,
    planes,
    state,
    reason,
    nodes: [],
    folded: units.length,
  };
  return { card, units };
}

/** Regions in trouble first, then by name: the order in which a bounded view gives room. */
export function byNeed(a: Space, b: Space): number {
  return severity(worst(b.units).state) - severity(worst(a.units).state);
}
