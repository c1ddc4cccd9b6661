'use client';

import { ConnectionMode, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { type MouseEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LiveView } from '@/components/live/live-view';
import type { ViewStore } from '@/components/live/view-store';
import { useLiveState } from '@/components/live/hooks';
import { CardNode } from './card-node';
import { type Drawn, NOTHING_DRAWN, nextDrawn } from './drawn';
import type { FlowNode, LinkFlowEdge, Placement } from './elements';
import { type FlowInstance, MAX_ZOOM, MIN_ZOOM } from './flow';
import { LinkEdge } from './link-edge';
import { MiniMap } from './mini-map';
import type { SizedPlacement } from './placement';
import { RegionNode } from './region-node';
import { TileLayer } from './tile-layer';
import type { MiniMapChoice } from './use-mini-map';
import { useHoveredTile, useTilePresses } from './use-tiles';
import { useFollowFocus, useKeptView, useReveal } from './use-viewport';
import { ZoomControls } from './zoom-controls';

const NODE_TYPES = { card: CardNode, region: RegionNode };
const EDGE_TYPES = { link: LinkEdge };
const MARGIN = 400;
/** Up to here all of a chart is in the document, for Tab and the page's own search; beyond, only what is in sight. */
const ALL_DRAWN = 250;

interface CanvasProps {
  readonly view: LiveView;
  readonly placement: SizedPlacement;
  /** Names what is looked at: another scope is fitted anew, a live change never. */
  readonly scope: string;
  /** Cards that are selected, or the tile that is. */
  readonly selected: readonly string[];
  /** Cards on the path of the selection. */
  readonly raised: ReadonlySet<string>;
  readonly onClear: () => void;
  readonly onInstance: (instance: FlowInstance) => void;
  /** Planes that are shown without their hue. */
  readonly stale: string;
  readonly miniMap: MiniMapChoice;
  /** What the minimap is painted from. */
  readonly store: ViewStore;
  /** More tools beside the zoom controls. */
  readonly children: ReactNode;
}

/** The chart itself: pans and zooms, never edits. */
export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <CanvasBody {...props} />
    </ReactFlowProvider>
  );
}

function CanvasBody(props: CanvasProps) {
  const { view, placement, scope, selected, raised, onClear, onInstance, stale, miniMap, store, children } = props;
  const { status } = useLiveState();
  const [instance, setInstance] = useState<FlowInstance | null>(null);
  const { nodes, edges } = useElements(view, placement);
  const box = useRef<HTMLDivElement>(null);
  const settled = useKeptView(instance, placement, scope, box);
  useReveal(instance, placement, selected, raised, box);
  useFollowFocus(instance, placement, box);
  const onNodeClick = useFrameClick(onClear);
  const { hovered, ...pointing } = useHoveredTile(instance, placement);
  const { onPaneClick, onDoubleClick } = useTilePresses(instance, placement, view, onClear);
  useEffect(() => {
    if (instance !== null) onInstance(instance);
  }, [instance, onInstance]);
  const extent = useMemo<[[number, number], [number, number]]>(
    () => [
      [-MARGIN * 2, -MARGIN * 2],
      [placement.size.width + MARGIN * 3, placement.size.height + MARGIN * 2],
    ],
    [placement.size],
  );
  return (
    <div
      ref={box}
      className="absolute inset-0 isolate"
      {...pointing}
      data-settled={settled && status.state === 'live' ? 'true' : 'false'}
    >
      <ReactFlow<FlowNode, LinkFlowEdge>
        nodes={nodes as FlowNode[]} // React Flow's type is mutable; it does not write to controlled nodes
        edges={edges as LinkFlowEdge[]} // same
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onInit={setInstance}
        onlyRenderVisibleElements={nodes.length > ALL_DRAWN}
        connectionMode={ConnectionMode.Loose}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        selectNodesOnDrag={false}
        zoomOnDoubleClick={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        minZoom={MIN_ZOOM}
        maxZoom={MAX_ZOOM}
        translateExtent={extent}
        onPaneClick={onPaneClick}
        onDoubleClick={onDoubleClick}
        onNodeClick={onNodeClick}
        proOptions={{ hideAttribution: true }}
        aria-label="Map of the NSX path, from Tier-0 at the left to Pods and groups at the right"
      >
        {placement.tiles.size > 0 && <TileLayer view={view} placement={placement} hovered={hovered} stale={stale} />}
        {miniMap !== 'off' && <MiniMap choice={miniMap} store={store} placement={placement} />}
        <ZoomControls placement={placement}>{children}</ZoomControls>
      </ReactFlow>
    </div>
  );
}

/**
 * Clears by a click on a frame, beside what can be pressed. Every node on the map holds the handler that it was drawn with first:
 * one that is made anew would draw them all again, and one of the canvas itself would hold the view and places of that time.
 */
function useFrameClick(onClear: () => void): (event: MouseEvent) => void {
  return useCallback(
    ({ target }) => {
      if (target instanceof Element && target.closest('button') === null) onClear();
    },
    [onClear],
  );
}

/** Elements of the view, made anew only when something is to be drawn elsewhere. */
function useElements(view: LiveView, placement: Placement): Drawn {
  const held = useRef(NOTHING_DRAWN);
  return useMemo(() => {
    held.current = nextDrawn(held.current, view, placement);
    return held.current;
  }, [view, placement]);
}
