import type { GraphQueries } from '../model';
import type { Steps } from '../steps';
import { computeView } from './compute';
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
  /** Views computed so far. */
  done: number;
}

const REHEARSALS = new WeakMap<GraphQueries, Rehearsal>();

/** Makes what the first view of a spec is made of, step by step: of one that is grouped, which nobody may have asked for before. */
export function* readyView(graph: GraphQueries, spec: ViewSpec): Steps<void> {
  const { by } = spec;
  if (by !== undefined) yield* readyBoxes(Places.of(graph), { ...spec, by });
}

/** Does as much of what the next view needs as there is time for; true when nothing is left to do. */
export function readyViews(graph: GraphQueries, hasTime: () => boolean): boolean {
  return Places.ready(graph, hasTime) && rehearse(graph);
}

/** Computes one view that nobody has asked for, once more whenever the world has doubled; true when it was the last. */
function rehearse(graph: GraphQueries): boolean {
  const spaces = Places.of(graph).spaces.size;
  let rehearsal = REHEARSALS.get(graph);
  if (rehearsal === undefined || spaces > 2 * rehearsal.spaces) {
    rehearsal = { spaces, done: 0 };
    REHEARSALS.set(graph, rehearsal);
  }
  const spec = REHEARSED[rehearsal.done];
  if (spec === undefined) return true;
  computeView(graph, spec, []);
  rehearsal.done++;
  return rehearsal.done === REHEARSED.length;
}
