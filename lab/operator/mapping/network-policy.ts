import { condition, criterion, type Json, joined } from '../../ncp/mapping/expression';
import type {
  KubeNamespace,
  KubeNetworkPolicy,
  KubePeer,
  KubePolicyRule,
  KubeSelector,
} from '../../ncp/mapping/kubernetes';
import { type Desired, desired, sha1, type Tag } from '../../ncp/mapping/objects';
import { tag } from '../../ncp/mapping/tags';
import { hash5, namespaceTags, vpcPath, type VpcSite } from './identity';
import { alternatives } from './selector';

type Half = 'allow' | 'isolation';

interface Draft {
  readonly site: VpcSite;
  readonly namespace: KubeNamespace;
  readonly policy: KubeNetworkPolicy;
  readonly before: Desired[];
  readonly vpc: string;
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
  const group = desired(`${draft.vpc}/groups`, 'Group', id, {
    expression: joined(podCriteria(draft, draft.policy.podSelector), 'OR'),
    tags: [...tagsOf(draft, half), tag('nsx-op/group_type', 'scope')],
  });
  draft.before.push(group);
  return group.path;
}

/** Criteria for Pods of the policy's own namespace. */
function podCriteria(draft: Draft, selector?: KubeSelector): Json[] {
  const within = condition('VpcSubnetPort', `nsx-op/namespace_uid|${draft.namespace.uid}`);
  const pods = selector === undefined ? [[]] : alternatives(selector, 'VpcSubnetPort');
  return pods.map((conditions) => criterion([within, ...conditions]));
}

/** Criteria for Pods of the namespaces with a label; a namespace's labels are its subnets' tags. */
function namespaceCriteria(draft: Draft, namespaceSelector: KubeSelector, podSelector?: KubeSelector): Json[] {
  const within = condition('VpcSubnet', `nsx-op/cluster|${draft.site.cluster}`);
  const pods = podSelector === undefined ? [[]] : alternatives(podSelector, 'VpcSubnetPort');
  return alternatives(namespaceSelector, 'VpcSubnet').flatMap((namespaces) =>
    pods.map((conditions) => criterion([within, ...namespaces, ...conditions])),
  );
}

function peerExpression(draft: Draft, peers: readonly KubePeer[]): Json[] {
  const addresses = peers.flatMap((peer) => peer.cidr ?? []);
  const criteria = peers.flatMap((peer) => {
    if (peer.cidr !== undefined) return [];
    const { namespaceSelector, podSelector } = peer;
    return namespaceSelector === undefined
      ? podCriteria(draft, podSelector)
      : namespaceCriteria(draft, namespaceSelector, podSelector);
  });
  if (addresses.length > 0) criteria.push({ resource_type: 'IPAddressExpression', ip_addresses: addresses });
  return joined(criteria, 'OR');
}

/** Peers with a namespace selector live in the project and are shared with the VPC. */
function sharedPeers(draft: Draft, id: string, peers: readonly KubePeer[], tags: readonly Tag[]): string {
  const infra = `${draft.site.projectPath}/infra`;
  const shared = [...tags, tag('nsx-op/nsx_share_created_for', 'project')];
  const group = desired(`${infra}/domains/default/groups`, 'Group', id, {
    expression: peerExpression(draft, peers),
    tags: shared,
  });
  const share = desired(`${infra}/shares`, 'Share', `share_${id}`, {
    shared_with: [draft.vpc],
    sharing_strategy: 'ALL_DESCENDANTS',
    tags: shared,
  });
  draft.before.push(group, share);
  return group.path;
}

function peerGroup(draft: Draft, side: 'source' | 'destination', peers: readonly KubePeer[], index: number): string {
  if (peers.length === 0) return 'ANY';
  const id = `${policyId(draft, 'allow')}_${index}_${side === 'source' ? 'src' : 'dst'}`;
  const selector = sha1(JSON.stringify(peers));
  const tags = [
    ...tagsOf(draft, 'allow'),
    tag('nsx-op/group_type', side),
    tag('nsx-op/rule_id', `${policyId(draft, 'allow')}_${index}`),
    tag('nsx-op/selector_hash', selector),
  ];
  if (peers.some((peer) => peer.namespaceSelector !== undefined)) {
    return sharedPeers(draft, id, peers, tags);
  }
  const group = desired(`${draft.vpc}/groups`, 'Group', id, { expression: peerExpression(draft, peers), tags });
  draft.before.push(group);
  return group.path;
}

/** A block with holes has no expression of its own; the whole block would let in what the policy keeps out. */
const isExpressible = ({ except }: KubePeer): boolean => except.length === 0;

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
      const expressible = rule.peers.filter(isExpressible);
      // What cannot be expressed must not turn into "every port" or "everybody".
      if (rule.ports.length > 0 && entries.length === 0) continue;
      if (rule.peers.length > 0 && expressible.length === 0) continue;
      const peers = peerGroup(draft, inbound ? 'source' : 'destination', expressible, rules.length);
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
