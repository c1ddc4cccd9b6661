import type { ClusterMapping } from '../correlate';
import type { SourceId } from '../model';

/** Which cluster a tag value means on which NSX Manager. */
export interface ClusterTable {
  readonly all: readonly ClusterMapping[];
  /** The clusters that an object of the manager may mean: the one of its tag value, or all of the manager without one. */
  meant(manager: SourceId, tagValue: string | null): readonly ClusterMapping[];
  ofSource(source: SourceId): ClusterMapping | null;
  named(name: string | null): ClusterMapping | null;
}

interface OfManager {
  readonly all: ClusterMapping[];
  readonly byTag: Map<string, readonly ClusterMapping[]>;
}

const NONE: readonly ClusterMapping[] = [];

/** The first mapping counts where two clusters have the same tag value on one manager. */
export function clusterTable(clusters: readonly ClusterMapping[]): ClusterTable {
  const byManager = new Map<SourceId, OfManager>();
  const bySource = new Map<SourceId, ClusterMapping>();
  const byName = new Map<string, ClusterMapping>();
  for (const cluster of clusters) {
    if (!bySource.has(cluster.source)) bySource.set(cluster.source, cluster);
    if (!byName.has(cluster.name)) byName.set(cluster.name, cluster);
    if (cluster.manager === null) continue;
    const known: OfManager = byManager.get(cluster.manager) ?? { all: [], byTag: new Map() };
    known.all.push(cluster);
    if (!known.byTag.has(cluster.tagValue)) known.byTag.set(cluster.tagValue, [cluster]);
    byManager.set(cluster.manager, known);
  }
  return {
    all: clusters,
    meant: (manager, tagValue) => {
      const known = byManager.get(manager);
      return (tagValue === null ? known?.all : known?.byTag.get(tagValue)) ?? NONE;
    },
    ofSource: (source) => bySource.get(source) ?? null,
    named: (name) => (name === null ? null : (byName.get(name) ?? null)),
  };
}
