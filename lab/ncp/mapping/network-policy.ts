import { condition, criterion, type Json, joined } from './expression';
import type {
  KubeNamespace,
  KubeNetworkPolicy,
  KubePeer,
  KubePolicyPort,
  KubePolicyRule,
  KubeSelector,
} from './kubernetes';
import { type Desired, desired, type Plan, sha1, type Tag } from './objects';
import { domainPath, type Site } from './site';
import { labelScope, labelValue, projectTags, tag } from './tags';

type Direction = 'Ingress' | 'Egress';

/** One way to satisfy a selector: the tag values that must all be there. */
type Alternative = readonly string[];

/** A selector as alternatives of tag values; undefined when NSX cannot express it. */
function alternatives(selector: KubeSelector): readonly Alternative[] | undefined {
  const fixed = Object.keys(selector.matchLabels)
    .sort()
    .map((key) => `${labelScope(key)}|${labelValue(selector.matchLabels[key] ?? '')}`);
  let found: readonly Alternative[] = [fixed];
  for (const { key, operator, values } of selector.matchExpressions) {
    const scope = labelScope(key);
    if (operator === 'Exists') found = found.map((one) => [...one, `${scope}|`]);
    else if (operator === 'In') {
      found = found.flatMap((one) => values.map((value) => [...one, `${scope}|${labelValue(value)}`]));
    } else return undefined;
  }
  return found;
}

/** Criteria for Pods selected inside one namespace; undefined when not expressible. */
function podCriteria(selector: KubeSelector, namespaceUid: string): Json[] | undefined {
  const project = `ncp/project_uid|${namespaceUid}`;
  return alternatives(selector)?.map((values) =>
    values.length === 0
      ? condition('Segment', project)
      : criterion([...values, project].map((value) => condition('SegmentPort', value))),
  );
}

/** Criteria for a peer with a namespace selector: segment tags are the namespaces' labels. */
function namespaceCriteria(site: Site, peer: KubePeer, selector: KubeSelector): Json[] | undefined {
  const namespaces = alternatives(selector);
  const pods = peer.podSelector === undefined ? [[]] : alternatives(peer.podSelector);
  if (namespaces === undefined || pods === undefined) return undefined;
  return namespaces.flatMap((labels) =>
    pods.map((values) => {
      // Every namespace of this cluster, never those of another on the same NSX.
      const segments = [...labels, `ncp/cluster|${site.cluster}`].map((value) => condition('Segment', value));
      return criterion([...segments, ...values.map((value) => condition('SegmentPort', value))]);
    }),
  );
}

/** What a list of peers becomes: an expression, everyone, or nothing NSX can express. */
function peerExpression(site: Site, peers: readonly KubePeer[], namespaceUid: string): Json[] | undefined {
  const criteria: Json[] = [];
  const addresses: string[] = [];
  for (const peer of peers) {
    if (peer.cidr !== undefined) {
      if (peer.except.length > 0) return undefined;
      addresses.push(peer.cidr);
      continue;
    }
    const some =
      peer.namespaceSelector === undefined
        ? podCriteria(peer.podSelector ?? { matchLabels: {}, matchExpressions: [] }, namespaceUid)
        : namespaceCriteria(site, peer, peer.namespaceSelector);
    if (some === undefined) return undefined;
    criteria.push(...some);
  }
  if (addresses.length > 0) criteria.push({ resource_type: 'IPAddressExpression', ip_addresses: addresses });
  return joined(criteria, 'OR');
}

function portName(port: KubePolicyPort): string | undefined {
  if (typeof port.port === 'string' || port.protocol === 'SCTP') return undefined;
  if (port.port === undefined) return port.protocol;
  const range = port.endPort === undefined ? String(port.port) : `${port.port}-${port.endPort}`;
  return `${port.protocol}.${range}`;
}

function policyService(policy: KubeNetworkPolicy, name: string, tags: readonly Tag[]): Desired {
  const [protocol = 'TCP', ports] = name.split('.');
  return desired('/infra/services', 'Service', `np_${policy.uid}_${name}`, {
    service_entries: [
      {
        resource_type: 'L4PortSetServiceEntry',
        id: 'entry',
        display_name: 'entry',
        l4_protocol: protocol,
        destination_ports: ports === undefined ? [] : [ports],
      },
    ],
    tags,
  });
}

interface Draft {
  readonly site: Site;
  readonly policy: KubeNetworkPolicy;
  readonly tags: readonly Tag[];
  readonly target: string;
  readonly groups: Map<string, Desired>;
  readonly services: Map<string, Desired>;
  readonly rules: Desired[];
  readonly problems: string[];
}

function rule(draft: Draft, parent: string, direction: Direction, suffix: string, fields: Json): Desired {
  const inbound = direction === 'Ingress';
  return desired(`${parent}/rules`, 'Rule', `${inbound ? 'ir' : 'er'}_${draft.policy.uid}${suffix}`, {
    direction: inbound ? 'IN' : 'OUT',
    ip_protocol: 'IPV4_IPV6',
    profiles: ['ANY'],
    scope: [draft.target],
    sequence_number: 90,
    ...fields,
  });
}

