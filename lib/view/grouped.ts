import type { Steps } from '../steps';
import { Boxes, type Owner } from './boxes';
import type { Places } from './places';
import { type Memory, remembered } from './remembered';
import { type Scope, scopeSteps } from './scope';
import { sameItems, type Slice, sliceUnits } from './slices';
import type { Space } from './space';
import type { SpaceSummary } from './summary';
import { tilesFor } from './tiles';
import type { Unit } from './units';
import type { Grouping, ViewSpec } from './view';
import { worldOf } from './world';

type Slices = ReadonlyMap<string, Slice>;

/** All groupings, and as many scopes of grouped views as people may watch at a time. */
export const MOST_GROUPINGS = 5;
const MOST_VIEWS = 24;

const SLICES: Memory<Places, WeakMap<SpaceSummary, Slices>> = new WeakMap();
const VIEWS: Memory<Places, KeptView> = new WeakMap();

interface KeptView {
  readonly boxes: Boxes;
  /** Slices of what belongs to no Namespace, and what they were made of. */
  shared: { readonly units: readonly Unit[]; readonly slices: Slices } | null;
}

/** The boxes of a view that is not grouped by Namespace, as they are now. Views of the same scope share them. */
export function boxesOf(places: Places, scope: Scope, spec: GroupedSpec): Boxes {
  const kept = keptView(places, spec);
  kept.boxes.follow(owners(places, scope, spec.by, kept));
  return kept.boxes;
}

/** Makes what the first such view is made of, Namespace by Namespace and box by box. What changes meanwhile is made again later. */
export function* readyBoxes(places: Places, spec: GroupedSpec): Steps<void> {
  const scope = yield* scopeSteps(places, spec, yield* worldOf(places, spec, null));
  const kept = keptView(places, spec);
  const { boxes } = kept;
  yield;
  for (const owner of owners(places, scope, spec.by, kept)) {
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

function keptView(places: Places, { by, cluster, namespace, at, depth, hide }: GroupedSpec): KeptView {
  const key = JSON.stringify([by, cluster, namespace, at, depth, hide]);
  return remembered(VIEWS, places, key, MOST_VIEWS, () => ({
    boxes: new Boxes(places.graph, places.groups, by),
    shared: null,
  }));
}

function* owners(places: Places, scope: Scope, by: Grouping, view: KeptView): Iterable<Owner> {
  const kept = remembered(SLICES, places, by, MOST_GROUPINGS, () => new WeakMap<SpaceSummary, Slices>());
  for (const space of scope.spaces) yield { id: space.id, slices: slicesOf(places, by, space, kept) };
  yield { id: 'shared', slices: sharedSlices(places, by, scope.shared, view) };
}

/** Units are replaced when they change, or what they are linked to. */
function sharedSlices({ graph }: Places, by: Grouping, units: readonly Unit[], view: KeptView): Slices {
  const known = view.shared;
  if (known !== null && sameItems(known.units, units)) return known.slices;
  const slices = sliceUnits(graph, by, units);
  view.shared = { units, slices };
  return slices;
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
