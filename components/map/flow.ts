import type { ReactFlowInstance } from '@xyflow/react';
import type { FlowNode, LinkFlowEdge } from './elements';

/** React Flow's handle on the canvas, for the map's elements. */
export type FlowInstance = ReactFlowInstance<FlowNode, LinkFlowEdge>;

export const MIN_ZOOM = 0.05;
export const MAX_ZOOM = 2;
