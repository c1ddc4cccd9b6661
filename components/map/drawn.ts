import type { LiveView } from '@/components/live/live-view';
import { type FlowNode, flowEdges, flowNodes, type LinkFlowEdge, type Placement } from './elements';
import { sameShape } from './placement';

/** What is on the canvas, and what it was made of. */
export interface Drawn {
  readonly view: LiveView | null;
  readonly placement: Placement | null;
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly LinkFlowEdge[];
}

export const NOTHING_DRAWN: Drawn = { view: null, placement: null, nodes: [], edges: [] };

/**
 * The elements for a view and its places; the same ones while a patch only changes what cards say, and while the places of
 * other cards are still being worked out: they are drawn once, with their places.
 */
export function nextDrawn(before: Drawn, view: LiveView, placement: Placement): Drawn {
  if (before.view !== null && before.placement === placement) {
    if (!sameShape(before.view, view)) return before;
    if (sameLinks(before.view, view)) return { ...before, view };
  }
  return {
    view,
    placement,
    nodes: flowNodes(view, placement, before.nodes),
    edges: flowEdges(view, placement, before.edges),
  };
}

function sameLinks(a: LiveView, b: LiveView): boolean {
  if (a.links.size !== b.links.size) return false;
  for (const [id, link] of b.links) if (a.links.get(id) !== link) return false;
  return true;
}
