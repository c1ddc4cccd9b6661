import type { Steps } from '../steps';
import { Boxes, type Owner } from './boxes';
import type { Places } from './places';
import { remembered } from './remembered';
import { type Scope, scopeSteps } from './scope';
import { type Slice, sliceUnits } from './slices';
import type { Space } from './space';
import type { SpaceSummary } from './summary';
import { tilesFor } from './tiles';
import type { Grouping, ViewSpec } from './view';

type Slices = ReadonlyMap<string, Slice>;

/** Groupings whose slices are kept, and grouped views whose boxes are: the ones asked for longest ago are forgotten. */
export const MOST_GROUPINGS = 3;
const MOST_VIEWS = 6;

const SLICES = new WeakMap<Places, Map<string, WeakMap<SpaceSummary, Slices>>>();
const BOXES = new WeakMap<Places, Map<string, Boxes>>();

/** The boxes of a view that is not grouped by Namespace, as they are now. Views of the same scope share them. */
export function boxesOf(places: Places, scope: Scope, spec: GroupedSpec): Boxes {
  const boxes = keptBoxes(places, spec);
  boxes.follow(owners(places, scope, spec.by));
  return boxes;
}

/** Makes what the first such view is made of, Namespace by Namespace and box by box. What changes meanwhile is made again later. */
export function* readyBoxes(places: Places, spec: GroupedSpec): Steps<void> {
  const scope = yield* scopeSteps(places, spec);
  const boxes = keptBoxes(places, spec);
  yield;
  for (const owner of owners(places, scope, spec.by)) {
    boxes.take(owner);
    yield;
  }
  yield* boxes.sort();
  const { inside, outside } = boxes;
  for (const box of outside) yield* box.sumUp();
  const tiles = tilesFor(places, inside, null);
  for (const box of inside) {
    yield* box.sumUp();
    // Another who watches the same may have emptied it meanwhile.
    if (box.slices.size > 0) tiles?.of(box);
    yield;
  }
}

type GroupedSpec = ViewSpec & { readonly by: Grouping };

function keptBoxes(places: Places, { by, cluster, namespace, at, depth, hide }: GroupedSpec): Boxes {
  const key = JSON.stringify([by, cluster, namespace, at, depth, hide]);
  return remembered(BOXES, places, key, MOST_VIEWS, () => new Boxes(places.graph, places.groups, by));
}

function* owners(places: Places, scope: Scope, by: Grouping): Iterable<Owner> {
  const kept = remembered(SLICES, places, by, MOST_GROUPINGS, () => new WeakMap<SpaceSummary, Slices>());
  for (const space of scope.spaces) yield { id: space.id, slices: slicesOf(places, by, space, kept) };
  yield { id: 'shared', slices: sliceUnits(places.graph, by, scope.shared) };
}

/** What a Namespace has in which box, as long as nothing changes in it: its summary stands for its state. */
function slicesOf(places: Places, by: Grouping, space: Space, kept: WeakMap<SpaceSummary, Slices>): Slices {
  const { summary } = space;
  const known = kept.get(summary);
  if (known !== undefined) return known;
  const made = sliceUnits(places.graph, by, space.made());
  kept.set(summary, made);
  return made;
}
