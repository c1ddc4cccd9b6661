import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json';
import { FirewallBed, GROUPS } from '../testing/firewall-bed';

const of = (...names: string[]) => names.map((name) => `${GROUPS}/${name}`);
const drop: JsonObject = { action: 'DROP' };
const allow: JsonObject = { action: 'ALLOW' };
const DEFAULT = 'default-layer3-section/default-layer3-rule';

function bedWith(...policies: [id: string, rules: JsonObject[], body?: JsonObject][]): FirewallBed {
  const bed = new FirewallBed();
  for (const [id, rules, body] of policies) bed.policy(id, rules, body);
  return bed;
}

describe('the order of rules', () => {
  it('ends at the default rule, on both sides', () => expect(new FirewallBed().decided()).toEqual([DEFAULT, DEFAULT]));

  it('goes by category before sequence', () => {
    const bed = bedWith(
      ['late', [allow], { category: 'Application', sequence_number: 1 }],
      ['environment', [allow], { category: 'Environment', sequence_number: 1 }],
      ['infrastructure', [allow], { category: 'Infrastructure', sequence_number: 50 }],
      ['emergency', [drop], { category: 'Emergency', sequence_number: 900 }],
    );
    expect(bed.decided()).toEqual(['emergency/r0', 'emergency/r0']);
    expect(bed.outcome()).toBe('drop');
  });

  it('goes by the sequence of policies, not by their names', () => {
    const bed = bedWith(['a', [drop], { sequence_number: 20 }], ['z', [allow], { sequence_number: 10 }]);
    expect(bed.decided()[0]).toBe('z/r0');
  });

  it('takes the policies of all domains into one order', () => {
    const bed = bedWith(['mine', [drop], { sequence_number: 20 }]);
    bed.write('/infra/domains/ncp', {});
    bed.write('/infra/domains/ncp/security-policies/theirs', {
      category: 'Application',
      sequence_number: 10,
      rules: [{ id: 'first', action: 'ALLOW' }],
    });
    expect(bed.decided()[0]).toBe('/infra/domains/ncp/security-policies/theirs/first');
  });

  it('goes by the sequence of rules within a policy', () => {
    const bed = bedWith([
      'p',
      [
        { ...drop, sequence_number: 9 },
        { ...allow, sequence_number: 3 },
      ],
    ]);
    expect(bed.decided()[0]).toBe('p/r1');
  });

  it('passes over disabled rules', () => expect(bedWith(['p', [{ ...drop, disabled: true }]]).outcome()).toBe('allow'));

  it('leaves frames to category Ethernet', () =>
    expect(bedWith(['l2', [drop], { category: 'Ethernet' }]).decided()).toEqual([DEFAULT, DEFAULT]));

  it('jumps from Environment over the rest of it', () => {
    const jump = { action: 'JUMP_TO_APPLICATION', direction: 'OUT' };
    const bed = bedWith(['env', [jump, drop], { category: 'Environment' }]);
    expect(bed.ask()).toMatchObject({
      outcome: 'drop',
      out: { action: 'ALLOW', jumped_by: '/infra/domains/default/security-policies/env/rules/r0' },
      in: { action: 'DROP' },
    });
  });
});

