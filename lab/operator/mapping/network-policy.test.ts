import { describe, expect, test } from 'vitest';
import type { KubeNamespace, KubeNetworkPolicy, KubePeer, KubeSelector } from '../../ncp/mapping/kubernetes';
import { asObjects, type Json } from '../../nsx/json';
import { expressionErrors } from '../../nsx/tree/validate-group';
import type { VpcSite } from './identity';
import { planVpcPolicy } from './network-policy';

const site: VpcSite = {
  cluster: 'orchard',
  projectPath: '/orgs/default/projects/fruit',
  privateBlockPath: '/infra/ip-blocks/private',
  externalBlockPath: '/infra/ip-blocks/external',
  subnetSize: 16,
};
const common = { labels: {}, annotations: {}, createdAt: '', deleting: false };
const namespace: KubeNamespace = { ...common, kind: 'Namespace', uid: 'ns-1', name: 'shop', namespace: '' };
const everything: KubeSelector = { matchLabels: {}, matchExpressions: [] };
const of = (key: string, operator: string, ...values: string[]): KubeSelector => ({
  matchLabels: {},
  matchExpressions: [{ key, operator, values }],
});

function policy(podSelector: KubeSelector, peers: readonly Partial<KubePeer>[] = []): KubeNetworkPolicy {
  const nobody = { podSelector: undefined, namespaceSelector: undefined, cidr: undefined, except: [] };
  return {
    ...common,
    kind: 'NetworkPolicy',
    uid: 'np-1',
    name: 'fence',
    namespace: 'shop',
    podSelector,
    directions: ['Ingress'],
    ingress: peers.length === 0 ? [] : [{ peers: peers.map((peer) => ({ ...nobody, ...peer })), ports: [] }],
    egress: [],
  };
}

/** The expression of the plan's group whose id ends so, with each condition in one word. */
function expressionOf(made: KubeNetworkPolicy, suffix: string): string[] {
  const group = planVpcPolicy(site, namespace, made).find(({ path }) => path.endsWith(suffix));
  const expression = asObjects(group?.body.expression as Json); // plans hold plain JSON
  expect(expressionErrors(expression)).toEqual([]);
  return expression.map((part) =>
    part.resource_type === 'NestedExpression' ? asObjects(part.expressions).map(said).join(' ') : said(part),
  );
}

function said(part: Readonly<Record<string, unknown>>): string {
  if (part.resource_type === 'ConjunctionOperator') return String(part.conjunction_operator);
  if (part.resource_type === 'IPAddressExpression') return String(part.ip_addresses);
  const subnet = part.member_type === 'VpcSubnet' ? 'subnet:' : '';
  const without = part.scope_operator === 'NOTEQUALS' ? '!' : '';
  return `${subnet}${without}${String(part.value)}${part.operator === 'EQUALS' ? '' : `(${String(part.operator)})`}`;
}

describe('what a NetworkPolicy selects in a VPC', () => {
  const own = 'nsx-op/namespace_uid|ns-1';

  test.each<[what: string, selector: KubeSelector, expression: string[]]>([
    ['all Pods', everything, [own]],
    ['labels', { ...everything, matchLabels: { tier: 'web', app: 'shop' } }, [`${own} AND app|shop AND tier|web`]],
    ['one of several values', of('app', 'In', 'a', 'b'), [`${own} AND app|a`, 'OR', `${own} AND app|b`]],
    ['none of several values', of('app', 'NotIn', 'a', 'b'), [`${own} AND app|a,b(NOTIN)`]],
    ['a label of any value', of('app', 'Exists'), [`${own} AND app|`]],
    ['no such label', of('app', 'DoesNotExist'), [`${own} AND !app|`]],
  ])('%s', (_what, selector, expression) => {
    expect(expressionOf(policy(selector), '_scope')).toEqual(expression);
    expect(expressionOf(policy(everything, [{ podSelector: selector }]), '_src')).toEqual(expression);
  });

  test('Pods of namespaces by every choice of both selectors', () => {
    const peer = { namespaceSelector: of('team', 'In', 'red', 'blue'), podSelector: of('app', 'NotIn', 'db') };
    const within = 'subnet:nsx-op/cluster|orchard';
    expect(expressionOf(policy(everything, [peer]), '_src')).toEqual([
      `${within} AND subnet:team|red AND app|db(NOTIN)`,
      'OR',
      `${within} AND subnet:team|blue AND app|db(NOTIN)`,
    ]);
  });

  test('a block with holes lets nobody in, neither alone nor beside another', () => {
    const holed = { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] };
    const alone = planVpcPolicy(site, namespace, policy(everything, [holed]));
    expect(alone.filter(({ body }) => body.resource_type === 'Rule').map(({ body }) => body.action)).toEqual(['DROP']);
    expect(expressionOf(policy(everything, [holed, { cidr: '192.0.2.0/24' }]), '_src')).toEqual(['192.0.2.0/24']);
  });
});
