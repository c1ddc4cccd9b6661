import { describe, expect, it } from 'vitest';
import { type GraphQueries, nodeId, type ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { KUBERNETES, NSX, podRaw, SAMPLE_CLUSTER, upsert } from '@/tests/support/builders';
import { podWorld, storyWorld, WEB_PATH } from '@/tests/support/story';
import { inOneGo } from '../steps';
import { applyEdits, type Edit } from './edits';
import { whatIfDescribed } from './describe-what-if';
import { liveWorld, reach } from './reach';
import { PROTOCOLS, trafficOf } from './traffic';
import type { ComparedEnd } from './verdict-lines';
import { thoughtWorld, whatIf, type WhatIf } from './what-if';

const PING = trafficOf(PROTOCOLS.icmp);
const idOf = (uid: string) => nodeId(KUBERNETES, 'pod', uid);
const FRONTENDS = [0, 1, 2].map((index) => `front-${index}`);

/** The story before its frontends got their label. */
function unlabelled(...changes: readonly ObjectChange[]): GraphQueries {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  const bare = FRONTENDS.flatMap((uid, index) =>
    podWorld({
      uid,
      name: `frontend-6cb7-${['8wkhr', 'rtgc9', '4mctt'][index]}`,
      namespace: 'development',
      address: `10.0.6.${index + 2}`,
      workload: 'frontend',
      labels: { app: 'guestbook' },
    }),
  );
  topology.apply([...storyWorld(), ...bare, ...changes], 1);
  return topology.graph;
}

const LABEL: Edit = { type: 'labels', pods: FRONTENDS.map(idOf), labels: { secgroup: 'web' } };

const edited = (graph: GraphQueries, edits: readonly Edit[]) => inOneGo(applyEdits(graph, edits));

function ask(graph: GraphQueries, ...edits: readonly Edit[]): WhatIf {
  const steps = whatIf(graph, edited(graph, edits));
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const portsOf = (end: ComparedEnd) => (end.type === 'ports' ? end.ports : []);

const ping = (world: ReturnType<typeof liveWorld>, from: string, to: string) =>
  reach(world, { from: { type: 'object', id: idOf(from) }, to: { type: 'object', id: idOf(to) }, traffic: PING })
    .outcome;

describe('what if', () => {
  it('labelled frontends joined group Web: cut off from each other, and from nothing else', () => {
    const graph = unlabelled();
    expect(ping(liveWorld(graph), 'front-0', 'front-1')).toBe('allowed');
    const { groups, rules, verdicts, flows, compared, leftOut } = ask(graph, LABEL);
    expect(groups.map(({ group, entered, left }) => [group.key, entered.length, left.length])).toEqual([
      [WEB_PATH, 3, 0],
    ]);
    expect(rules.map(({ rule, starts, stops }) => [rule.detail.action, starts.length, stops.length])).toEqual([
      ['DROP', 3, 0],
    ]);
    const frontends = new Set(FRONTENDS.map((uid) => `/infra/segments/seg_development_0/ports/port_${uid}`));
    expect(verdicts).toHaveLength(1);
    for (const { from, to, before, after, traffics } of verdicts) {
      expect([before.outcome, after.outcome]).toEqual(['allowed', 'dropped']);
      for (const port of [...portsOf(from), ...portsOf(to)]) expect(frontends.has(port.key)).toBe(true);
      expect(flows).toBe(6 * traffics.length);
    }
    expect(leftOut).toEqual([]);
    // What comes from outside and through the VIP was compared, and fares as it did.
    expect(compared.outside.map(({ name }) => name)).toEqual(['Outside NSX']);
    expect(compared.fronts).toBe(1);
  });

  it('ports that no rule names are told as such, not by the number that stands for them', () => {
    const graph = unlabelled();
    const { verdicts } = inOneGo(whatIfDescribed(graph, inOneGo(applyEdits(graph, [LABEL]))));
    const words = new Set(verdicts.flatMap(({ traffics }) => traffics.map((traffic) => traffic.words)));
    expect([...words]).toEqual(expect.arrayContaining(['ICMP (ping)', 'other TCP ports', 'other UDP ports']));
    expect([...words].join()).not.toMatch(/649/);
  });

  it('predicts what then comes', () => {
    const thought = thoughtWorld(unlabelled(), edited(unlabelled(), [LABEL]));
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    topology.apply(storyWorld(), 1);
    const then = liveWorld(topology.graph);
    for (const from of [...FRONTENDS, 'redis', 'hello-0', 'dns']) {
      for (const to of [...FRONTENDS, 'redis', 'hello-0', 'dns']) {
        expect([from, to, ping(thought, from, to)]).toEqual([from, to, ping(then, from, to)]);
      }
    }
  });

  it('a group listed addresses: the ports that have them are compared, though none is a member by tag', () => {
    const graph = unlabelled();
    const web = [...graph.nodesOfKind('group')].find(({ key }) => key === WEB_PATH);
    if (web === undefined) throw new Error('there is no group Web');
    const expression = [{ resource_type: 'IPAddressExpression', ip_addresses: ['10.0.6.2', '10.0.6.3'] }];
    const { verdicts } = ask(graph, { type: 'group', group: web.id, expression });
    const pings = verdicts.filter(({ traffics }) => traffics.some(({ protocol }) => protocol === PROTOCOLS.icmp));
    const cut = pings.flatMap(({ from, to }) =>
      portsOf(from).flatMap((a) => portsOf(to).flatMap((b) => (a === b ? [] : [`${a.name} ${b.name}`]))),
    );
    expect(pings.every(({ before, after }) => before.outcome === 'allowed' && after.outcome === 'dropped')).toBe(true);
    expect(cut).toHaveLength(2);
  });

  it('a label were taken off: the Pod leaves its groups', () => {
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    topology.apply(storyWorld(), 1);
    const { groups, verdicts } = ask(topology.graph, {
      type: 'labels',
      pods: [idOf('front-0')],
      labels: { secgroup: null },
    });
    expect(groups.map(({ group, left }) => [group.key, left.length])).toEqual([[WEB_PATH, 1]]);
    expect(new Set(verdicts.map(({ after }) => after.outcome))).toEqual(new Set(['allowed']));
  });

  it('a group asked for something else', () => {
    const expression = [
      {
        resource_type: 'Condition',
        member_type: 'SegmentPort',
        key: 'Tag',
        operator: 'EQUALS',
        value: 'app|guestbook',
      },
    ];
    const { groups, rules } = ask(unlabelled(), { type: 'group', group: nodeId(NSX, 'group', WEB_PATH), expression });
    expect(groups.map(({ entered }) => entered.length)).toEqual([3]);
    expect(rules.map(({ starts }) => starts.length)).toEqual([3]);
  });

  it('a rule were off, or another were there', () => {
    const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
    topology.apply(storyWorld(), 1);
    const policy = '/infra/domains/default/security-policies/web';
    const rule = nodeId(NSX, 'rule', `${policy}/rules/drop`);
    const off = ask(topology.graph, { type: 'rule', rule, disabled: true });
    expect(off.rules.map(({ stops }) => stops.length)).toEqual([3]);
    expect(new Set(off.verdicts.map(({ before, after }) => `${before.outcome} ${after.outcome}`))).toEqual(
      new Set(['dropped allowed']),
    );
    const more = ask(topology.graph, {
      type: 'add-rule',
      policy: nodeId(NSX, 'security-policy', policy),
      rule: { action: 'REJECT', sequence_number: 2, source_groups: ['10.0.6.5'], destination_groups: [WEB_PATH] },
    });
    expect(more.rules.map(({ rule: one, starts }) => [one.detail.action, starts.length])).toEqual([['REJECT', 4]]);
    expect(new Set(more.verdicts.map(({ after }) => after.outcome))).toEqual(new Set(['rejected']));
  });

  it('a namespace were deleted: its ports are gone, and what led to them leads nowhere', () => {
    const graph = unlabelled();
    const edits: readonly Edit[] = [
      { type: 'delete-namespace', namespace: nodeId(KUBERNETES, 'namespace', 'ns-development') },
    ];
    expect(ask(graph, ...edits).gone).toHaveLength(9);
    const world = thoughtWorld(graph, edited(graph, edits));
    expect(
      reach(world, {
        from: { type: 'object', id: idOf('dns') },
        to: { type: 'object', id: idOf('redis') },
        traffic: PING,
      }),
    ).toMatchObject({
      outcome: 'no-path',
      because: 'redis-master-6cb7-zlx26: it would be gone',
    });
  });

  it('several rules were added to one policy: each counts for itself', () => {
    const policy = nodeId(NSX, 'security-policy', '/infra/domains/default/security-policies/web');
    const rule = (action: string, sequence_number: number) =>
      ({
        type: 'add-rule',
        policy,
        rule: { action, sequence_number, source_groups: [`10.0.6.${sequence_number}`] },
      }) as const;
    const { rules } = ask(unlabelled(), rule('REJECT', 5), rule('DROP', 6));
    expect(rules.map(({ rule: one }) => one.detail.action).sort()).toEqual(['DROP', 'REJECT']);
  });

  it('says how many ports that rules name were not compared', () => {
    const entry = {
      resource_type: 'L4PortSetServiceEntry',
      l4_protocol: 'TCP',
      destination_ports: Array.from({ length: 15 }, (_, i) => `${9000 + i}`),
    };
    const policy = nodeId(NSX, 'security-policy', '/infra/domains/default/security-policies/web');
    const { compared, leftOut } = ask(unlabelled(), {
      type: 'add-rule',
      policy,
      rule: { action: 'DROP', sequence_number: 9, service_entries: [entry] },
    });
    expect(compared.traffics).toHaveLength(12);
    expect(leftOut).toEqual(['Rules at these ports name 6 more ports that were not compared. Ask about one flow.']);
  });

  it('all Pods of a workload or Namespace were labelled', () => {
    const label = (id: ReturnType<typeof nodeId>) =>
      ask(unlabelled(), { type: 'labels', pods: [id], labels: { secgroup: 'web' } });
    expect(
      label(nodeId(KUBERNETES, 'namespace', 'ns-development')).groups.map(({ entered }) => entered.length),
    ).toEqual([9]);
  });

  it('takes edits in their order', () => {
    const graph = unlabelled();
    const rule = nodeId(NSX, 'rule', '/infra/domains/default/security-policies/web/rules/drop');
    const { thoughts, mistakes } = edited(graph, [
      { type: 'rule', rule, disabled: true },
      { type: 'rule', rule, disabled: false },
    ]);
    expect(mistakes).toEqual([]);
    expect(thoughts.get(NSX)?.rules.get(rule)?.detail.disabled).toBe(false);
  });

  it('says what is wrong with an edit', () => {
    const lone = upsert('pod', podRaw({ uid: 'lone', name: 'lone' }));
    const { mistakes } = edited(unlabelled(lone), [
      { type: 'labels', pods: [idOf('lone')], labels: {} },
      { type: 'rule', rule: idOf('redis'), disabled: true },
      { type: 'group', group: idOf('redis'), expression: [] },
    ]);
    expect(mistakes).toHaveLength(3);
    expect(mistakes[0]).toEqual({ edit: 0, message: 'none of the Pods has a segment port (lone)' });
  });
});
