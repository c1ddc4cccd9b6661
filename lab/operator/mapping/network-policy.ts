import type {
  KubeNamespace,
  KubeNetworkPolicy,
  KubePeer,
  KubePolicyRule,
  KubeSelector,
} from '../../ncp/mapping/kubernetes';
import { type Desired, desired, sha1, type Tag } from '../../ncp/mapping/objects';
import { labelScope, labelValue, tag } from '../../ncp/mapping/tags';
import { hash5, namespaceTags, vpcPath, type VpcSite } from './identity';

type Json = Readonly<Record<string, unknown>>;
type Half = 'allow' | 'isolation';

interface Draft {
  readonly site: VpcSite;
  readonly namespace: KubeNamespace;
  readonly policy: KubeNetworkPolicy;
  readonly before: Desired[];
  readonly vpc: string;
}

function condition(value: string, memberType = 'VpcSubnetPort'): Json {
  return { resource_type: 'Condition', member_type: memberType, key: 'Tag', operator: 'EQUALS', value };
}

function criterion(values: readonly string[]): Json {
  const [first = '', ...rest] = values;
  if (rest.length === 0) return condition(first);
  const expressions = values.flatMap((value, index) =>
    index === 0 ? [condition(value)] : [conjunction('AND'), condition(value)],
  );
  return { resource_type: 'NestedExpression', expressions };
}

function conjunction(operator: 'AND' | 'OR'): Json {
  return { resource_type: 'ConjunctionOperator', conjunction_operator: operator };
}

function labelsOf(selector: KubeSelector): string[] {
  const equal = Object.entries(selector.matchLabels).map(([key, value]) => `${labelScope(key)}|${labelValue(value)}`);
  const present = selector.matchExpressions
    .filter(({ operator }) => operator === 'Exists')
    .map(({ key }) => `${labelScope(key)}|`);
  return [...equal, ...present].sort();
}

function tagsOf(draft: Draft, half: Half): Tag[] {
  const { site, namespace, policy } = draft;
  return [
    ...namespaceTags(site, namespace),
    tag('nsx-op/network_policy_name', policy.name),
    tag('nsx-op/network_policy_uid', `${policy.uid}_${half}`),
  ];
}

const policyId = ({ policy }: Draft, half: Half) => `${policy.name}-${half}_${hash5(policy.uid)}`;

/** The Pods a half applies to. */
function scopeGroup(draft: Draft, half: Half): string {
  const id = `${policyId(draft, half)}_scope`;
  const values = [`nsx-op/namespace_uid|${draft.namespace.uid}`, ...labelsOf(draft.policy.podSelector)];
  const group = desired(`${draft.vpc}/groups`, 'Group', id, {
    expression: [criterion(values)],
    tags: [...tagsOf(draft, half), tag('nsx-op/group_type', 'scope')],
  });
  draft.before.push(group);
  return group.path;
}

function peerCriteria(draft: Draft, peers: readonly KubePeer[]): Json[] {
  const criteria: Json[] = [];
  const addresses = peers.flatMap((peer) => peer.cidr ?? []);
  for (const peer of peers) {
    if (peer.cidr !== undefined) continue;
    const pods = peer.podSelector === undefined ? [] : labelsOf(peer.podSelector);
    const within =
      peer.namespaceSelector === undefined
        ? [`nsx-op/namespace_uid|${draft.namespace.uid}`]
        : [`nsx-op/cluster|${draft.site.cluster}`];
    criteria.push(criterion([...within, ...pods]));
  }
  if (addresses.length > 0) criteria.push({ resource_type: 'IPAddressExpression', ip_addresses: addresses });
  return criteria.flatMap((one, index) => (index === 0 ? [one] : [conjunction('OR'), one]));
}

/** Peers with a namespace selector live in the project and are shared with the VPC; a namespace's labels are its subnets' tags. */
function sharedPeers(draft: Draft, id: string, peers: readonly KubePeer[], tags: readonly Tag[]): string {
  const infra = `${draft.site.projectPath}/infra`;
  const expression = peers.flatMap((peer) => {
    if (peer.namespaceSelector === undefined) return [];
    const segments = [`nsx-op/cluster|${draft.site.cluster}`, ...labelsOf(peer.namespaceSelector)].map((value) =>
      condition(value, 'VpcSubnet'),
    );
    const ports = (peer.podSelector === undefined ? [] : labelsOf(peer.podSelector)).map((value) => condition(value));
    const all = [...segments, ...ports];
    const nested = {
      resource_type: 'NestedExpression',
      expressions: all.flatMap((one, index) => (index === 0 ? [one] : [conjunction('AND'), one])),
    };
    return [nested];
  });
  const rest = peerCriteria(
    draft,
    peers.filter((peer) => peer.namespaceSelector === undefined),
  );
  const joined = expression.flatMap((one, index): Json[] => (index === 0 ? [one] : [conjunction('OR'), one]));
  const whole = rest.length === 0 ? joined : [...joined, conjunction('OR'), ...rest];
  const shared = [...tags, tag('nsx-op/nsx_share_created_for', 'project')];
  const group = desired(`${infra}/domains/default/groups`, 'Group', id, { expression: whole, tags: shared });
  const share = desired(`${infra}/shares`, 'Share', `share_${id}`, {
    shared_with: [draft.vpc],
    sharing_strategy: 'ALL_DESCENDANTS',
    tags: shared,
  });
  draft.before.push(group, share);
  return group.path;
}

