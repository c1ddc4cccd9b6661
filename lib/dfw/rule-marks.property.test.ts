import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphNode, GraphQueries, ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { inOneGo } from '@/lib/steps';
import { SAMPLE_CLUSTER } from '@/tests/support/builders';
import { firewallWorlds } from '@/tests/support/firewall-worlds';
import { type Check, checkAt } from './check';
import { type Tier, tiersOf } from './evaluation-order';
import type { PlacedRule } from './placed-rule';
import { liveState } from './live-state';
import type { PacketEnd } from './operands';
import { ruleBook } from './rule-book';
import { type Traffic, trafficOf } from './traffic';

const FLOWS: readonly Traffic[] = [trafficOf(6, 80), trafficOf(6, 443), trafficOf(17, 53), trafficOf(1), trafficOf(58)];
/** Marks that say a rule decides nothing. */
const IDLE = new Set(['disabled', 'empty', 'shadowed', 'redundant', 'unreachable']);

function graphOf(changes: readonly ObjectChange[]) {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(changes, 1);
  return topology.graph;
}

/** The checks of every port towards every other, towards an address outside and towards an end left open. */
function* checksOf(graph: GraphQueries, traffic: Traffic): Iterable<{ readonly check: Check; readonly at: string }> {
  const ports = [...graph.nodesOfKind('segment-port')];
  const outside: PacketEnd = { address: '192.0.2.7', called: 'outside', ports: [] };
  const open: PacketEnd = { address: null, called: 'an end left open', ports: [] };
  for (const port of ports) {
    const state = liveState(graph, port.source);
    const endOf = (one: GraphNode): PacketEnd => {
      const address = state.addressesOf(one)[0] ?? null;
      return { address, called: one.name, ports: [one] };
    };
    const own = endOf(port);
    for (const peer of [outside, open, ...ports.map(endOf)]) {
      yield {
        check: checkAt(state, port, { at: 'source', source: own, destination: peer, traffic }),
        at: `${own.called} to ${peer.called}`,
      };
      yield {
        check: checkAt(state, port, { at: 'destination', source: peer, destination: own, traffic }),
        at: `${peer.called} to ${own.called}`,
      };
    }
  }
}

const rulesOf = ({ blocks }: Tier): readonly PlacedRule[] =>
  blocks.flatMap((block) => ('tiers' in block ? block.tiers.flatMap(rulesOf) : block.steps.flat()));

describe('rules in random worlds', () => {
  it('are listed in the order in which they are evaluated', () => {
    fc.assert(
      fc.property(firewallWorlds(), (changes) => {
        const { rules } = inOneGo(ruleBook(graphOf(changes)));
        const evaluated = tiersOf(rules.map(({ rule }) => rule)).flatMap(rulesOf);
        expect(rules.map(({ rule }) => rule.node.key)).toEqual(evaluated.map(({ node }) => node.key));
      }),
      { seed: 51, numRuns: 100 },
    );
  });

  it('decide no flow when they are marked as deciding none', () => {
    const marked = new Set<string>();
    fc.assert(
      fc.property(firewallWorlds(), fc.constantFrom(...FLOWS), (changes, traffic) => {
        const graph = graphOf(changes);
        const { rules, marks } = inOneGo(ruleBook(graph));
        const idle = new Set<string>();
        for (const one of rules) {
          const shown = marks.of(one).map(({ kind }) => kind);
          expect(marks.kindsOf(one), one.rule.node.key).toEqual(shown);
          const kinds = shown.filter((kind) => IDLE.has(kind));
          for (const kind of kinds) marked.add(kind);
          if (kinds.length > 0) idle.add(one.rule.node.key);
        }
        for (const { check, at } of idle.size === 0 ? [] : checksOf(graph, traffic)) {
          const decided = check.trail.filter(({ met }) => met === 'decided' || met === 'jumped');
          const deciding = [check.rule, ...decided.map(({ rule }) => rule)].map((rule) => rule?.node.key ?? '');
          expect(
            deciding.filter((key) => idle.has(key)),
            at,
          ).toEqual([]);
        }
      }),
      { seed: 52, numRuns: 200 },
    );
    expect([...marked].sort()).toEqual([...IDLE].sort());
  });
});
