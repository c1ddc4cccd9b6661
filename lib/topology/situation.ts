import type { Situation } from '../correlate';
import { kindNamed } from '../kinds';
import type { ClusterTable } from './clusters';
import type { Entry } from './entry';

/** What the edges of an entry say about its state; looked up when asked, since most questions are never reached. */
class Neighbourhood implements Situation {
  readonly cluster: Situation['cluster'];
  constructor(
    private readonly entry: Entry,
    clusters: ClusterTable,
  ) {
    this.cluster = clusterOf(entry, clusters);
  }

  get record(): Situation['record'] {
    return this.entry.record;
  }

  get ambiguous(): Situation['ambiguous'] {
    return this.entry.ambiguous;
  }

  get realizes(): number {
    return this.entry.record.node.plane === 'nsx' ? realizedFrom(this.entry).length : 0;
  }

  get rivals(): Situation['rivals'] {
    return rivalsOf(this.entry);
  }

  get reports(): Situation['reports'] {
    return reportsOn(this.entry);
  }

  realizedBy(kind: string): boolean {
    return this.entry.out.some((edge) => edge.kind === 'realizes' && edge.to.record.node.kind === kind);
  }

  namespaceOn(kind: string): boolean {
    return this.entry.in.some((edge) => edge.kind === 'contains' && (edge.from.networks?.has(kind) ?? false));
  }
}

/** What the edges of an entry say about its state. */
export function situationOf(entry: Entry, clusters: ClusterTable): Situation {
  return new Neighbourhood(entry, clusters);
}

const NOBODY: readonly Entry[] = [];
const NO_REPORTS: Situation['reports'] = [];

function reportsOn(entry: Entry): Situation['reports'] {
  let reports: Situation['reports'] = NO_REPORTS;
  for (const { kind, from } of entry.in) {
    if (kind === 'reports' && from.record.node.state !== 'healthy') reports = [...reports, from.record.node];
  }
  return reports;
}

function realizedFrom(entry: Entry): readonly Entry[] {
  let from = NOBODY;
  for (const edge of entry.in) if (edge.kind === 'realizes') from = [...from, edge.from];
  return from;
}

function clusterOf(entry: Entry, clusters: ClusterTable): Situation['cluster'] {
  const { node, tagValue } = entry.record;
  if (node.plane === 'kubernetes') return clusters.ofSource(node.source);
  if (tagValue !== null) return clusters.meant(node.source, tagValue)[0] ?? null;
  // Untagged, yet joined by UID: it belongs where the object it realizes lives. Names keep the choice independent of order.
  const owners = realizedFrom(entry).map((from) => from.record.node.cluster ?? '');
  return clusters.named(owners.sort()[0] ?? null);
}

/** Kinds of which a Kubernetes object has more than its one; for an NSX object, those that share its claim. */
function rivalsOf(entry: Entry): ReadonlyMap<string, number> | null {
  if (entry.record.node.plane === 'kubernetes') return crowded(entry);
  const kind = entry.record.node.kind;
  for (const from of realizedFrom(entry)) {
    const count = crowded(from)?.get(kind);
    if (count !== undefined) return new Map([[kind, count]]);
  }
  return null;
}

function crowded(entry: Entry): ReadonlyMap<string, number> | null {
  if (!isRealizedTwice(entry)) return null;
  let counts: Map<string, number> | null = null;
  for (const edge of entry.out) {
    if (edge.kind !== 'realizes') continue;
    const kind = kindNamed(edge.to.record.node.kind);
    if (kind?.plane !== 'nsx' || !kind.soleFor.includes('realizes')) continue;
    counts ??= new Map();
    counts.set(kind.name, (counts.get(kind.name) ?? 0) + 1);
  }
  if (counts === null) return null;
  for (const [name, count] of counts) if (count < 2) counts.delete(name);
  return counts.size === 0 ? null : counts;
}

function isRealizedTwice(entry: Entry): boolean {
  let count = 0;
  for (const { kind } of entry.out) if (kind === 'realizes') count++;
  return count > 1;
}

/** The NSX kinds that realize what contains others (a Namespace); null for everything else. */
export function networksOf(entry: Entry): ReadonlySet<string> | null {
  // Only what is in no Namespace itself can contain others; the many Pods need no set of their own.
  if (entry.record.node.plane !== 'kubernetes' || entry.record.node.namespace !== null) return null;
  const kinds = new Set<string>();
  for (const edge of entry.out) if (edge.kind === 'realizes') kinds.add(edge.to.record.node.kind);
  return kinds.size === 0 ? null : kinds;
}
