import { Boxes, type Owner } from './boxes';
import type { Places } from './places';
import { remembered } from './remembered';
import type { Scope } from './scope';
import { type Slice, sliceUnits } from './slices';
import type { Space } from './space';
import type { SpaceSummary } from './summary';
import type { Grouping, ViewSpec } from './view';

type Slices = ReadonlyMap<string, Slice>;

/** Groupings whose slices are kept, and grouped views whose boxes are: the ones asked for longest ago are forgotten. */
const MOST_GROUPINGS = 3;
const MOST_VIEWS = 6;

const SLICES = new WeakMap<Places, Map<string, WeakMap<SpaceSummary, Slices>>>();
const BOXES = new WeakMap<Places, Map<string, Boxes>>();

/** The boxes of a view that is not grouped by Namespace, as they are now. Views of the same scope share them. */
export function boxesOf(places: Places, scope: Scope, spec: ViewSpec & { readonly by: Grouping }): Boxes {
  const { by, cluster, namespace, at, depth, hide } = spec;
  const key = JSON.stringify([by, cluster, namespace, at, depth, hide]);
  const boxes = remembered(BOXES, places, key, MOST_VIEWS, () => new Boxes(places.graph, places.groups, by));
  boxes.follow(owners(places, scope, by));
  return boxes;
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
