'use client';

import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath, getSmoothStepPath, Position } from '@xyflow/react';
import { memo, useCallback, useState, useSyncExternalStore } from 'react';
import { cn } from '@/components/ui/cn';
import type { LinkFlowEdge } from './elements';
import type { LinkEmphasis } from './emphasis';
import { useMap } from './map-context';

/** Links beside the spine: what a VIP balances to. Drawn lighter, so that the path stays the figure. */
const BESIDE: ReadonlySet<string> = new Set(['backs', 'selects', 'balances']);
const STROKE: Readonly<
  Record<LinkEmphasis, { readonly colour: string; readonly width: number; readonly opacity: number }>
> = {
  normal: { colour: 'var(--edge)', width: 1.25, opacity: 1 },
  raised: { colour: 'var(--text)', width: 1.75, opacity: 1 },
  labelled: { colour: 'var(--text)', width: 1.75, opacity: 1 },
  lowered: { colour: 'var(--edge)', width: 1.25, opacity: 0.3 },
  gone: { colour: 'transparent', width: 0, opacity: 0 },
};

type LinkEnds = Pick<EdgeProps, 'sourceX' | 'sourceY' | 'targetX' | 'targetY' | 'sourcePosition' | 'targetPosition'>;

const TRUNK_BEFORE = 28;
const LEAST_RUN = 160;
const MOST_RUN = 300;

/**
 * Long steps to the first column of namespaces share one trunk beside it, so that many of them read as one line with
 * branches; all others are curves.
 */
export function linkPath(ends: LinkEnds): readonly [path: string, labelX: number, labelY: number] {
  const run = ends.targetX - ends.sourceX;
  const sideways = ends.sourcePosition === Position.Right && ends.targetPosition === Position.Left;
  if (sideways && run > LEAST_RUN && run < MOST_RUN && ends.targetY !== ends.sourceY) {
    const [path, labelX, labelY] = getSmoothStepPath({
      ...ends,
      centerX: ends.targetX - TRUNK_BEFORE,
      borderRadius: 8,
    });
    return [path, labelX, labelY];
  }
  const [path, labelX, labelY] = getBezierPath({ ...ends, curvature: 0.35 });
  return [path, labelX, labelY];
}

/** A thin solid line; raised with the path of a selection; says how it is known when hovered or at the selected card. */
export const LinkEdge = memo(function LinkEdge(props: EdgeProps<LinkFlowEdge>) {
  const { emphasis } = useMap();
  const [hovered, setHovered] = useState(false);
  const link = props.data?.link;
  const read = useCallback(
    (): LinkEmphasis => (link === undefined ? 'gone' : emphasis.link(link.id, link.from, link.to)),
    [emphasis, link],
  );
  const level = useSyncExternalStore(emphasis.subscribe, read, () => 'normal' as const);
  if (link === undefined || level === 'gone') return null;
  const [path, labelX, labelY] = linkPath(props);
  const stroke = STROKE[hovered && level !== 'labelled' ? 'raised' : level];
  const faint = level === 'normal' && !hovered && BESIDE.has(link.kind);
  const colour = level === 'labelled' && link.kind === 'member' ? 'var(--nsx)' : stroke.colour;
  const labelled = hovered || (level === 'labelled' && link.kind === 'member');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only shows what the side panel also says
    <g onMouseEnter={() => setHovered(true)} onMouseLeave={() => setHovered(false)}>
      <BaseEdge
        path={path}
        interactionWidth={14}
        style={{
          stroke: colour,
          strokeWidth: faint ? 1 : stroke.width,
          opacity: faint ? 0.55 : stroke.opacity,
          transition: 'opacity 150ms, stroke 150ms',
        }}
      />
      {labelled && (
        <EdgeLabelRenderer>
          <span
            className={cn(
              'pointer-events-none absolute z-10 whitespace-nowrap rounded border border-line bg-surface px-1.5 font-mono text-2xs shadow-card',
              link.kind === 'member' ? 'text-nsx' : 'text-text',
            )}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            {link.evidence}
          </span>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});
