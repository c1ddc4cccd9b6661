import type { NodeState } from '../model';

const SEVERITY: Readonly<Record<NodeState, number>> = {
  healthy: 0,
  unknown: 1,
  pending: 2,
  warning: 3,
  orphan: 4,
  conflict: 5,
  failed: 6,
};

interface Stated {
  readonly state: NodeState;
  readonly reason: string | null;
}

const HEALTHY: Stated = { state: 'healthy', reason: null };

/** The most severe of the states; the first of equals. */
export function worst(all: Iterable<Stated>): Stated {
  let found = HEALTHY;
  for (const one of all)
    if (SEVERITY[one.state] > SEVERITY[found.state]) found = { state: one.state, reason: one.reason };
  return found;
}

/** Higher is worse; 0 is healthy. */
export const severity = (state: NodeState): number => SEVERITY[state];
