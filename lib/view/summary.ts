import { kindNamed } from '../kinds';
import type { GraphNode, GraphQueries, LiveCriteria, NodeId, Plane } from '../model';
import { Contents, counted } from './contents';
import type { Step } from './paths';
import { severity, worst } from './severity';
import { leadAlike, metBy, stepsOf } from './traits';
import { planesOf, type Unit } from './units';
import type { Card } from './view';

/** A step between a namespace and what is outside of it, with its evidence already in words. */
export interface OuterStep {
  readonly kind: string;
  /** The object outside. */
  readonly end: NodeId;
  /** True when the step leads from the namespace to the end, reading left to right. */
  readonly outward: boolean;
  readonly evidence: string;
  readonly crossPlane: boolean;
}

/** Everything that is shown of units while they are folded: what a fold of many is made of without visiting them again. */
export interface Tally {
  readonly objects: number;
  readonly ill: number;
  readonly orphans: number;
  readonly state: Card['state'];
  readonly reason: string | null;
  readonly planes: readonly Plane[];
}

/** A namespace in numbers, kept until something in it changes. */
export interface SpaceSummary extends Tally {
  readonly pods: number;
  /** `Tier-1, 2 segments, VIP, 9 ports`, `VPC, 3 subnets, 4 ports` */
  readonly contents: string;
  /** Networks of its segments or subnets. */
  readonly line: string;
  /** `9 Pods · 1 segment · SNAT 172.16.0.6` */
  readonly words: string;
  readonly outer: readonly OuterStep[];
  /** What lies left of it on the map. */
  readonly above: readonly NodeId[];
  /** What its ports meet, the key to the groups they are in; with the evidence in words. */
  readonly met: ReadonlyMap<LiveCriteria, string>;
  readonly severity: number;
}

/** What a fold says of its units. */
export function tallyOf(units: readonly Unit[]): Tally {
  const { state, reason } = worst(units);
  let [ill, orphans, kubernetes, nsx] = [0, 0, false, false];
  for (const unit of units) {
    if (unit.state !== 'healthy') ill++;
    if (unit.state === 'orphan') orphans++;
    nsx ||= unit.planes.includes('nsx');
    kubernetes ||= unit.planes.includes('kubernetes');
  }
  return { objects: units.length, ill, orphans, state, reason, planes: planesOf(kubernetes, nsx) };
}

/** One tally of several; the first of the worst gives the reason. */
export function sumTallies(all: readonly Tally[]): Tally {
  const { state, reason } = worst(all);
  const has = (plane: Plane): boolean => all.some((tally) => tally.planes.includes(plane));
  const sum = (part: 'objects' | 'ill' | 'orphans'): number => all.reduce((total, tally) => total + tally[part], 0);
  return {
    objects: sum('objects'),
    ill: sum('ill'),
    orphans: sum('orphans'),
    state,
    reason,
    planes: planesOf(has('kubernetes'), has('nsx')),
  };
}

/** The state of a fold: the worst inside, with how many are not healthy. */
export function foldState(tally: Tally, what: string): Pick<Card, 'state' | 'reason'> {
  if (severity(tally.state) === 0) return { state: tally.state, reason: tally.reason };
  return { state: tally.state, reason: `${tally.ill} of ${tally.objects} ${what}: ${tally.reason ?? tally.state}` };
}

/** A summary, and what it was made of. */
export interface Summed {
  readonly units: readonly Unit[];
  readonly summary: SpaceSummary;
}

/**
 * Sums a namespace up; `inside` tells which objects are its own, `node` is the Namespace. `before` is the summary of an earlier
 * state of the same namespace: what of it cannot have changed is taken over.
 */
export function summarize(
  graph: GraphQueries,
  space: {
    readonly units: readonly Unit[];
    readonly node: GraphNode | null;
    readonly inside: (id: NodeId) => boolean;
  },
  before: Summed | null = null,
): SpaceSummary {
  const { units, node } = space;
  const contents = new Contents();
  let [pods, ports] = [0, 0];
  for (const unit of units) {
    contents.add(unit);
    if (unit.lane !== 'pod') continue;
    if (unit.planes.includes('nsx')) ports++;
    if (unit.planes.includes('kubernetes')) pods++;
  }
  const tally = tallyOf(units);
  const known = before !== null && leadAlike(graph, before.units, units) ? before.summary : null;
  const outer = known?.outer ?? outerSteps(graph, units, space.inside);
  const ends = (wanted: (step: OuterStep) => boolean): readonly NodeId[] => [
    ...new Set(outer.filter(wanted).map((step) => step.end)),
  ];
  return {
    ...tally,
    pods,
    contents: sentence([...contents.all, ...portsOrPods(contents, ports, pods)].join(', ')),
    line: units.flatMap((unit) => (unit.lane === 'segment' ? unit.line : [])).join(', '),
    words: words(
      { pods, onHost: pods > 0 && areOnHost(units), networks: [...contents.networks, ...sharedNetworks(graph, outer)] },
      snatAddresses(graph, node),
    ),
    outer,
    above: ends((step) => !step.outward),
    met: known?.met ?? criteriaMet(graph, units),
    severity: severity(tally.state),
  };
}