function peerGroup(
  draft: Draft,
  namespace: KubeNamespace,
  direction: Direction,
  rules: KubePolicyRule,
): string | undefined {
  if (rules.peers.length === 0) return 'ANY';
  const expression = peerExpression(draft.site, rules.peers, namespace.uid);
  if (expression === undefined) return undefined;
  const hash = sha1(JSON.stringify(expression));
  const side = direction === 'Ingress' ? 'src' : 'dst';
  const id = `np_${draft.policy.uid}_${hash.slice(0, 16)}_${side}_whitelist`;
  const group = desired(`${domainPath(draft.site)}/groups`, 'Group', id, {
    expression,
    tags: [...draft.tags, tag('ncp/nsg_type', side), tag('match_expr_hash', hash)],
  });
  draft.groups.set(group.path, group);
  return group.path;
}

function allow(draft: Draft, namespace: KubeNamespace, direction: Direction, one: KubePolicyRule, index: number): void {
  const parent = `${domainPath(draft.site)}/security-policies/np_${draft.policy.uid}_whitelist`;
  const peers = peerGroup(draft, namespace, direction, one);
  if (peers === undefined) {
    draft.problems.push('UNSUPPORTED_SELECTOR');
    return;
  }
  const names = one.ports.length === 0 ? [''] : one.ports.map(portName);
  for (const name of names) {
    if (name === undefined) {
      draft.problems.push('UNSUPPORTED_PORT');
      continue;
    }
    const service = name === '' ? undefined : policyService(draft.policy, name, draft.tags);
    if (service !== undefined) draft.services.set(service.path, service);
    const suffix = `${index === 0 ? '' : `_${index}`}${name === '' ? '' : `_${name}`}`;
    const inbound = direction === 'Ingress';
    const fields = {
      action: 'ALLOW',
      source_groups: [inbound ? peers : draft.target],
      destination_groups: [inbound ? draft.target : peers],
      services: [service?.path ?? 'ANY'],
    };
    draft.rules.push(rule(draft, parent, direction, suffix, fields));
  }
}

function policies(draft: Draft): { allow: Desired; isolate: Desired } {
  const { policy, site, tags } = draft;
  const common = { category: 'Application', stateful: true, scope: ['ANY'] };
  const parent = `${domainPath(site)}/security-policies`;
  return {
    allow: desired(parent, 'SecurityPolicy', `np_${policy.uid}_whitelist`, {
      ...common,
      sequence_number: 10,
      tags: [
        ...tags,
        tag('ncp/sec_policy_type', 'networkpolicies'),
        tag('ncp/ingress_hash', sha1(JSON.stringify(policy.ingress))),
        tag('ncp/egress_hash', sha1(JSON.stringify(policy.egress))),
      ],
    }),
    isolate: desired(parent, 'SecurityPolicy', `np_${policy.uid}_isolation`, {
      ...common,
      sequence_number: 90,
      tags: [...tags, tag('ncp/sec_policy_type', 'ncp/isol_sect_id')],
    }),
  };
}

function isolation(draft: Draft, direction: Direction): Desired {
  const parent = `${domainPath(draft.site)}/security-policies/np_${draft.policy.uid}_isolation`;
  const inbound = direction === 'Ingress';
  return rule(draft, parent, direction, '', {
    action: 'DROP',
    source_groups: [inbound ? 'ANY' : draft.target],
    destination_groups: [inbound ? draft.target : 'ANY'],
    services: ['ANY'],
  });
}

/** A NetworkPolicy's plan and, by name, the parts of it that NSX cannot enforce. */
export interface NetworkPolicyPlan extends Plan {
  readonly problems: readonly string[];
}

/** The two security policies, their groups, services and rules; allow parts NSX cannot express are left out and named. */
export function planNetworkPolicy(site: Site, policy: KubeNetworkPolicy, namespace: KubeNamespace): NetworkPolicyPlan {
  const tags = [
    ...projectTags(site.cluster, namespace),
    tag('ncp/network_policy', policy.name),
    tag('ncp/network_policy_uid', policy.uid),
    tag('ncp/created_for', 'network_policy'),
  ];
  const target = `${domainPath(site)}/groups/np_${policy.uid}_tgt`;
  const criteria = podCriteria(policy.podSelector, namespace.uid);
  if (criteria === undefined) return { objects: [], waiting: [], problems: ['UNSUPPORTED_SELECTOR'] };
  const draft: Draft = {
    site,
    policy,
    tags,
    target,
    groups: new Map(),
    services: new Map(),
    rules: [],
    problems: [],
  };
  const labels = Object.entries(policy.podSelector.matchLabels).map(([key, value]) =>
    tag(labelScope(key), labelValue(value)),
  );
  const targetGroup = desired(`${domainPath(site)}/groups`, 'Group', `np_${policy.uid}_tgt`, {
    expression: joined(criteria, 'OR'),
    tags: [...tags, tag('ncp/nsg_type', 'target'), ...labels].slice(0, 30),
  });
  if (policy.directions.includes('Ingress')) {
    for (const [index, one] of policy.ingress.entries()) allow(draft, namespace, 'Ingress', one, index);
  }
  if (policy.directions.includes('Egress')) {
    for (const [index, one] of policy.egress.entries()) allow(draft, namespace, 'Egress', one, index);
  }
  const pair = policies(draft);
  const drops = policy.directions.map((direction) => isolation(draft, direction));
  return {
    objects: [
      targetGroup,
      ...draft.groups.values(),
      ...draft.services.values(),
      pair.allow,
      ...draft.rules,
      pair.isolate,
      ...drops,
    ],
    waiting: [],
    problems: [...new Set(draft.problems)],
  };
}
