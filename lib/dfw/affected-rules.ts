import type { GraphNode, GraphQueries, NodeId, SourceId } from '../model';
import type { Both } from './both';
import { DfwIndex } from './dfw-index';
import type { GroupEffect } from './group-effects';
import { groupsOf } from './lookup';
import { type PlacedRule, placeRule } from './placed-rule';
import { preferenceRule } from './preference';
import type { Thought } from './thought-state';

/** A rule that may treat something otherwise: it is another one, or names a group that is. Null where it is not there. */
export interface AffectedRule {
  readonly source: SourceId;
  readonly before: PlacedRule | null;
  readonly after: PlacedRule | null;
}

/** All rules that may treat something otherwise. What none of them means is treated as it was. */
export function affectedRules(
  both: Both,
  thoughts: ReadonlyMap<SourceId, Thought>,
  effects: readonly GroupEffect[],
): readonly AffectedRule[] {
  return [...thoughts].flatMap(([source, thought]) => [
    ...idsOf(both, { source, thought, effects }).map((id) => affected(both.before.graph, { source, thought, id })),
    ...thought.added.map((rule): AffectedRule => ({ source, before: null, after: rule })),
  ]);
}

interface Work {
  readonly source: SourceId;
  readonly thought: Thought;
}

function idsOf(
  { before, after }: Both,
  { source, thought, effects }: Work & { readonly effects: readonly GroupEffect[] },
): readonly NodeId[] {
  const { graph } = before;
  const live = before.state(source);
  const isShared = (port: GraphNode): boolean =>
    live.addressesOf(port).some((address) => live.portsAt(address).length > 1);
  // What is gone takes its groups away from those that share an address with it.
  const gone = [...thought.gone].flatMap((id) => live.port(id) ?? []).filter(isShared);
  const groups = new Set([
    ...after.state(source).moved,
    ...effects.flatMap(({ group }) => (group.source === source ? [group.key] : [])),
    ...gone.flatMap(({ id }) => groupsOf(graph, id).map(({ key }) => key)),
  ]);
  const index = DfwIndex.of(graph);
  return [
    ...new Set([...thought.rules.keys(), ...[...groups].flatMap((group) => [...index.rulesNaming(source, group)])]),
  ];
}

function affected(graph: GraphQueries, { source, thought, id }: Work & { readonly id: NodeId }): AffectedRule {
  const node = graph.node(id);
  const live = node === undefined ? null : (placeRule(graph, node) ?? preferenceRule(graph, node));
  const then = thought.rules.get(id);
  return { source, before: live, after: then === undefined ? live : then };
}
