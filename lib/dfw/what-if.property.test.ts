import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphNode, GraphQueries, ObjectChange, ObjectRecord, Tag } from '@/lib/model';
import { inOneGo } from '@/lib/steps';
import { createTopology } from '@/lib/topology';
import { SAMPLE_CLUSTER } from '@/tests/support/builders';
import { firewallWorlds, groupExpressions } from '@/tests/support/firewall-worlds';
import { applyEdits, type Edit } from './edits';
import { type DfwWorld, liveWorld, reach } from './reach';
import { type Traffic, trafficOf } from './traffic';
import { thoughtWorld, whatIf, type WhatIf } from './what-if';

/** How many worlds are tried; more behind a variable. */
const WORLDS = Number(process.env.WHAT_IF_WORLDS ?? 40);

/** Edits by the places of what they are about: a world is only known once it is made. */
const plans = fc.array(
  fc.oneof(
    fc.record({
      type: fc.constant('labels' as const),
      at: fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
      labels: fc.dictionary(fc.constantFrom('app', 'tier', 'env'), fc.constantFrom('a', 'b', 'c', null), {
        minKeys: 1,
      }),
    }),
    fc.record({ type: fc.constant('group' as const), at: fc.nat(20), expression: groupExpressions }),
    fc.record({ type: fc.constant('rule' as const), at: fc.nat(20), disabled: fc.boolean() }),
  ),
  { minLength: 1, maxLength: 2 },
);

type Plan = typeof plans extends fc.Arbitrary<infer T> ? T : never;

function graphOf(changes: readonly ObjectChange[]): GraphQueries {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(changes, 1);
  return topology.graph;
}

/** A copy of the record, with all that its class has. */
function withTags(record: ObjectRecord, tags: readonly Tag[]): ObjectRecord {
  const copy: ObjectRecord = Object.create(Object.getPrototypeOf(record));
  return Object.assign(copy, record, { node: { ...record.node, tags } });
}

function toEdits(graph: GraphQueries, plan: Plan): readonly Edit[] {
  const pick = (kind: string, at: number): GraphNode | undefined => {
    const nodes = [...graph.nodesOfKind(kind)].sort((a, b) => (a.id < b.id ? -1 : 1));
    return nodes[at % Math.max(1, nodes.length)];
  };
  return plan.flatMap((one): Edit[] => {
    if (one.type === 'labels') {
      const pods = new Set(one.at.flatMap((at) => pick('pod', at)?.id ?? []));
      return pods.size === 0 ? [] : [{ type: 'labels', pods: [...pods], labels: one.labels }];
    }
    const node = pick(one.type, one.at);
    if (node === undefined) return [];
    return one.type === 'group'
      ? [{ type: 'group', group: node.id, expression: one.expression }]
      : [{ type: 'rule', rule: node.id, disabled: one.disabled }];
  });
}

/** Asks for every pair of ports by itself. */
function pairByPair(before: DfwWorld, after: DfwWorld, traffics: readonly Traffic[]): readonly string[] {
  const ports = [...before.graph.nodesOfKind('segment-port')];
  const ask = (world: DfwWorld, from: GraphNode, to: GraphNode, traffic: Traffic) =>
    reach(world, { from: { type: 'object', id: from.id }, to: { type: 'object', id: to.id }, traffic }).outcome;
  const found: string[] = [];
  for (const from of ports) {
    for (const to of ports) {
      for (const traffic of from === to ? [] : traffics) {
        const [was, is] = [ask(before, from, to, traffic), ask(after, from, to, traffic)];
        if (was !== is) found.push(`${from.name} ${to.name} ${traffic.protocol}/${traffic.port}: ${was} ${is}`);
      }
    }
  }
  return found.sort();
}

function byClasses({ verdicts }: WhatIf): readonly string[] {
  return verdicts
    .flatMap(({ from, to, traffic, before, after }) =>
      from.ports.flatMap((a) =>
        to.ports
          .filter((b) => a !== b)
          .map((b) => `${a.name} ${b.name} ${traffic.protocol}/${traffic.port}: ${before.outcome} ${after.outcome}`),
      ),
    )
    .sort();
}

describe('what if', () => {
  it('names every pair of ports whose verdict changes, and no other', { timeout: 60_000 + WORLDS * 1000 }, () => {
    let changing = 0;
    fc.assert(
      fc.property(firewallWorlds(), plans, (changes, plan) => {
        const graph = graphOf(changes);
        const edited = inOneGo(applyEdits(graph, toEdits(graph, plan)));
        fc.pre(edited.mistakes.length === 0 && edited.thoughts.size > 0);
        const answer = inOneGo(whatIf(graph, edited));
        expect(answer.leftOut.filter((sentence) => sentence.includes('pairs'))).toEqual([]);
        const expected = pairByPair(liveWorld(graph), thoughtWorld(graph, edited), answer.compared.traffics);
        expect(byClasses(answer)).toEqual(expected);
        if (expected.length > 0) changing++;
      }),
      { numRuns: WORLDS },
    );
    expect(changing).toBeGreaterThan(WORLDS / 30);
  });

  it('sees ports that would carry other tags as it then sees those that do', {
    timeout: 60_000 + WORLDS * 1000,
  }, () => {
    fc.assert(
      fc.property(firewallWorlds(), plans, (changes, plan) => {
        const labels = plan.filter(({ type }) => type === 'labels');
        const graph = graphOf(changes);
        const edited = inOneGo(applyEdits(graph, toEdits(graph, labels)));
        fc.pre(edited.mistakes.length === 0 && edited.thoughts.size > 0);
        const thought = thoughtWorld(graph, edited);
        const tagged = new Map([...edited.thoughts.values()].flatMap(({ tags }) => [...tags]));
        const then = graphOf(
          changes.map((change) => {
            const tags = change.type === 'upsert' ? tagged.get(change.record.node.id) : undefined;
            if (change.type !== 'upsert' || tags === undefined) return change;
            return { ...change, record: withTags(change.record, tags) };
          }),
        );
        for (const port of graph.nodesOfKind('segment-port')) {
          const groups = (world: DfwWorld) => [...world.state(port.source).groupsOf(port)].sort();
          expect(groups(thought)).toEqual(groups(liveWorld(then)));
        }
        expect(pairByPair(thought, liveWorld(then), [trafficOf(6, 80), trafficOf(1)])).toEqual([]);
      }),
      { numRuns: Math.ceil(WORLDS / 2) },
    );
  });
});
