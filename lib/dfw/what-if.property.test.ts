import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type GraphNode,
  type GraphQueries,
  nodeId,
  type ObjectChange,
  type ObjectRecord,
  type Tag,
  unescapeKey,
} from '@/lib/model';
import { inOneGo } from '@/lib/steps';
import { createTopology } from '@/lib/topology';
import { KUBERNETES, NSX, nsxRaw, SAMPLE_CLUSTER, tagsOf, upsert } from '@/tests/support/builders';
import { firewallRules, firewallWorlds, groupExpressions } from '@/tests/support/firewall-worlds';
import { applyEdits, type Edit } from './edits';
import type { Endpoint } from './endpoints';
import { type DfwWorld, liveWorld, reach } from './reach';
import { type Traffic, trafficOf } from './traffic';
import type { ComparedEnd } from './verdict-lines';
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
    fc.record({ type: fc.constant('add-rule' as const), at: fc.nat(20), rule: firewallRules }),
  ),
  { minLength: 1, maxLength: 2 },
);

type Plan = typeof plans extends fc.Arbitrary<infer T> ? T : never;

function graphOf(changes: readonly ObjectChange[]): GraphQueries {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(changes, 1);
  return topology.graph;
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
    const node = pick(one.type === 'add-rule' ? 'security-policy' : one.type, one.at);
    if (node === undefined) return [];
    if (one.type === 'add-rule') return [{ type: 'add-rule', policy: node.id, rule: one.rule }];
    return one.type === 'group'
      ? [{ type: 'group', group: node.id, expression: one.expression }]
      : [{ type: 'rule', rule: node.id, disabled: one.disabled }];
  });
}

/** A copy of the record, with all that its class has. */
function copyOf(record: ObjectRecord, fields: object): ObjectRecord {
  const copy: ObjectRecord = Object.create(Object.getPrototypeOf(record));
  return Object.assign(copy, record, fields);
}

/** The world in which all of it has been done. */
function done(changes: readonly ObjectChange[], edits: readonly Edit[], tags: ReadonlyMap<string, readonly Tag[]>) {
  const after = changes.map((change): ObjectChange => {
    if (change.type !== 'upsert') return change;
    let { record } = change;
    const { id, key } = record.node;
    const carried = tags.get(id);
    if (carried !== undefined) record = copyOf(record, { node: { ...record.node, tags: carried } });
    // Of several edits of one object the last one counts.
    for (const edit of [...edits].reverse()) {
      if (edit.type === 'group' && edit.group === id)
        return upsert('group', nsxRaw('Group', key, { expression: edit.expression }));
      if (edit.type === 'rule' && edit.rule === id)
        return {
          ...change,
          record: copyOf(record, { detail: { ...(record.detail as object), disabled: edit.disabled } }),
        };
    }
    return { ...change, record };
  });
  const added = edits.flatMap((edit, index) =>
    edit.type === 'add-rule'
      ? [
          upsert(
            'rule',
            nsxRaw('Rule', `${unescapeKey(edit.policy.split(':').slice(3).join(':'))}/rules/new-${index}`, edit.rule),
          ),
        ]
      : [],
  );
  return graphOf([...after, ...added]);
}

interface End {
  readonly name: string;
  readonly endpoint: Endpoint;
}

const portsOf = (graph: GraphQueries): readonly End[] =>
  Array.from(graph.nodesOfKind('segment-port'), ({ name, id }) => ({ name, endpoint: { type: 'object', id } }));

/** Asks for every flow by itself. */
function oneByOne(
  before: DfwWorld,
  after: DfwWorld,
  of: { readonly from: readonly End[]; readonly to: readonly End[]; readonly traffics: readonly Traffic[] },
): readonly string[] {
  const found: string[] = [];
  for (const from of of.from) {
    for (const to of of.to) {
      for (const traffic of from.name === to.name ? [] : of.traffics) {
        const ends = { from: from.endpoint, to: to.endpoint, traffic };
        const [was, is] = [reach(before, ends).outcome, reach(after, ends).outcome];
        if (was !== is) found.push(`${from.name} ${to.name} ${traffic.protocol}/${traffic.port}: ${was} ${is}`);
      }
    }
  }
  return found.sort();
}

const namesOf = (end: ComparedEnd): readonly string[] =>
  end.type === 'ports'
    ? end.ports.map(({ name }) => name)
    : [end.type === 'outside' ? end.outside.name : end.front.name];

/** What the answer says of flows between such ends, one by one. */
function told({ verdicts }: WhatIf, isSuch: (from: ComparedEnd, to: ComparedEnd) => boolean): readonly string[] {
  return verdicts
    .filter(({ from, to }) => isSuch(from, to))
    .flatMap(({ from, to, traffics, before, after }) =>
      before.outcome === after.outcome
        ? []
        : traffics.flatMap(({ protocol, port }) =>
            namesOf(from).flatMap((a) =>
              namesOf(to)
                .filter((b) => a !== b)
                .map((b) => `${a} ${b} ${protocol}/${port}: ${before.outcome} ${after.outcome}`),
            ),
          ),
    )
    .sort();
}

