'use client';

import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo, useCallback, useState, useSyncExternalStore } from 'react';
import { cn } from '@/components/ui/cn';
import type { LinkFlowEdge } from './elements';
import type { LinkEmphasis } from './emphasis';
import { useMap } from './map-context';
import { roundedPath, routeLabel } from './route';

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

/** The path of a link and where its evidence is written. */
function linkPath(ends: EdgeProps<LinkFlowEdge>): readonly [path: string, labelX: number, labelY: number] {
  const route = ends.data?.route ?? null;
  if (route !== null) {
    const label = routeLabel(route);
    return [roundedPath(route), label.x, label.y];
  }
  const [path, labelX, labelY] = getBezierPath({ ...ends, curvature: 0.35 });
  return [path, labelX, labelY];
}

/** A thin solid line; raised with the path of a selection; says how it is known when hovered or at the selected card. */
export const LinkEdge = memo(function LinkEdge(props: EdgeProps<LinkFlowEdge>) {
  const { emphasis } = useMap();
  const [hovered, setHovered] = useState(false);
  const link = props.data?.link;
  const read = useCallback((): LinkEmphasis => (link === undefined ? 'gone' : emphasis.link(link)), [emphasis, link]);
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
          strokeWidth: (faint ? 1 : stroke.width) * (props.data?.scale ?? 1),
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
