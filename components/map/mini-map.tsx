'use client';

import { MiniMap as FlowMiniMap } from '@xyflow/react';
import { memo, useCallback, useSyncExternalStore } from 'react';
import type { ViewStore } from '@/components/live/view-store';
import type { NodeState } from '@/lib/model/graph';
import type { FlowNode } from './elements';

/** Ill cards stand out; the words are on the map itself. */
const INK: Readonly<Record<NodeState, string>> = {
  healthy: 'var(--strong)',
  pending: 'var(--muted)',
  unknown: 'var(--muted)',
  warning: 'var(--warning)',
  orphan: 'var(--warning)',
  failed: 'var(--failed)',
  conflict: 'var(--failed)',
};

const rim = ({ type }: FlowNode): string => (type === 'region' ? 'var(--region-line)' : 'transparent');

/** The whole chart in a corner, with what is in sight; drag and wheel move it. */
export const MiniMap = memo(function MiniMap({ store }: { readonly store: ViewStore }) {
  // Drawn anew when other cards are ill, not whenever any card says something else.
  const ill = useSyncExternalStore(
    store.subscribe,
    () => illCards(store),
    () => '',
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours depend on what is ill
  const ink = useCallback(
    ({ type, data }: FlowNode) => (type === 'region' ? 'var(--region)' : INK[store.card(data.id)?.state ?? 'healthy']),
    [store, ill],
  );
  return (
    <FlowMiniMap<FlowNode>
      pannable
      zoomable
      position="bottom-right"
      ariaLabel="The whole map, small; what is in sight is framed"
      nodeColor={ink}
      nodeStrokeColor={rim}
      nodeStrokeWidth={8}
      bgColor="var(--surface)"
      maskColor="color-mix(in oklab, var(--canvas) 70%, transparent)"
      maskStrokeColor="var(--muted)"
      maskStrokeWidth={2}
      className="overflow-hidden rounded-lg border border-line shadow-card max-lg:hidden"
      style={{ width: 200, height: 132, right: 16, bottom: 64, margin: 0 }}
    />
  );
});

/** Cards that are not healthy with their states, as one text to compare. */
function illCards(store: ViewStore): string {
  const words: string[] = [];
  for (const { id, state } of store.view()?.cards.values() ?? []) if (state !== 'healthy') words.push(`${id} ${state}`);
  return words.join('\n');
}
