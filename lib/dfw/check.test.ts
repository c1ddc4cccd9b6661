import { describe, expect, it } from 'vitest';
import { A, ask, B, deciders, PODS, TO_B } from '@/tests/support/asking';
import { upsert } from '@/tests/support/builders';
import {
  addressGroup,
  defaultRule,
  firewallGraph,
  groupPath,
  pod,
  policy,
  rawGroup,
  tagGroup,
} from '@/tests/support/firewall';

describe('where a rule acts', () => {
  it('leaves open what becomes of an address that several ports have, where these fare differently', () => {
    const twin = pod('twin', '10.0.0.2', { app: 'twin' });
    const drop = (scope: string) => policy('x', { scope: [scope] }, { rule: 'drop', action: 'DROP' });
    const graph = (scope: string) =>
      firewallGraph(...PODS, twin, tagGroup('T', 'app|twin'), drop(scope), defaultRule());
    for (const scope of [B, groupPath('T')]) {
      expect(ask(graph(scope), { from: 'outside', to: '10.0.0.2' })).toMatchObject({
        outcome: 'undecidable',
        because: expect.stringMatching(/2 segment ports have the address/),
      });
    }
    expect(ask(graph(A), { from: 'outside', to: '10.0.0.2' })).toMatchObject({ outcome: 'allowed' });
  });

  it('checks at both ends, each by the rules applied to its own port', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('x', {}, { rule: 'let-in', action: 'ALLOW', ...TO_B, scope: [B] }),
      defaultRule('DROP'),
    );
    expect(ask(graph)).toMatchObject({ outcome: 'dropped' });
    expect(deciders(ask(graph))).toEqual([['default', 'let-in']]);
  });

  it('replaces the scope of a rule by that of its policy, even when that of the rule names nobody', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('x', { scope: [B] }, { rule: 'drop', action: 'DROP', scope: [groupPath('none')] }),
      tagGroup('none', 'no|one'),
      defaultRule(),
    );
    expect(deciders(ask(graph))).toEqual([['default', 'drop']]);
  });

  it('regards the direction', () => {
    const graph = (direction: string) =>
      firewallGraph(...PODS, policy('x', {}, { rule: 'drop', action: 'DROP', direction, ...TO_B }), defaultRule());
    expect(deciders(ask(graph('IN')))).toEqual([['default', 'drop']]);
    expect(deciders(ask(graph('OUT')))).toEqual([['drop', 'default']]);
  });

  it('ignores groups of addresses alone in applied-to', () => {
    const graph = firewallGraph(
      ...PODS,
      addressGroup('nets', '10.0.0.0/24'),
      policy('x', {}, { rule: 'drop', action: 'DROP', scope: [groupPath('nets')] }),
      defaultRule(),
    );
    expect(ask(graph).outcome).toBe('allowed');
  });

  it('checks nothing at an end outside NSX, nor for ports on the exclude list', () => {
    const list = upsert('exclude-list', { resource_type: 'PolicyExcludeList', members: [A] });
    const rules = policy('x', {}, { rule: 'drop', action: 'DROP', direction: 'OUT' });
    expect(ask(firewallGraph(...PODS, rules, defaultRule()), { from: '192.0.2.9' }).legs[0]?.source.outcome).toBe(
      'unchecked',
    );
    expect(ask(firewallGraph(...PODS, rules, defaultRule())).outcome).toBe('dropped');
    expect(ask(firewallGraph(...PODS, rules, defaultRule(), list))).toMatchObject({ outcome: 'allowed' });
  });
});

describe('sources and destinations', () => {
  it('match by address: networks, ranges and groups of addresses hold a Pod without any tag', () => {
    for (const operand of ['10.0.0.1', '10.0.0.0/31', '10.0.0.0-10.0.0.1', groupPath('nets')]) {
      const graph = firewallGraph(
        ...PODS,
        addressGroup('nets', '10.0.0.1'),
        policy('x', {}, { rule: 'drop', action: 'DROP', source_groups: [operand] }),
        defaultRule(),
      );
      expect([operand, ask(graph).outcome, ask(graph, { from: 'b', to: 'a' }).outcome]).toEqual([
        operand,
        'dropped',
        'allowed',
      ]);
    }
  });

  it('mean everything but the union when excluded, addresses outside NSX included', () => {
    const graph = firewallGraph(
      ...PODS,
      policy('x', {}, { rule: 'drop', action: 'DROP', source_groups: [A], sources_excluded: true }),
      defaultRule(),
    );
    expect(ask(graph).outcome).toBe('allowed');
    expect(ask(graph, { from: '192.0.2.9' }).outcome).toBe('dropped');
    expect(ask(graph, { from: 'b', to: 'a' }).outcome).toBe('dropped');
  });

  it('do not hold a port that has no address yet', () => {
    const graph = firewallGraph(...PODS, pod('c', null, { app: 'a' }), defaultRule());
    expect(ask(graph, { from: 'c' })).toMatchObject({ outcome: 'no-path', because: 'c has no address yet' });
  });

  it('leave it open when a group cannot be evaluated here, unless it makes no difference', () => {
    const machines = rawGroup('vms', [
      { resource_type: 'Condition', member_type: 'VirtualMachine', key: 'Tag', operator: 'EQUALS', value: 'x|y' },
    ]);
    const graph = (action: string) =>
      firewallGraph(
        ...PODS,
        machines,
        policy('x', {}, { rule: 'vms', action, source_groups: [groupPath('vms')] }),
        defaultRule(),
      );
    expect(ask(graph('DROP'))).toMatchObject({
      outcome: 'undecidable',
      because: expect.stringMatching(/VirtualMachine/),
    });
    expect(ask(graph('ALLOW')).outcome).toBe('allowed');
  });

  it('leave it open when a group was not read, in applied-to as well', () => {
    for (const more of [{ source_groups: [groupPath('gone')] }, { scope: [groupPath('gone')] }]) {
      const graph = firewallGraph(...PODS, policy('x', {}, { rule: 'drop', action: 'DROP', ...more }), defaultRule());
      expect(ask(graph)).toMatchObject({ outcome: 'undecidable', because: expect.stringMatching(/has not been read/) });
    }
  });
});
