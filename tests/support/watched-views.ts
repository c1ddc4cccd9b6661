import { expect } from 'vitest';
import type { ObjectChange } from '@/lib/model';
import { createTopology, type TopologyOptions } from '@/lib/topology';
import { applyViewPatch, computeView, diffViews, type View, type ViewSpec } from '@/lib/view';

type Batches = readonly (readonly ObjectChange[])[];

/** The world after all batches. */
export function worldOf(options: TopologyOptions, list: Batches) {
  const topology = createTopology(options);
  for (const batch of list) topology.apply(batch, 1);
  return topology.graph;
}

/** Expects after each batch that a view that was watched all along is the one of a newcomer, and that its patch leads to it. */
export function expectAsIfNew(options: TopologyOptions, list: Batches, spec: ViewSpec): void {
  const watched = createTopology(options);
  let before: View | null = null;
  for (const [index, batch] of list.entries()) {
    watched.apply(batch, 1);
    const view = computeView(watched.graph, spec, []);
    const fresh = computeView(worldOf(options, list.slice(0, index + 1)), spec, []);
    expect(plain(view)).toEqual(plain(fresh));
    expect([...view.regions.keys()]).toEqual([...fresh.regions.keys()]);
    if (before !== null) expect(plain(patched(before, view))).toEqual(plain(view));
    before = view;
  }
}

/** A view whose regions are compared by what they hold, not by how they are kept. */
const plain = (view: View): View => ({ ...view, regions: new Map(view.regions) });

/** The view before with the patch that leads to the one after. */
function patched(before: View, after: View): View {
  return applyViewPatch(before, { ...diffViews(before, after), seq: after.seq, summary: after.summary });
}
