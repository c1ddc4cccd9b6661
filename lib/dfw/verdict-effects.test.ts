import { describe, expect, it } from 'vitest';
import { nodeId } from '@/lib/model';
import { NSX } from '@/tests/support/builders';
import { defaultRule, firewallGraph, groupPath, pod, policy, tagGroup } from '@/tests/support/firewall';
import { inOneGo } from '../steps';
import { applyEdits } from './edits';
import { liveWorld } from './reach';
import { affectedRules } from './affected-rules';
import { KnownEnds } from './known-ends';
import { Stances } from './stances';
import { standingClasses, verdictEffects } from './verdict-effects';
import { thoughtWorld } from './what-if';

/** Classes that a rule about everybody means, all of them, when it is switched off. */
function everybody() {
  const names = ['a', 'b', 'c', 'd'];
  const graph = firewallGraph(
    ...names.map((name) => tagGroup(name, `app|${name}`)),
    ...names.map((name, index) => pod(name, `10.0.0.${index + 1}`, { app: name })),
    policy('one', {}, ...names.map((name) => ({ rule: name, destination_groups: [groupPath(name)], action: 'ALLOW' }))),
    policy('two', { sequence_number: 9 }, { rule: 'all', action: 'DROP' }),
    defaultRule(),
  );
  const rule = nodeId(NSX, 'rule', '/infra/domains/default/security-policies/two/rules/all');
  const edited = inOneGo(applyEdits(graph, [{ type: 'rule', rule, disabled: true }]));
  expect(edited.mistakes).toEqual([]);
  const both = { before: liveWorld(graph), after: thoughtWorld(graph, edited) };
  const rules = affectedRules(both, edited.thoughts, []);
  const stances = new Stances(both, rules);
  return {
    both,
    edit: { rules, stances, known: new KnownEnds(graph), standings: inOneGo(standingClasses(both, stances)) },
  };
}

const ENDLESS = { pairs: 12_000, flows: 12_000, outside: 12_000, fronts: 12_000, through: 12_000 };

describe('flows that an edit changes', () => {
  it('are all gone through where they are few', () => {
    const { both, edit } = everybody();
    const found = inOneGo(verdictEffects(both, edit));
    expect(found).toMatchObject({ compared: { pairs: 16 }, leftOut: [] });
    expect(found.flows).toBeGreaterThan(0);
  });

  it('end where they are too many to work out, and the rest is counted', () => {
    const { both, edit } = everybody();
    const { traffics } = inOneGo(verdictEffects(both, edit)).compared;
    for (const limits of [{ pairs: 5 }, { flows: traffics.length }]) {
      const { compared, leftOut } = inOneGo(verdictEffects(both, edit, { ...ENDLESS, ...limits }));
      expect(compared.pairs).toBeGreaterThan(0);
      expect(compared.pairs).toBeLessThan(16);
      expect(leftOut).toEqual([
        `${16 - compared.pairs} of 16 pairs of classes, first those of different Namespaces, may change and were not compared. Ask about fewer Pods, or about one flow.`,
      ]);
    }
  });

  it('from and to the outside are counted for themselves', () => {
    const { both, edit } = everybody();
    const { traffics } = inOneGo(verdictEffects(both, edit)).compared;
    const { leftOut } = inOneGo(verdictEffects(both, edit, { ...ENDLESS, outside: 2 }));
    expect(leftOut).toEqual([
      `${8 * traffics.length - 2} of ${8 * traffics.length} flows from and to the outside may change and were not compared. Ask about fewer Pods, or about one flow.`,
    ]);
  });
});