/** Pods on the host network have no ports; where there is nothing else, they are what there is. */
function portsOrPods({ all }: Contents, ports: number, pods: number): readonly string[] {
  return [all.length === 0 && ports === 0 && pods > 0 ? counted(pods, 'Pod', 'Pods') : counted(ports, 'port', 'ports')];
}

/** Whether all Pods are on the host network. */
const areOnHost = (units: readonly Unit[]): boolean =>
  units.every(
    ({ lane, planes, nodes }) =>
      lane !== 'pod' || !planes.includes('kubernetes') || nodes[0]?.facts.hostNetwork === true,
  );

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

function words(
  { pods, onHost, networks }: { readonly pods: number; readonly onHost: boolean; readonly networks: readonly string[] },
  snat: readonly string[],
): string {
  const parts = [pods === 0 ? 'no Pods' : counted(pods, 'Pod', 'Pods')];
  if (onHost) return [...parts, 'host network'].join(' · ');
  parts.push(...networks);
  if (snat.length > 0) parts.push(`SNAT ${snat.join(', ')}`);
  return parts.join(' · ');
}

/** How many networks that are not the Namespace's own are named. */
const NAMED_NETWORKS = 2;

/** `on shared-pods`, `on 3 shared networks`: where its ports lie that are on no segment or subnet of its own. */
function sharedNetworks(graph: GraphQueries, outer: readonly OuterStep[]): readonly string[] {
  const names = outer.flatMap(({ kind, end, outward }) => {
    const node = kind === 'contains' && !outward ? graph.node(end) : undefined;
    return node !== undefined && kindNamed(node.kind)?.presentation.lane === 'segment' ? [node.name] : [];
  });
  if (names.length > NAMED_NETWORKS) return [`on ${names.length} shared networks`];
  return names.length === 0 ? [] : [`on ${names.sort().join(' and ')}`];
}

/** Addresses that the Namespace shows outside, as its SNAT rules say. */
function snatAddresses(graph: GraphQueries, node: GraphNode | null): readonly string[] {
  const addresses = new Set<string>();
  for (const hop of node === null ? [] : graph.hopsFrom(node.id)) {
    if (hop.kind !== 'realizes') continue;
    const { action, translated } = hop.to.node.facts;
    if (action === 'SNAT' && typeof translated === 'string') addresses.add(translated);
  }
  return [...addresses].sort();
}

/** Steps between the units and what is not `inside`. */
export function outerSteps(
  graph: GraphQueries,
  units: readonly Unit[],
  inside: (id: NodeId) => boolean,
): readonly OuterStep[] {
  const found = new Map<string, OuterStep>();
  const add = (step: Step, end: NodeId, outward: boolean): void => {
    if (inside(end)) return;
    const { kind, evidence, crossPlane } = step;
    const key = `${kind}|${outward}|${end}`;
    const known = found.get(key);
    // Several steps become one line; which of them gives the words must not depend on the order they were met in.
    if (known !== undefined && known.evidence <= evidence) return;
    found.set(key, { kind, end, outward, evidence, crossPlane });
  };
  for (const unit of units) {
    const { up, behind } = stepsOf(graph, unit);
    for (const step of up) add(step, step.from, false);
    for (const step of behind) add(step, step.to, true);
  }
  return [...found.values()];
}

/** What the units' ports meet, with the evidence in words. */
export function criteriaMet(graph: GraphQueries, units: readonly Unit[]): ReadonlyMap<LiveCriteria, string> {
  const met = new Map<LiveCriteria, string>();
  for (const unit of units) {
    for (const [criteria, words] of metBy(graph, unit)) {
      const known = met.get(criteria);
      // Which of several gives the words must not depend on the order they were met in.
      if (known === undefined || words < known) met.set(criteria, words);
    }
  }
  return met;
}
