import { describe, expect, it } from 'vitest';
import type { ObjectChange } from '@/lib/model';
import { ask, B, deciders, PODS, TO_B } from '@/tests/support/asking';
import { defaultRule, firewallGraph, policy } from '@/tests/support/firewall';

describe('the order of evaluation', () => {
  it('lets nothing arrive that its source rejects, whatever the destination would do', () => {
    const both = policy(
      'both',
      {},
      { rule: 'out', action: 'REJECT', direction: 'OUT' },
      { rule: 'in', action: 'DROP', direction: 'IN' },
    );
    expect(ask(firewallGraph(...PODS, both, defaultRule()))).toMatchObject({
      outcome: 'rejected',
      because: expect.stringMatching(/at the source: rule out/),
    });
  });

  it('takes categories in their order, whatever the sequence numbers', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('app', { sequence_number: 1 }, { rule: 'allow', action: 'ALLOW' }),
      policy('infra', { category: 'Infrastructure', sequence_number: 900 }, { rule: 'drop', action: 'DROP', ...TO_B }),
      defaultRule(),
    );
    expect(ask(graph)).toMatchObject({ outcome: 'dropped' });
    expect(deciders(ask(graph))).toEqual([['drop', 'drop']]);
  });

  it('takes policies by sequence number across all domains, then rules by theirs', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('late', { sequence_number: 20 }, { rule: 'drop', action: 'DROP' }),
      policy(
        'early',
        { sequence_number: 10, domain: 'k8s' },
        { rule: 'second', action: 'DROP', sequence_number: 2 },
        { rule: 'first', action: 'ALLOW', sequence_number: 1 },
      ),
    );
    expect(deciders(ask(graph))).toEqual([['first', 'first']]);
  });

  it('puts a policy without a category last', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('none', { category: undefined, sequence_number: 0 }, { rule: 'drop', action: 'DROP' }),
      defaultRule(),
    );
    expect(deciders(ask(graph))).toEqual([['default', 'default']]);
  });

  it('goes by the internal sequence number where every policy of the category tells one', () => {
    const tied = (known: boolean) =>
      firewallGraph(
        ...PODS,
        policy(
          'x',
          { sequence_number: 1, ...(known ? { internal_sequence_number: 9 } : {}) },
          { rule: 'allow', action: 'ALLOW' },
        ),
        policy('y', { sequence_number: 2, internal_sequence_number: 3 }, { rule: 'drop', action: 'DROP' }),
      );
    expect(ask(tied(true)).outcome).toBe('dropped');
    expect(ask(tied(false)).outcome).toBe('allowed');
  });

  it('leaves it open which of a Global Manager and the manager itself comes first, where they disagree', () => {
    const global = (action: string, more: object = {}) =>
      policy('g', { root: '/global-infra', sequence_number: 1, ...more }, { rule: 'stretched', action });
    const own = [
      policy('x', { sequence_number: 3 }, { rule: 'one', action: 'ALLOW' }),
      policy('y', { sequence_number: 4 }, { rule: 'two', action: 'DROP' }),
    ].flat();
    const outcome = (...changes: ObjectChange[]) => ask(firewallGraph(...PODS, ...own, ...changes, defaultRule()));
    expect(outcome(...global('DROP'))).toMatchObject({
      outcome: 'undecidable',
      because: expect.stringMatching(/policies .* are of the Global Manager and of this manager, .* not documented/),
    });
    // The order among those of the manager itself holds all the same.
    expect(outcome(...global('ALLOW')).outcome).toBe('allowed');
    expect(outcome(...global('DROP', { category: 'Infrastructure' })).outcome).toBe('dropped');
    expect(ask(firewallGraph(...PODS, global('DROP'), defaultRule())).outcome).toBe('dropped');
    const known = [
      policy('x', { internal_sequence_number: 8 }, { rule: 'one', action: 'ALLOW' }),
      global('DROP', { internal_sequence_number: 7 }),
    ].flat();
    expect(ask(firewallGraph(...PODS, ...known)).outcome).toBe('dropped');
  });

  it('leaves it open when tied policies disagree, and says so; not when they agree', () => {
    const graph = (second: string) =>
      firewallGraph(
        ...PODS,
        policy('x', {}, { rule: 'one', action: 'ALLOW' }),
        policy('y', {}, { rule: 'two', action: second }),
        defaultRule(),
      );
    expect(ask(graph('DROP'))).toMatchObject({ outcome: 'undecidable' });
    expect(ask(graph('DROP')).because).toMatch(/same category and sequence number/);
    expect(ask(graph('ALLOW')).outcome).toBe('allowed');
  });

  it('leaves it open when rules with one sequence number disagree', () => {
    const graph = firewallGraph(
      ...PODS,
      policy(
        'x',
        {},
        { rule: 'one', action: 'ALLOW', sequence_number: 5 },
        { rule: 'two', action: 'REJECT', sequence_number: 5 },
      ),
    );
    expect(ask(graph)).toMatchObject({
      outcome: 'undecidable',
      because: expect.stringMatching(/same sequence number in one policy/),
    });
  });

  it('skips the rest of Environment on a jump, and lets Application decide', () => {
    const graph = firewallGraph(
      ...PODS,
      policy(
        'env',
        { category: 'Environment', sequence_number: 1 },
        { rule: 'jump', action: 'JUMP_TO_APPLICATION', ...TO_B },
        { rule: 'drop', action: 'DROP' },
      ),
      policy('env2', { category: 'Environment', sequence_number: 2 }, { rule: 'drop2', action: 'DROP' }),
      defaultRule(),
    );
    const verdict = ask(graph);
    expect(verdict.outcome).toBe('allowed');
    expect(verdict.legs[0]?.source.trail.map(({ rule, met }) => [rule.node.name, met])).toEqual([
      ['jump', 'jumped'],
      ['default', 'decided'],
    ]);
    expect(ask(graph, { from: 'b', to: 'a' }).outcome).toBe('dropped');
  });

  it('lets an ALLOW at layer 2 decide nothing, and a DROP there everything', () => {
    const graph = (action: string) =>
      firewallGraph(
        ...PODS,
        policy('l2', { category: 'Ethernet' }, { rule: 'frames', action }),
        policy('x', {}, { rule: 'ip', action: 'DROP' }),
      );
    expect(deciders(ask(graph('ALLOW')))).toEqual([['ip', 'ip']]);
    expect(deciders(ask(graph('DROP')))).toEqual([['frames', 'frames']]);
  });

  it('takes a disabled rule for none, and lists it as such', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('x', {}, { rule: 'off', action: 'DROP', disabled: true }),
      defaultRule(),
    );
    expect(ask(graph).outcome).toBe('allowed');
    expect(ask(graph).legs[0]?.source.trail[0]).toMatchObject({ met: 'disabled' });
  });

  it('says that it cannot tell when no rule means the traffic and no default rule was read', () => {
    expect(ask(firewallGraph(...PODS))).toMatchObject({
      outcome: 'undecidable',
      because: expect.stringMatching(/no default rule was read/),
    });
  });

  it('adds none for a connectivity preference of a policy without a scope of its own', () => {
    const all = policy('x', { connectivity_preference: 'ALLOWLIST' });
    expect(ask(firewallGraph(...PODS, all, defaultRule())).outcome).toBe('allowed');
  });

  it('adds the rule of a connectivity preference behind the rules of its policy', () => {
    const graph = firewallGraph(
      ...PODS,
      policy(
        'x',
        { scope: [B], connectivity_preference: 'ALLOWLIST' },
        {
          rule: 'web',
          action: 'ALLOW',
          service_entries: [{ resource_type: 'L4PortSetServiceEntry', l4_protocol: 'TCP', destination_ports: ['80'] }],
        },
      ),
      defaultRule(),
    );
    expect(ask(graph).outcome).toBe('allowed');
    expect(ask(graph, { port: 81 })).toMatchObject({ outcome: 'dropped' });
  });
});
