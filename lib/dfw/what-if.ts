import { type Steps, STRIDE } from '../steps';
import type { Both } from './bearing';
import type { GraphNode, GraphQueries, NodeId } from '../model';
import type { Edited } from './edits';
import { type GroupEffect, groupEffects } from './group-effects';
import { liveState } from './live-state';
import { endsOf, matchApplied, matchOperands, matchScope } from './operands';
import type { PlacedRule } from './placed-rule';
import { type DfwWorld, liveWorld } from './reach';
import type { DfwState, GroupState } from './state';
import { type Thought, ThoughtState } from './thought-state';
import { type Compared, verdictEffects } from './verdict-effects';

/** Ports that begin to be meant by a rule, or are no more. */
export interface RuleEffect {
  readonly rule: PlacedRule;
  readonly starts: readonly GraphNode[];
  readonly stops: readonly GraphNode[];
}

export interface WhatIf extends Compared {
  readonly groups: readonly GroupEffect[];
  readonly rules: readonly RuleEffect[];
  /** Ports that are gone, with all that they could reach. */
  readonly gone: readonly GraphNode[];
}

/** The world with the thoughts in place of what they replace. */
export function thoughtWorld(graph: GraphQueries, { thoughts }: Edited): DfwWorld {
  const states = new Map<string, DfwState>();
  const gone = new Set([...thoughts.values()].flatMap((thought) => [...thought.gone]));
  return {
    graph,
    isGone: (id) => gone.has(id),
    state: (source) => {
      let state = states.get(source);
      if (state === undefined) {
        const thought = thoughts.get(source);
        state = thought === undefined ? liveState(graph, source) : new ThoughtState(graph, source, thought);
        states.set(source, state);
      }
      return state;
    },
  };
}

/** Everything that would be otherwise, worked out in steps; nothing is written anywhere. */
export function* whatIf(graph: GraphQueries, edited: Edited): Steps<WhatIf> {
  const [before, after] = [liveWorld(graph), thoughtWorld(graph, edited)];
  const groups: GroupEffect[] = [];
  const touched = new Map<NodeId, GraphNode>();
  const gone: GraphNode[] = [];
  for (const [source, thought] of edited.thoughts) {
    const state = after.state(source) as ThoughtState; // thoughtWorld makes one for every source with a thought
    groups.push(...(yield* groupEffects(graph, state, thought)));
    for (const port of yield* touchedPorts(liveState(graph, source), state, thought)) touched.set(port.id, port);
    for (const id of thought.gone) {
      const port = liveState(graph, source).port(id);
      if (port !== undefined) gone.push(port);
    }
  }
  for (const { entered, left } of groups) for (const port of [...entered, ...left]) touched.set(port.id, port);
  const still = [...touched.values()].filter(({ id }) => !after.isGone?.(id));
  const rules = yield* ruleEffects({ before, after }, still);
  const compared = yield* verdictEffects({ before, after }, still);
  return { groups, rules, gone, ...compared };
}

/** Ports that rules may treat otherwise: those that carry something else, and those that a changed rule is applied to. */
function* touchedPorts(live: DfwState, state: ThoughtState, thought: Thought): Steps<readonly GraphNode[]> {
  const ports = [...thought.tags.keys()].flatMap((id) => state.port(id) ?? []);
  const rules = [...state.otherRules()].flatMap(({ before, after }) => [
    ...(before === null ? [] : [{ state: live, rule: before }]),
    ...(after === null ? [] : [{ state, rule: after }]),
  ]);
  const groups = [...state.moved].filter((path) => state.isNamedStill(path) && holdsOthers(live, state, path));
  if (rules.length === 0 && groups.length === 0) return ports;
  let visited = 0;
  for (const port of state.ports()) {
    if (
      rules.some(({ state: of, rule }) => means(of, rule, port)) ||
      groups.some((path) => holding(live, path, port) !== holding(state, path, port))
    )
      ports.push(port);
    if (++visited % STRIDE === 0) yield;
  }
  return ports;
}

/** Whether the group lists other addresses, or what it holds is less or more sure. Who is in it by tags is asked elsewhere. */
function holdsOthers(live: DfwState, state: DfwState, path: string): boolean {
  const [was, is] = [live.group(path), state.group(path)];
  const said = (group: GroupState | null): string | null =>
    group === null ? null : JSON.stringify([[...group.addresses].sort(), [...group.unevaluated].sort()]);
  return said(was) !== said(is);
}

/** How rules see the port in the group: as what they are applied to, and as an end of each of its addresses. */
function holding(state: DfwState, path: string, port: GraphNode): string {
  const ends = endsOf(state, port).map((end) => matchOperands(state, [path], { excluded: false, end }).is);
  return [matchScope(state, [path], port).is, ...ends].join();
}

/** Whether a rule is applied to the port and the port is among its sources or destinations, or may be. */
function means(state: DfwState, rule: PlacedRule, port: GraphNode): boolean {
  if (rule.detail.disabled || matchApplied(state, rule, port).is === 'no') return false;
  const { detail } = rule;
  return endsOf(state, port).some(
    (end) =>
      (detail.direction !== 'IN' &&
        matchOperands(state, detail.sources, { excluded: detail.sourcesExcluded, end }).is !== 'no') ||
      (detail.direction !== 'OUT' &&
        matchOperands(state, detail.destinations, { excluded: detail.destinationsExcluded, end }).is !== 'no'),
  );
}

function* ruleEffects({ before, after }: Both, ports: readonly GraphNode[]): Steps<RuleEffect[]> {
  const effects = new Map<NodeId, { rule: PlacedRule; starts: GraphNode[]; stops: GraphNode[] }>();
  const note = (rule: PlacedRule, port: GraphNode, how: 'starts' | 'stops'): void => {
    const known = effects.get(rule.node.id) ?? { rule, starts: [], stops: [] };
    known[how].push(port);
    effects.set(rule.node.id, known);
  };
  for (const port of ports) {
    const [was, is] = [meaning(before.state(port.source), port), meaning(after.state(port.source), port)];
    for (const [id, rule] of is) if (!was.has(id)) note(rule, port, 'starts');
    for (const [id, rule] of was) if (!is.has(id)) note(rule, port, 'stops');
    yield;
  }
  return [...effects.values()];
}

function meaning(state: DfwState, port: GraphNode): ReadonlyMap<NodeId, PlacedRule> {
  const rules = new Map<NodeId, PlacedRule>();
  for (const rule of state.rulesAt(port)) if (means(state, rule, port)) rules.set(rule.node.id, rule);
  return rules;
}
