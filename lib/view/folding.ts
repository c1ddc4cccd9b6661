import { NODE_PORTS } from './contents';
import type { Unit } from './units';
import { severity } from './severity';

/** Limits of what one view draws; beyond them objects are folded, and the view says so. */
export const LIMITS = {
  /** Cards in all. */
  cards: 500,
  /** Regions open by default; with more of them all are folded until somebody opens one. */
  openRegions: 12,
  /** Regions of which the folded ones have a card each; with more of them they are tiles. */
  foldedCards: 100,
  /** Regions drawn at all, tiles included. */
  regions: 5_000,
  /** Pods of one workload that are drawn beside a fold, and from how many on there is one. */
  podsOfWorkload: 3,
  foldFrom: 5,
  /** Cards of ill Pods of one workload; the fold tells the rest. */
  illPods: 12,
  /** Cards of Pods in one region. */
  podsOfRegion: 120,
  /** Cards of one kind outside of the boxes of a grouped view; more are folded into one, which opens up to the second limit. */
  outside: 12,
  outsideOpened: 150,
  /** Objects of a box of many Namespaces that may be opened. */
  unitsOfBox: 2_000,
  groups: 40,
  /** Lines from one segment to Pods in boxes that are not its own; with more of them they are drawn on demand. */
  linesOfShared: 12,
  /** Lines from folded namespaces to groups; with more of them none is drawn. */
  memberLines: 2_000,
  unclaimed: 20,
} as const;

/** Pods of one workload: those drawn, and those behind a fold. */
export interface WorkloadFold {
  readonly workload: string | null;
  readonly drawn: readonly Unit[];
  readonly folded: readonly Unit[];
}

/**
 * Groups a region's Pods by workload. What is ill is drawn; of the healthy the oldest are, so that a new Pod joins the fold
 * and moves nobody. `opened` tells of folds that were opened (true) or closed (false) by hand.
 */
export function foldPods(
  units: readonly Unit[],
  opened: (workload: string) => boolean | null,
  spansNamespaces = false,
): readonly WorkloadFold[] {
  const workloads = new Map<string, Unit[]>();
  const spans = { namespaces: spansNamespaces, clusters: new Set(units.map(({ cluster }) => cluster)).size > 1 };
  for (const unit of units) {
    const workload = workloadOf(unit, spans) ?? `\u0000${unit.id}`;
    const members = workloads.get(workload);
    if (members === undefined) workloads.set(workload, [unit]);
    else members.push(unit);
  }
  const names = [...workloads.keys()].sort(byPodTitle(workloads));
  const folds = names.map((name): WorkloadFold => {
    const members = workloads.get(name) ?? [];
    if (name.startsWith('\u0000')) return { workload: null, drawn: members, folded: [] };
    return { workload: name, ...split(members, opened(name)) };
  });
  return withinRegion(folds);
}

function byPodTitle(workloads: ReadonlyMap<string, readonly Unit[]>) {
  const title = (name: string): string => (name.startsWith('\u0000') ? (workloads.get(name)?.[0]?.title ?? '') : name);
  return (a: string, b: string): number => (title(a) < title(b) ? -1 : title(a) > title(b) ? 1 : a < b ? -1 : 1);
}

/** In place of a workload, by a name that none may have, behind all that there may be: what ports that no Pod is behind fold into. */
const PORTS = '{ports';

/** Between a workload and its Namespace in the name of a fold: behind every letter of a name, as the fold stands behind its Pods. */
const OF = '~';

/** What the Pods of one region are of, beside their workload. */
interface Spans {
  readonly namespaces: boolean;
  readonly clusters: boolean;
}

function workloadOf({ nodes: [primary], namespace, cluster }: Unit, spans: Spans): string | null {
  if (primary?.plane === 'nsx' && namespace === null) return PORTS;
  const workload = primary?.facts.workload;
  if (typeof workload !== 'string') return null;
  if (!spans.namespaces) return workload;
  // Clusters may have Namespaces and workloads of equal names.
  return [workload, namespace ?? '', ...(spans.clusters ? [cluster ?? ''] : [])].join(OF);
}

/** `web Pods`, `web Pods of shop`, `web Pods of shop in east`, `ports of cluster nodes`; in a map of that Namespace alone `web Pods` */
export function foldedPods(workload: string | null, scope: string | null): string {
  const [name, namespace, cluster] = workload?.split(OF) ?? [];
  if (name === undefined) return 'Pods';
  if (name === PORTS) return NODE_PORTS.many;
  const whose = [
    namespace === undefined || namespace === scope ? '' : ` of ${namespace}`,
    cluster === undefined ? '' : ` in ${cluster}`,
  ];
  return `${name} Pods${whose.join('')}`;
}

function split(members: readonly Unit[], opened: boolean | null): Omit<WorkloadFold, 'workload'> {
  const byAge = [...members].sort(oldestFirst);
  if (opened === true || (opened === null && members.length < LIMITS.foldFrom)) return { drawn: byAge, folded: [] };
  const ill = byAge.filter((unit) => severity(unit.state) > 0).slice(0, LIMITS.illPods);
  const room = opened === false ? 0 : Math.max(0, LIMITS.podsOfWorkload - ill.length);
  const kept = new Set([...ill, ...byAge.filter((unit) => !ill.includes(unit)).slice(0, room)]);
  const folded = byAge.filter((unit) => !kept.has(unit));
  // A fold of one takes as much room as the card it hides.
  if (folded.length === 1 && opened === null) return { drawn: byAge, folded: [] };
  return { drawn: byAge.filter((unit) => kept.has(unit)), folded };
}

function oldestFirst(a: Unit, b: Unit): number {
  const [first, second] = [a.nodes[0]?.createdAt ?? 0, b.nodes[0]?.createdAt ?? 0];
  return first - second || (a.title < b.title ? -1 : a.title > b.title ? 1 : a.id < b.id ? -1 : 1);
}

/** A region with thousands of single Pods is cut off at its limit; the rest goes behind one last fold, the ill ones last. */
function withinRegion(folds: readonly WorkloadFold[]): readonly WorkloadFold[] {
  const total = folds.reduce((sum, fold) => sum + fold.drawn.length + Number(fold.folded.length > 0), 0);
  if (total <= LIMITS.podsOfRegion) return folds;
  const kept: WorkloadFold[] = [];
  const rest: Unit[] = [];
  let cards = 0;
  for (const fold of folds) {
    const size = fold.drawn.length + Number(fold.folded.length > 0);
    if (cards + size < LIMITS.podsOfRegion) {
      kept.push(fold);
      cards += size;
    } else for (const unit of [...fold.drawn, ...fold.folded]) rest.push(unit);
  }
  return [...kept, { workload: null, drawn: [], folded: rest }];
}