function peerGroup(draft: Draft, side: 'source' | 'destination', rule: KubePolicyRule, index: number): string {
  if (rule.peers.length === 0) return 'ANY';
  const id = `${policyId(draft, 'allow')}_${index}_${side === 'source' ? 'src' : 'dst'}`;
  const selector = sha1(JSON.stringify(rule.peers));
  const tags = [
    ...tagsOf(draft, 'allow'),
    tag('nsx-op/group_type', side),
    tag('nsx-op/rule_id', `${policyId(draft, 'allow')}_${index}`),
    tag('nsx-op/selector_hash', selector),
  ];
  if (rule.peers.some((peer) => peer.namespaceSelector !== undefined)) {
    return sharedPeers(draft, id, rule.peers, tags);
  }
  const group = desired(`${draft.vpc}/groups`, 'Group', id, { expression: peerCriteria(draft, rule.peers), tags });
  draft.before.push(group);
  return group.path;
}

function entriesOf(rule: KubePolicyRule): Json[] {
  return rule.ports.flatMap((port, index) => {
    if (typeof port.port === 'string' || (port.protocol !== 'TCP' && port.protocol !== 'UDP')) return [];
    const numbers = port.endPort === undefined ? String(port.port) : `${port.port}-${port.endPort}`;
    return [
      {
        resource_type: 'L4PortSetServiceEntry',
        display_name: `${port.protocol}.${numbers}-${index}`,
        l4_protocol: port.protocol,
        destination_ports: port.port === undefined ? [] : [numbers],
      },
    ];
  });
}

interface RuleShape {
  readonly id: string;
  readonly inbound: boolean;
  readonly action: 'ALLOW' | 'DROP';
  readonly peers: string;
  readonly scope: string;
  readonly entries: readonly Json[];
  readonly sequence: number;
}

function ruleOf(draft: Draft, half: Half, shape: RuleShape): Desired {
  const tags = [...tagsOf(draft, half), tag('nsx-op/rule_id', shape.id), tag('nsx-op/rule_hash', sha1(shape.id))];
  return desired(`${draft.vpc}/security-policies/${policyId(draft, half)}/rules`, 'Rule', shape.id, {
    action: shape.action,
    direction: shape.inbound ? 'IN' : 'OUT',
    source_groups: [shape.inbound ? shape.peers : 'ANY'],
    destination_groups: [shape.inbound ? 'ANY' : shape.peers],
    services: ['ANY'],
    ...(shape.entries.length > 0 ? { service_entries: shape.entries } : {}),
    scope: [shape.scope],
    sequence_number: shape.sequence,
    tags,
  });
}

function policyObject(draft: Draft, half: Half, scope: string): Desired {
  return desired(`${draft.vpc}/security-policies`, 'SecurityPolicy', policyId(draft, half), {
    category: 'Application',
    sequence_number: half === 'allow' ? 2010 : 2090,
    scope: [scope],
    tags: tagsOf(draft, half),
  });
}

/** The two security policies of a NetworkPolicy, with their groups before them. */
export function planVpcPolicy(site: VpcSite, namespace: KubeNamespace, policy: KubeNetworkPolicy): Desired[] {
  const draft: Draft = { site, namespace, policy, before: [], vpc: vpcPath(site, namespace) };
  const [allowScope, dropScope] = [scopeGroup(draft, 'allow'), scopeGroup(draft, 'isolation')];
  const rules: Desired[] = [];
  const drops: Desired[] = [];
  for (const direction of policy.directions) {
    const inbound = direction === 'Ingress';
    const name = inbound ? 'ingress' : 'egress';
    for (const [index, rule] of (inbound ? policy.ingress : policy.egress).entries()) {
      const entries = entriesOf(rule);
      // Ports that cannot be expressed must not turn into "every port".
      if (rule.ports.length > 0 && entries.length === 0) continue;
      const peers = peerGroup(draft, inbound ? 'source' : 'destination', rule, rules.length);
      const id = `${policyId(draft, 'allow')}_${name}_${index}`;
      const sequence = rules.length;
      rules.push(ruleOf(draft, 'allow', { id, inbound, action: 'ALLOW', peers, scope: allowScope, entries, sequence }));
    }
    const id = `${policyId(draft, 'isolation')}_${name}`;
    const shape = { id, inbound, action: 'DROP', peers: 'ANY', scope: dropScope, entries: [], sequence: drops.length };
    drops.push(ruleOf(draft, 'isolation', { ...shape, action: 'DROP' }));
  }
  return [
    ...draft.before,
    policyObject(draft, 'allow', allowScope),
    ...rules,
    policyObject(draft, 'isolation', dropScope),
    ...drops,
  ];
}
