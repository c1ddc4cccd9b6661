import { describe, expect, it } from 'vitest';
import { type Flow, liveWorld, reach } from '@/lib/dfw';
import type { ObjectChange } from '@/lib/model';
import { tagsOf, upsert } from '@/tests/support/builders';
import { defaultRule, firewallGraph, pod, podId, policy, rawGroup, tagGroup } from '@/tests/support/firewall';
import { trafficOf } from '../dfw/traffic';
import { intentOf } from './intent';

type Raw = Readonly<Record<string, unknown>>;
const path = (group: string): string => `/infra/domains/default/groups/${group}`;

/** NetworkPolicy `p` for Pods of `app=db`. */
const intent = (spec: Raw): ObjectChange =>
  upsert('network-policy', {
    metadata: { uid: 'np', name: 'p', namespace: 'dev' },
    spec: { podSelector: { matchLabels: { app: 'db' } }, ...spec },
  });
const ALLOW_WEB = { ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }] };

/** The halves that NCP makes of it: allowing group web, and isolating group db. */
function half(which: 'allow' | 'isolation', ...rules: readonly (Raw & { readonly rule: string })[]): ObjectChange[] {
  const type = which === 'allow' ? 'networkpolicies' : 'ncp/isol_sect_id';
  const tags = tagsOf({
    namespace: 'dev',
    tags: [
      { scope: 'ncp/network_policy_uid', tag: 'np' },
      { scope: 'ncp/sec_policy_type', tag: type },
    ],
  });
  return policy(`np_${which}`, { sequence_number: which === 'allow' ? 10 : 90, tags }, ...rules);
}
const allow = half('allow', {
  rule: 'let-in',
  action: 'ALLOW',
  direction: 'IN',
  source_groups: [path('web')],
  destination_groups: [path('db')],
  scope: [path('db')],
});
const isolation = half('isolation', {
  rule: 'keep-out',
  action: 'DROP',
  direction: 'IN',
  destination_groups: [path('db')],
  scope: [path('db')],
});

function ask(from: string, ...changes: readonly (ObjectChange | readonly ObjectChange[])[]) {
  const graph = firewallGraph(
    tagGroup('web', 'app|web'),
    tagGroup('db', 'app|db'),
    pod('web', '10.0.0.1', { app: 'web' }),
    pod('db', '10.0.0.2', { app: 'db' }),
    pod('other', '10.0.0.3'),
    defaultRule(),
    ...changes,
  );
  const flow: Flow = {
    from: from === 'outside' ? { type: 'outside' } : { type: 'object', id: podId(from) },
    to: { type: 'object', id: podId('db') },
    traffic: trafficOf(6, 5432),
  };
  return intentOf(graph, reach(liveWorld(graph), flow));
}

describe('what NetworkPolicies ask for, beside what NSX does', () => {
  it('is the same where NCP wrote both halves', () => {
    const all = [intent(ALLOW_WEB), allow, isolation];
    expect(ask('web', ...all)).toMatchObject({
      outcome: 'allowed',
      because: 'NetworkPolicy p allows it into db',
      policies: [{ node: { name: 'p' }, direction: 'Ingress', effect: 'allows' }],
      difference: null,
    });
    expect(ask('other', ...all)).toMatchObject({ outcome: 'denied', difference: null });
    expect(ask('outside', ...all)).toMatchObject({ outcome: 'denied', difference: null });
  });

  it('differs where a policy has nothing in NSX', () => {
    expect(ask('other', intent(ALLOW_WEB))?.difference).toBe(
      'NetworkPolicies deny it, NSX lets it through. NetworkPolicy p has no security policy in NSX: it could not be translated, or has not been yet.',
    );
  });

  it.each([
    ['other', 'deny it, NSX lets it through', 'isolates', [allow]],
    ['web', 'allow it, NSX drops it', 'allows', [isolation]],
  ])('differs for %s where half of the pair is missing', (from, words, missing, halves) => {
    expect(ask(from, intent(ALLOW_WEB), ...halves)?.difference).toBe(
      `NetworkPolicies ${words}. Of the two security policies for NetworkPolicy p, the one that ${missing} is missing.`,
    );
  });

  it('differs where a rule of an earlier category decides', () => {
    const early = (action: string) => policy('early', { category: 'Environment' }, { rule: 'first', action });
    const all = [intent(ALLOW_WEB), allow, isolation];
    const cause = 'Rule first of policy early in category Environment decides before the rules for NetworkPolicies.';
    expect(ask('web', ...all, early('REJECT'))?.difference).toBe(`NetworkPolicies allow it, NSX rejects it. ${cause}`);
    expect(ask('other', ...all, early('ALLOW'))?.difference).toBe(
      `NetworkPolicies deny it, NSX lets it through. ${cause}`,
    );
  });

  it('differs where another rule stops what no policy forbids', () => {
    const stop = policy('admin', { sequence_number: 200 }, { rule: 'stop', action: 'DROP' });
    expect(ask('web', stop)?.difference).toContain('Rule stop of policy admin (Application, sequence 200) decides');
    expect(ask('web', defaultRule('DROP'))?.difference).toContain(
      'Rule default stops whatever no rule allows; Kubernetes allows what no policy forbids.',
    );
  });

  it('differs where the groups in NSX hold others than the policy selects', () => {
    const all = [intent(ALLOW_WEB), allow, isolation];
    expect(ask('other', ...all, rawGroup('db', []))?.difference).toContain(
      'The isolation rules for NetworkPolicy p do not meet it',
    );
    expect(ask('web', ...all, tagGroup('web', 'app|none'))?.difference).toContain(
      'No rule in NSX for NetworkPolicy p allows it, so the isolation rule for p drops it',
    );
    expect(ask('other', ...all, tagGroup('web', 'ncp/pod|other'))?.difference).toContain(
      'Rule let-in, made for NetworkPolicy p, allows more than that policy does.',
    );
    const elsewhere = upsert('network-policy', {
      metadata: { uid: 'np', name: 'p', namespace: 'dev' },
      spec: { podSelector: { matchLabels: { app: 'none' } } },
    });
    expect(ask('other', elsewhere, allow, isolation)?.difference).toContain(
      'The isolation rule for NetworkPolicy p meets a Pod that this policy does not select: its group differs.',
    );
  });

  it('is nothing where no end is a Pod', () => {
    const graph = firewallGraph(defaultRule());
    const flow: Flow = {
      from: { type: 'outside' },
      to: { type: 'address', address: '192.0.2.1' },
      traffic: trafficOf(6),
    };
    expect(intentOf(graph, reach(liveWorld(graph), flow))).toBeNull();
  });

  it('finds ports by the names that containers give them', () => {
    const named = upsert('pod', {
      metadata: { uid: 'db', name: 'db', namespace: 'dev', labels: { app: 'db' } },
      spec: { containers: [{ name: 'main', ports: [{ name: 'sql', containerPort: 5432 }] }] },
      status: { phase: 'Running', podIP: '10.0.0.2' },
    });
    const bySql = intent({ ingress: [{ ports: [{ port: 'sql' }] }] });
    expect(ask('other', bySql, named)).toMatchObject({ outcome: 'allowed' });
    expect(ask('other', bySql)).toMatchObject({ outcome: 'denied' });
  });
});