describe('where a rule acts', () => {
  it('checks a flow at the port of either end, each by its own direction', () => {
    const bed = bedWith(['p', [{ ...drop, direction: 'IN' }]]);
    expect(bed.decided()).toEqual([DEFAULT, 'p/r0']);
    expect(bedWith(['p', [{ ...drop, direction: 'OUT' }]]).decided()).toEqual(['p/r0', DEFAULT]);
  });

  it('applies a rule to the ports of its scope only', () => {
    const bed = bedWith(['p', [{ ...drop, scope: of('b') }]]);
    expect(bed.decided()).toEqual([DEFAULT, 'p/r0']);
  });

  it('drops at the source what only the target was told to allow', () => {
    const bed = bedWith(['p', [{ ...allow, scope: of('b') }, drop]]);
    expect(bed.decided()).toEqual(['p/r1', 'p/r0']);
    expect(bed.outcome()).toBe('drop');
  });

  it("puts a policy's scope in the place of its rules'", () => {
    const bed = bedWith(['p', [{ ...drop, scope: of('b') }], { scope: of('a') }]);
    expect(bed.decided()).toEqual(['p/r0', DEFAULT]);
  });

  it("does so even where the policy's scope holds nobody", () => {
    const bed = new FirewallBed();
    bed.group('none', 'nobody');
    bed.policy('p', [{ ...drop, scope: of('b') }], { scope: of('none') });
    expect(bed.decided()).toEqual([DEFAULT, DEFAULT]);
  });

  it('ignores groups of addresses in applied-to', () => {
    const bed = new FirewallBed();
    bed.write(`${GROUPS}/addresses`, {
      expression: [{ resource_type: 'IPAddressExpression', ip_addresses: ['10.0.0.0/24'] }],
    });
    bed.policy('p', [{ ...drop, scope: of('addresses') }]);
    expect(bed.outcome()).toBe('allow');
  });

  it('has no check at an end outside', () => {
    const bed = bedWith(['p', [drop]]);
    expect(bed.ask({ from: '192.0.2.1' })).toMatchObject({ out: null, in: { action: 'DROP' } });
    expect(bed.ask({ to: '192.0.2.1' })).toMatchObject({
      out: { action: 'DROP' },
      in: null,
      destination: { kind: 'outside' },
    });
  });

  it('has none between a port and itself', () =>
    expect(bedWith(['p', [drop]]).ask({ to: 'a' })).toMatchObject({ outcome: 'allow', out: null, in: null }));

  it('passes over ports of the exclude list, by path, segment or group', () => {
    const members = ['/infra/segments/s/ports/b', '/infra/segments/s', `${GROUPS}/b`];
    for (const member of members) {
      const bed = bedWith(['p', [{ ...drop, direction: 'IN' }]]);
      bed.write('/infra/settings/firewall/security/exclude-list', { members: [member] });
      expect(bed.ask(), member).toMatchObject({ outcome: 'allow', in: { reason: 'excluded', rule: null } });
    }
  });

  it('does nothing while the firewall is off', () => {
    const bed = bedWith(['p', [drop]]);
    bed.write('/infra/settings/firewall/security', { enable_firewall: false });
    expect(bed.ask()).toMatchObject({ outcome: 'allow', out: { reason: 'firewall-off' } });
  });
});

describe('a policy with a connectivity preference', () => {
  it('drops or allows at its end what its scope does besides', () => {
    const bed = bedWith(['p', [{ ...allow, services: ['/infra/services/HTTP'] }], { scope: of('a') }]);
    bed.write('/infra/domains/default/security-policies/p', {
      category: 'Application',
      scope: of('a'),
      connectivity_preference: 'ALLOWLIST',
    });
    expect(bed.outcome({ port: 80 })).toBe('allow');
    expect(bed.ask({ port: 22 })).toMatchObject({
      outcome: 'drop',
      out: { reason: 'connectivity-preference', rule: null, policy: '/infra/domains/default/security-policies/p' },
    });
    expect(bed.outcome({ from: 'b', to: 'c', port: 22 })).toBe('allow');
  });

  it('has no such rule without a scope', () =>
    expect(bedWith(['p', [], { connectivity_preference: 'ALLOWLIST' }]).outcome()).toBe('allow'));
});

describe('questions one after the other', () => {
  it('see what changed between them: rules, tags, addresses, groups, realisation', () => {
    const bed = bedWith(['p', [{ ...drop, destination_groups: of('b') }]]);
    const port = '/infra/segments/s/ports/b';
    expect(bed.outcome()).toBe('drop');
    bed.port('b', { address_bindings: [{ ip_address: '10.0.0.2' }], tags: [] });
    expect(bed.outcome()).toBe('allow');
    bed.port('b', { address_bindings: [{ ip_address: '10.0.0.8' }] });
    expect(bed.ask({ to: '10.0.0.8' })).toMatchObject({ outcome: 'drop', destination: { port } });
    bed.state.engine.plant(port, { code: 1, message: 'planted' }, bed.state.now());
    expect(bed.ask({ to: '10.0.0.8' })).toMatchObject({ outcome: 'allow', destination: { port: null } });
    bed.state.engine.plant(port, undefined, bed.state.now());
    bed.write('/infra/domains/default/security-policies/p/rules/r0', { ...drop, disabled: true });
    expect(bed.outcome({ to: '10.0.0.8' })).toBe('allow');
  });

  it('are answered alike when they are many', () => {
    const bed = bedWith([
      'p',
      [
        { ...drop, scope: of('b'), direction: 'IN' },
        { ...drop, scope: of('c') },
      ],
    ]);
    const names = Array.from({ length: 60 }, (_, index) => `n${'abcdefghij'[index % 10]}${'abcdef'[index % 6]}`);
    for (const name of new Set(names)) bed.port(name, {});
    const pairs: JsonObject[] = ['a', 'b', 'c'].flatMap((from) => ['a', 'b', 'c'].map((to) => ({ from, to })));
    const few = pairs.map((pair) => bed.decided(pair));
    for (const from of names) bed.ask({ from });
    expect(pairs.map((pair) => bed.decided(pair))).toEqual(few);
  });
});

