import type { GraphNode } from '../model';
import type { SpaceSummary } from './summary';
import type { Unit } from './units';

/** A namespace with what it owns. Asking for units makes them; the summary is kept. */
export interface Space {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly system: boolean;
  readonly node: GraphNode | null;
  readonly units: readonly Unit[];
  readonly summary: SpaceSummary;
}
