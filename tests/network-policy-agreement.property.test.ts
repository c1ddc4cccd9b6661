import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liveWorld, reach, type Flow } from '@/lib/dfw';
import { trafficOf } from '@/lib/dfw/traffic';
import { intentOf } from '@/lib/network-policy';
import { createTopology } from '@/lib/topology';
import { SAMPLE_CLUSTER } from './support/builders';
import { podId } from './support/firewall';
import { type PolicyWorld, policyWorlds } from './support/network-policies';

const RUNS = Number(process.env.RUNS ?? 150);
const SEED = Number(process.env.SEED ?? 20_261_122);

const TRAFFIC = [trafficOf(6, 80), trafficOf(6, 8050), trafficOf(17, 53), trafficOf(1)];
const STRANGERS = ['192.0.2.7', '198.51.100.1'];

interface Answer {
  readonly flow: string;
  readonly asked: string;
  readonly done: string;
  readonly difference: string | null;
}

/** Every flow among Pods, and between Pods and addresses outside: what Kubernetes asks for, and what NSX does. */
function answers({ changes, pods }: PolicyWorld): readonly Answer[] {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  topology.apply(changes, 1);
  const world = liveWorld(topology.graph);
  const ends: Flow['from'][] = [
    ...pods.map((name) => ({ type: 'object', id: podId(name) }) as const),
    ...STRANGERS.map((address) => ({ type: 'address', address }) as const),
  ];
  const name = (end: Flow['from']): string =>
    end.type === 'object' ? end.id : end.type === 'address' ? end.address : end.type;
  return ends.flatMap((from) =>
    ends.flatMap((to) =>
      TRAFFIC.flatMap((traffic): Answer[] => {
        const verdict = reach(world, { from, to, traffic });
        const intent = intentOf(topology.graph, verdict);
        if (intent === null) return [];
        const flow = `${name(from)} to ${name(to)}, ${JSON.stringify(traffic)}`;
        return [{ flow, asked: intent.outcome, done: verdict.outcome, difference: intent.difference }];
      }),
    ),
  );
}

const differ = ({ asked, done }: Answer): boolean =>
  (asked === 'denied' && done === 'allowed') || (asked === 'allowed' && done !== 'allowed');

describe('NetworkPolicies, and the rules that NCP makes of them', () => {
  it('come to the same for every flow, within what NCP can translate', { timeout: 60_000 + RUNS * 1000 }, () => {
    let denied = 0;
    const property = fc.property(policyWorlds(false), (world) => {
      expect(world.problems).toEqual([]);
      const all = answers(world);
      denied += all.filter(({ asked }) => asked === 'denied').length;
      expect(all.filter((answer) => differ(answer) || answer.difference !== null)).toEqual([]);
    });
    fc.assert(property, { numRuns: RUNS, seed: SEED });
    expect(denied).toBeGreaterThan(RUNS);
  });

  it('differ beyond that, and the difference is told with its cause', { timeout: 60_000 + RUNS * 1000 }, () => {
    const causes = new Set<string>();
    const property = fc.property(policyWorlds(true), (world) => {
      for (const answer of answers(world)) {
        const told = answer.difference !== null;
        expect(told, JSON.stringify(answer)).toBe(differ(answer));
        if (!told) continue;
        const [, cause] = /^NetworkPolicies (?:deny|allow) it, NSX [a-z ]+\. (.+)\.$/.exec(answer.difference) ?? [];
        expect(cause, JSON.stringify(answer)).toBeDefined();
        causes.add(cause?.replace(/np-\d|(?:ir|er)_\S+/g, '') ?? '');
      }
    });
    fc.assert(property, { numRuns: RUNS, seed: SEED });
    expect([...causes].join('\n')).toMatch(/has no security policy in NSX/);
    expect([...causes].join('\n')).toMatch(/NCP left a part of the policy out/);
  });
});
