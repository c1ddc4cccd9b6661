import type { GraphQueries, NodeId } from '@/lib/model';
import type { HistoryResponse } from '@/lib/wire';
import type { History } from '../history/history';

/** What was seen of an object since `since`; null when it is neither there nor remembered. */
export function answerHistory(
  graph: GraphQueries,
  id: NodeId,
  { history, since }: { readonly history: History; readonly since: number | null },
): HistoryResponse | null {
  const kept = history.of(id);
  if (kept === null && graph.node(id) === undefined) return null;
  return {
    at: new Date().toISOString(),
    since: isoOf(since),
    dropped: kept === null ? history.forgotten : kept.dropped,
    skippedAt: isoOf(history.skippedAt),
    changes: [...(kept?.changes ?? [])],
  };
}

const isoOf = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());
