import type { GraphNode } from '../model';
import type { SpaceSummary } from './summary';
import type { Unit } from './units';
import type { BoxKind } from './view';

/** A box with what is in it. Asking for units makes them; the summary is kept. */
export interface Box {
  readonly id: string;
  readonly kind: BoxKind;
  readonly title: string;
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly system: boolean;
  /** What is said of it before its counts: `192.168.1.4`, `Deployment`. */
  readonly lead: string | null;
  /** The object that it stands for. */
  readonly node: GraphNode | null;
  readonly units: readonly Unit[];
  readonly summary: SpaceSummary;
}

/** A namespace with what it owns. */
export interface Space extends Box {
  readonly cluster: string;
  readonly namespace: string;
  /** The units without keeping them: most namespaces are only ever summed up. */
  made(): readonly Unit[];
}
