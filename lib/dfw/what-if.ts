import type { GraphNode, GraphQueries, NodeId } from '../model';
import type { Steps } from '../steps';
import { affectedRules } from './affected-rules';
import type { Edited } from './edits';
import { type GroupEffect, groupEffects } from './group-effects';
import { KnownEnds } from './known-ends';
import { liveState } from './live-state';
import type { StandingClass } from './pairs-in-play';
import type { PlacedRule } from './placed-rule';
import { type DfwWorld, liveWorld } from './reach';
import { type Stance, Stances } from './stances';
import type { DfwState } from './state';
import { ThoughtState } from './thought-state';
import { type Compared, standingClasses, verdictEffects } from './verdict-effects';

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
export function thoughtWorld(graph: GraphQueries, { thoughts }: Pick<Edited, 'thoughts'>): DfwWorld {
  const states = new Map<string, DfwState>();
  const gone = new Set([...thoughts.values()].flatMap((thought) => [...thought.gone]));
  return {
    graph,
    ...(gone.size === 0 ? {} : { isGone: (id) => gone.has(id) }),
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
  const known = new KnownEnds(graph);
  const both = { before: { ...liveWorld(graph), known }, after: { ...thoughtWorld(graph, edited), known } };
  const groups: GroupEffect[] = [];
  const gone: GraphNode[] = [];
  for (const [source, thought] of edited.thoughts) {
    const state = both.after.state(source) as ThoughtState; // thoughtWorld makes one for every source with a thought
    groups.push(...(yield* groupEffects(graph, state, thought)));
    for (const id of thought.gone) {
      const port = liveState(graph, source).port(id);
      if (port !== undefined) gone.push(port);
    }
  }
  const rules = affectedRules(both, edited.thoughts, groups);
  const stances = new Stances(both, rules);
  const standings = yield* standingClasses(both, stances);
  const compared = yield* verdictEffects(both, { rules, standings, stances, known });
  return { groups, rules: ruleEffects(standings, stances), gone, ...compared };
}

/** Ports of one class are meant by the same rules. */
function ruleEffects(standings: readonly StandingClass[], stances: Stances): readonly RuleEffect[] {
  const effects = new Map<NodeId, { rule: PlacedRule; starts: GraphNode[]; stops: GraphNode[] }>();
  const changes = new Map<Stance, ReturnType<Stances['change']>>();
  for (const { one, stance } of standings) {
    const change = changes.get(stance) ?? stances.change(stance);
    changes.set(stance, change);
    for (const how of ['starts', 'stops'] as const) {
      for (const rule of change[how]) {
        const known = effects.get(rule.node.id) ?? { rule, starts: [], stops: [] };
        for (const port of one.ports) known[how].push(port);
        effects.set(rule.node.id, known);
      }
    }
  }
  return [...effects.values()];
}