describe('sources and destinations', () => {
  const outcomes = (rule: JsonObject, ...questions: JsonObject[]) => {
    const bed = bedWith(['p', [{ ...drop, ...rule }]]);
    return questions.map((question) => bed.outcome(question));
  };

  it('match groups by the addresses of their ports', () =>
    expect(outcomes({ source_groups: of('a') }, {}, { from: 'c' }, { from: '10.0.0.1' })).toEqual([
      'drop',
      'allow',
      'drop',
    ]));

  it.each(['10.0.0.2', '10.0.0.0/30', '10.0.0.2-10.0.0.2'])('match the literal %s', (literal) =>
    expect(outcomes({ destination_groups: [literal] }, {}, { to: '10.0.0.9' })).toEqual(['drop', 'allow']),
  );

  it('keep the families of literals apart', () =>
    expect(outcomes({ destination_groups: ['::/0'] }, {}, { to: '2001:db8::1' })).toEqual(['allow', 'drop']));

  it('are a union', () =>
    expect(outcomes({ source_groups: [...of('b'), '10.0.0.1'] }, {}, { from: 'b', to: 'c' }, { from: 'c' })).toEqual([
      'drop',
      'drop',
      'allow',
    ]));

  it('mean everything else when excluded, addresses outside included', () =>
    expect(
      outcomes({ source_groups: of('a'), sources_excluded: true }, {}, { from: 'c' }, { from: '192.0.2.7' }),
    ).toEqual(['allow', 'drop', 'drop']));

  it('exclude destinations likewise', () =>
    expect(outcomes({ destination_groups: of('b'), destinations_excluded: true }, {}, { to: 'c' })).toEqual([
      'allow',
      'drop',
    ]));

  it('see no address of a port that has no realised binding', () => {
    expect(outcomes({ source_groups: of('bare') }, { from: 'bare' })).toEqual(['allow']);
    expect(outcomes({ scope: of('bare') }, { from: 'bare' })).toEqual(['drop']);
  });

  it('match nobody by a group without members', () => {
    const bed = new FirewallBed();
    bed.group('set', 'a');
    bed.policy('p', [{ ...drop, source_groups: of('set') }]);
    expect(bed.outcome()).toBe('drop');
    bed.group('set', 'nobody');
    expect(bed.outcome()).toBe('allow');
  });

  it('keep to the family a rule is for', () => {
    expect(outcomes({ ip_protocol: 'IPV6' }, {}, { to: '2001:db8::1' })).toEqual(['allow', 'drop']);
    expect(outcomes({ ip_protocol: 'IPV4' }, {}, { to: '2001:db8::1' })).toEqual(['drop', 'allow']);
  });
});

describe('actions', () => {
  it('reject where the rule says so', () => expect(bedWith(['p', [{ action: 'REJECT' }]]).outcome()).toBe('reject'));

  it("tell the source's answer before the destination's", () => {
    const bed = bedWith([
      'p',
      [
        { action: 'REJECT', direction: 'OUT' },
        { action: 'DROP', direction: 'IN' },
      ],
    ]);
    expect(bed.outcome()).toBe('reject');
  });

  it('let answers pass where state is kept, and check them where it is not', () => {
    const oneWay: JsonObject[] = [{ ...allow, source_groups: of('a') }, drop];
    expect(bedWith(['p', oneWay]).ask().replies).toBeUndefined();
    expect(bedWith(['p', oneWay, { stateful: false }]).ask()).toMatchObject({
      outcome: 'allow',
      replies: [
        { side: 'OUT', action: 'DROP' },
        { side: 'IN', action: 'DROP' },
      ],
    });
  });

  it('are counted at the rules they hit', () => {
    const bed = bedWith(['p', [{ ...drop, source_groups: of('a') }]]);
    const hits = () => bed.state.hits.of('/infra/domains/default/security-policies/p/rules/r0').hits;
    bed.ask();
    expect(hits()).toBe(0);
    bed.ask({ count: true });
    // Stopped at its source, it never arrived.
    expect(hits()).toBe(1);
  });
});
