import { CLUSTER, namespaceUid, uid } from './estate';
import { project } from './nsx';

/** NetworkPolicies a namespace: 10,000 at XL. */
export const POLICIES = 5;

const domain = `/infra/domains/${CLUSTER}`;
const idOf = (namespace: number, policy: number): string => uid(7, namespace * 100 + policy);

interface RawOfKind {
  readonly kind: 'group' | 'security-policy' | 'rule';
  readonly raw: unknown;
}

/**
 * What NCP makes of the NetworkPolicies of a namespace, target groups aside: each lets the next workload in at one port and
 * drops the rest.
 */
export function* rawPolicies(namespace: number): Iterable<RawOfKind> {
  for (let policy = 0; policy < POLICIES; policy++) {
    const id = idOf(namespace, policy);
    const target = `${domain}/groups/np_${id}_tgt`;
    const source = `${domain}/groups/np_${id}_src`;
    const tags = project(namespace);
    yield { kind: 'group', raw: sourceGroup(source, namespace, policy) };
    yield* section(
      `${id}_whitelist`,
      { sequence: 10, tags },
      {
        action: 'ALLOW',
        direction: 'IN',
        source_groups: [source],
        destination_groups: ['ANY'],
        service_entries: [{ resource_type: 'L4PortSetServiceEntry', l4_protocol: 'TCP', destination_ports: ['8080'] }],
        scope: [target],
      },
    );
    yield* section(
      `${id}_isolation`,
      { sequence: 90, tags },
      {
        action: 'DROP',
        direction: 'IN',
        source_groups: ['ANY'],
        destination_groups: [target],
        scope: [target],
      },
    );
  }
}

/** The rule that NSX ends with. */
export function* rawDefaultPolicy(): Iterable<RawOfKind> {
  const path = '/infra/domains/default/security-policies/default-layer3-section';
  yield {
    kind: 'security-policy',
    raw: {
      resource_type: 'SecurityPolicy',
      id: 'default-layer3-section',
      path,
      category: 'Application',
      sequence_number: 999_999,
      tags: [],
    },
  };
  yield {
    kind: 'rule',
    raw: {
      resource_type: 'Rule',
      id: 'default',
      path: `${path}/rules/default`,
      action: 'ALLOW',
      sequence_number: 2_147_483_647,
      tags: [],
    },
  };
}

function* section(
  name: string,
  { sequence, tags }: { readonly sequence: number; readonly tags: readonly unknown[] },
  rule: object,
): Iterable<RawOfKind> {
  const path = `${domain}/security-policies/np_${name}`;
  yield {
    kind: 'security-policy',
    raw: {
      resource_type: 'SecurityPolicy',
      id: `np_${name}`,
      path,
      category: 'Application',
      sequence_number: sequence,
      scope: ['ANY'],
      tags,
    },
  };
  yield {
    kind: 'rule',
    raw: {
      resource_type: 'Rule',
      id: 'r',
      path: `${path}/rules/r`,
      sequence_number: 1,
      services: ['ANY'],
      tags,
      ...rule,
    },
  };
}

function sourceGroup(path: string, namespace: number, policy: number): unknown {
  const condition = (value: string) => ({
    resource_type: 'Condition',
    member_type: 'SegmentPort',
    key: 'Tag',
    operator: 'EQUALS',
    value,
  });
  const expressions = [
    condition(`app|app-${(policy + 1) % POLICIES}`),
    { resource_type: 'ConjunctionOperator', conjunction_operator: 'AND' },
    condition(`ncp/project_uid|${namespaceUid(namespace)}`),
  ];
  return {
    resource_type: 'Group',
    id: path.slice(path.lastIndexOf('/') + 1),
    path,
    expression: [{ resource_type: 'NestedExpression', expressions }],
    tags: project(namespace),
  };
}
