import type { GraphQueries } from '../model';
import type { Steps } from '../steps';
import { viewSteps } from './compute';
import { readyBoxes } from './grouped';
import { Places } from './places';
import type { ViewSpec } from './view';

const WHOLE: ViewSpec = { cluster: null, namespace: null, open: [], groups: false };
const WITH_GROUPS: ViewSpec = { ...WHOLE, groups: true };
/** Twice each: what runs for the first time is interpreted, and slow. */
const REHEARSED: readonly ViewSpec[] = [WHOLE, WHOLE, WITH_GROUPS, WITH_GROUPS];

interface Rehearsal {
  /** How many namespaces there were. */
  readonly spaces: number;
  /** Views computed so far, and the one that is being computed. */
  done: number;
  steps: Steps<unknown> | null;
}

const REHEARSALS = new WeakMap<GraphQueries, Rehearsal>();

/**
 * Makes what the first view of a spec is made of, step by step, and then that view once for nothing: what it reads has not been
 * touched for long, and takes twice the time that it takes when it is read again.
 */
export function* readyView(graph: GraphQueries, spec: ViewSpec): Steps<void> {
  yield* Places.settle(graph);
  const { by } = spec;
  if (by !== undefined) yield* readyBoxes(Places.of(graph), { ...spec, by });
  yield* viewSteps(graph, spec, []);
}

/** Does as much of what the next view needs as there is time for; true when nothing is left to do. */
export function readyViews(graph: GraphQueries, hasTime: () => boolean): boolean {
  return Places.ready(graph, hasTime) && rehearse(graph, hasTime);
}

/** Computes views that nobody has asked for, again whenever the world has doubled; true when all are done. */
function rehearse(graph: GraphQueries, hasTime: () => boolean): boolean {
  const spaces = Places.of(graph).spaces.size;
  let rehearsal = REHEARSALS.get(graph);
  if (rehearsal === undefined || spaces > 2 * rehearsal.spaces) {
    rehearsal = { spaces, done: 0, steps: null };
    REHEARSALS.set(graph, rehearsal);
  }
  for (let spec = REHEARSED[rehearsal.done]; spec !== undefined; spec = REHEARSED[rehearsal.done]) {
    rehearsal.steps ??= viewSteps(graph, spec, []);
    while (rehearsal.steps.next().done !== true) if (!hasTime()) return false;
    rehearsal.steps = null;
    rehearsal.done++;
  }
  return true;
}
