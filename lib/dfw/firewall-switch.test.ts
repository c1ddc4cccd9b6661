import { describe, expect, it } from 'vitest';
import type { GraphQueries, ObjectChange } from '@/lib/model';
import { nsxRaw, upsert } from '@/tests/support/builders';
import { defaultRule, firewallGraph, pod, podId, policy } from '@/tests/support/firewall';
import { offNotices } from './firewall-switch';
import { liveWorld, reach, type Verdict } from './reach';
import { trafficOf } from './traffic';

const PODS = [pod('a', '10.0.0.1'), pod('b', '10.0.0.2')];
const DROPS = policy('x', {}, { rule: 'drop', action: 'DROP' });

const IN_PROJECT = '/orgs/default/projects/dev/infra/settings/firewall/security';
const onAt = (enabled: unknown, path?: string): ObjectChange =>
  upsert('firewall-switch', {
    resource_type: 'DfwFirewallConfiguration',
    ...(path === undefined ? {} : { path }),
    enable_firewall: enabled,
  });

function ask(graph: GraphQueries, from = podId('a')): Verdict {
  return reach(liveWorld(graph), {
    from: { type: 'object', id: from },
    to: { type: 'object', id: podId('b') },
    traffic: trafficOf(6, 80),
  });
}

const UNREAD = 'That the distributed firewall is switched on: its switch has not been read';

describe('the switch of the distributed firewall', () => {
  it('lets everything through where it is off, and says why', () => {
    const graph = firewallGraph(...PODS, DROPS, defaultRule(), onAt(false));
    const verdict = ask(graph);
    expect(verdict).toMatchObject({
      outcome: 'allowed',
      because: expect.stringMatching(/is switched off, so that no rule/),
    });
    expect(verdict.legs[0]).toMatchObject({
      source: { rule: null, trail: [] },
      destination: { rule: null, trail: [] },
    });
    expect(offNotices(graph)).toEqual([
      'The distributed firewall of NSX lab is switched off: none of its rules is enforced.',
    ]);
  });

  it('is on where NSX says so, and taken to be on where it says nothing, which the answer tells', () => {
    for (const [changes, told] of [
      [[onAt(true)], false],
      [[onAt('maybe')], true],
      [[], true],
    ] as const) {
      const graph = firewallGraph(...PODS, DROPS, defaultRule(), ...changes);
      expect(ask(graph).outcome).toBe('dropped');
      expect(ask(graph).assumed.includes(UNREAD)).toBe(told);
      expect(offNotices(graph)).toEqual([]);
    }
  });

  it('leaves open at the ports of a project what is enforced where that of the project is off', () => {
    const path = '/orgs/default/projects/dev/infra/segments/s/ports/p';
    const port = upsert(
      'segment-port',
      nsxRaw('SegmentPort', path, {
        address_bindings: [{ ip_address: '10.0.0.9' }],
        tags: [{ scope: 'ncp/cluster', tag: 'pandora' }],
      }),
    );
    const graph = (...more: readonly ObjectChange[]) =>
      firewallGraph(...PODS, defaultRule(), port, onAt(true), onAt(false, IN_PROJECT), ...more);
    const fromProject = (found: GraphQueries): Verdict =>
      reach(liveWorld(found), {
        from: { type: 'address', address: '10.0.0.9' },
        to: { type: 'object', id: podId('b') },
        traffic: trafficOf(6, 80),
      });
    // What its rules let through passes either way.
    expect(fromProject(graph()).outcome).toBe('allowed');
    expect(fromProject(graph(...DROPS))).toMatchObject({
      outcome: 'dropped',
      legs: [{ source: { outcome: 'undecidable', because: expect.stringMatching(/project dev is switched off/) } }],
    });
    expect(ask(graph(...DROPS))).toMatchObject({ legs: [{ source: { outcome: 'drop' } }] });
    expect(offNotices(graph())).toEqual([
      'In NSX lab the distributed firewall of project dev is switched off: what is enforced at the ports there is not known.',
    ]);
  });
});
