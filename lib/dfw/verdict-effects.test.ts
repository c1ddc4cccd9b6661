import { describe, expect, it } from 'vitest';
import { nodeId } from '@/lib/model';
import { NSX } from '@/tests/support/builders';
import { defaultRule, firewallGraph, groupPath, pod, policy, tagGroup } from '@/tests/support/firewall';
import { inOneGo } from '../steps';
import { applyEdits } from './edits';
import { liveWorld } from './reach';
import { verdictEffects } from './verdict-effects';
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
  return { both, touched: [...graph.nodesOfKind('segment-port')] };
}

describe('flows that an edit changes', () => {
  it('are all gone through where they are few', () => {
    const { both, touched } = everybody();
    expect(inOneGo(verdictEffects(both, touched))).toMatchObject({ compared: { pairs: 16 }, leftOut: [] });
  });

  it('end where they are too many to look at, or to work out, and the rest is counted', () => {
    const { both, touched } = everybody();
    for (const limits of [
      { flows: 12_000, visits: 5 },
      { flows: 15, visits: 12_000 },
    ]) {
      const { compared, leftOut } = inOneGo(verdictEffects(both, touched, limits));
      expect(compared.pairs).toBeGreaterThan(0);
      expect(compared.pairs).toBeLessThan(16);
      expect(leftOut.join()).toContain(`${16 - compared.pairs} of 16 pairs of classes were not compared`);
    }
  });
});