/** Services and virtual servers in front of the first Pods, if those are there. */
const fronts = fc
  .array(
    fc.record({
      members: fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 }),
      type: fc.constantFrom('ClusterIP', 'kept', 'translated'),
      port: fc.constantFrom(80, 8443),
      target: fc.constantFrom(80, 8050, 9000),
      protocol: fc.constantFrom('TCP', 'TCP', 'UDP'),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) => all.map((one, index) => ({ ...one, name: `front-${index}`, address: `172.16.0.${index + 1}` })));

type Fronts = typeof fronts extends fc.Arbitrary<infer T> ? T : never;

function frontChanges(some: Fronts): readonly ObjectChange[] {
  return some.flatMap(({ name, members, type, port, target, protocol, address }) =>
    type === 'ClusterIP'
      ? [
          upsert('service', {
            metadata: { uid: name, name, namespace: 'dev' },
            spec: { type, clusterIP: address, ports: [{ port, targetPort: target, protocol }] },
          }),
          upsert('endpoint-slice', {
            metadata: {
              uid: `${name}-x`,
              name: `${name}-x`,
              namespace: 'dev',
              labels: { 'kubernetes.io/service-name': name },
            },
            endpoints: members.map((at) => ({
              addresses: [`10.0.0.${at + 1}`],
              targetRef: { kind: 'Pod', uid: `pod-${at}` },
            })),
          }),
        ]
      : [
          upsert(
            'lb-virtual-server',
            nsxRaw('LBVirtualServer', `/infra/lb-virtual-servers/${name}`, {
              ip_address: address,
              ports: [`${port}`],
              pool_path: `/infra/lb-pools/${name}`,
              tags: tagsOf({ namespace: 'dev' }),
            }),
          ),
          upsert(
            'lb-pool',
            nsxRaw('LBPool', `/infra/lb-pools/${name}`, {
              members: members.map((at) => ({ ip_address: `10.0.0.${at + 1}`, port: `${target}` })),
              ...(type === 'kept' ? { snat_translation: { type: 'LBSnatDisabled' } } : {}),
              tags: tagsOf({ namespace: 'dev' }),
            }),
          ),
        ],
  );
}

describe('what if', () => {
  it('names every flow whose verdict changes once it is done, and no other', {
    timeout: 60_000 + WORLDS * 1000,
  }, () => {
    const changing = { ports: 0, outside: 0, fronts: 0 };
    fc.assert(
      fc.property(firewallWorlds(), fronts, plans, (world, some, plan) => {
        const changes = [...world, ...frontChanges(some)];
        const graph = graphOf(changes);
        const edits = toEdits(graph, plan);
        const edited = inOneGo(applyEdits(graph, edits));
        fc.pre(edited.mistakes.length === 0 && edited.thoughts.size > 0);
        const answer = inOneGo(whatIf(graph, edited));
        expect(answer.leftOut.filter((sentence) => sentence.includes('compared. Ask about fewer'))).toEqual([]);
        const tags = new Map([...edited.thoughts.values()].flatMap((thought) => [...thought.tags]));
        const [before, after] = [liveWorld(graph), liveWorld(done(changes, edits, tags))];
        const [ports, { traffics }] = [portsOf(graph), answer.compared];
        const expected = {
          ports: oneByOne(before, after, { from: ports, to: ports, traffics }),
          outside: [
            ...oneByOne(before, after, { from: answer.compared.outside, to: ports, traffics }),
            ...oneByOne(before, after, { from: ports, to: answer.compared.outside, traffics }),
          ].sort(),
          fronts: some
            .flatMap(({ name, type, port, protocol }) => {
              const id =
                type === 'ClusterIP'
                  ? nodeId(KUBERNETES, 'service', name)
                  : nodeId(NSX, 'lb-virtual-server', `/infra/lb-virtual-servers/${name}`);
              return oneByOne(before, after, {
                from: [...ports, ...answer.compared.outside],
                to: [{ name, endpoint: { type: 'object', id } }],
                traffics: [trafficOf(protocol === 'UDP' && type === 'ClusterIP' ? 17 : 6, port)],
              });
            })
            .sort(),
        };
        expect({
          ports: told(answer, (from, to) => from.type === 'ports' && to.type === 'ports'),
          outside: told(
            answer,
            (from, to) => to.type !== 'front' && (from.type === 'outside' || to.type === 'outside'),
          ),
          fronts: told(answer, (_, to) => to.type === 'front'),
        }).toEqual(expected);
        for (const sort of ['ports', 'outside', 'fronts'] as const) if (expected[sort].length > 0) changing[sort]++;
      }),
      { numRuns: WORLDS },
    );
    for (const count of Object.values(changing)) expect(count).toBeGreaterThan(0);
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
        const tags = new Map([...edited.thoughts.values()].flatMap((one) => [...one.tags]));
        const then = done(changes, [], tags);
        for (const port of graph.nodesOfKind('segment-port')) {
          const groups = (world: DfwWorld) => [...world.state(port.source).groupsOf(port)].sort();
          expect(groups(thought)).toEqual(groups(liveWorld(then)));
        }
        const ports = portsOf(graph);
        const of = { from: ports, to: ports, traffics: [trafficOf(6, 80), trafficOf(1)] };
        expect(oneByOne(thought, liveWorld(then), of)).toEqual([]);
      }),
      { numRuns: Math.ceil(WORLDS / 2) },
    );
  });
});
