import type { GraphQueries, ObjectChange } from '@/lib/model';
import { createTopology } from '@/lib/topology';
import { nodeId } from '@/lib/model';
import { nsxRaw, portRaw, podRaw, namespaceRaw, SAMPLE_CLUSTER, tagsOf, upsert } from './builders';
import { KUBERNETES } from './builders';

type Raw = Readonly<Record<string, unknown>>;
const DOMAIN = '/infra/domains/default';

export const groupPath = (name: string): string => `${DOMAIN}/groups/${name}`;

/** A group of segment ports with a tag: `app|web`. */
export const tagGroup = (name: string, value: string, more: Raw = {}): ObjectChange =>
  rawGroup(name, [
    { resource_type: 'Condition', member_type: 'SegmentPort', key: 'Tag', operator: 'EQUALS', value, ...more },
  ]);

export const addressGroup = (name: string, ...addresses: string[]): ObjectChange =>
  rawGroup(name, [{ resource_type: 'IPAddressExpression', ip_addresses: addresses }]);

export const rawGroup = (name: string, expression: readonly unknown[]): ObjectChange =>
  upsert('group', nsxRaw('Group', groupPath(name), { expression }));

/** A policy with rules: `rule` of each is its id; the order of the list is their sequence unless they say otherwise. */
export function policy(
  name: string,
  fields: Raw & { readonly domain?: string; readonly root?: string },
  ...rules: readonly (Raw & { readonly rule: string })[]
): ObjectChange[] {
  const { domain = 'default', root = '/infra', ...own } = fields;
  const path = `${root}/domains/${domain}/security-policies/${name}`;
  return [
    upsert('security-policy', nsxRaw('SecurityPolicy', path, { category: 'Application', sequence_number: 10, ...own })),
    ...rules.map(({ rule, ...more }, index) =>
      upsert(
        'rule',
        nsxRaw('Rule', `${path}/rules/${rule}`, {
          display_name: rule,
          sequence_number: (index + 1) * 10,
          source_groups: ['ANY'],
          destination_groups: ['ANY'],
          services: ['ANY'],
          scope: ['ANY'],
          direction: 'IN_OUT',
          ...more,
        }),
      ),
    ),
  ];
}

/** The default rule that comes with NSX, of another action where asked. */
export const defaultRule = (action = 'ALLOW'): ObjectChange[] =>
  policy(
    'default-layer3-section',
    { sequence_number: 999_999, is_default: true },
    { rule: 'default', action, sequence_number: 2_147_483_647, is_default: true },
  );

/** A Pod with its segment port: a null address is one that NSX has not realized yet. */
export function pod(
  name: string,
  address: string | null,
  labels: Readonly<Record<string, string>> = {},
): ObjectChange[] {
  return [
    upsert('pod', podRaw({ uid: name, name, namespace: 'dev', labels, ...(address === null ? {} : { address }) })),
    upsert(
      'segment-port',
      portRaw({ podUid: name, pod: name, namespace: 'dev', segment: '/infra/segments/seg', labels }),
    ),
  ];
}

export const podId = (name: string) => nodeId(KUBERNETES, 'pod', name);

/** A graph with one namespace, one segment, and what is given. */
export function firewallGraph(...changes: readonly (ObjectChange | readonly ObjectChange[])[]): GraphQueries {
  const topology = createTopology({ clusters: [SAMPLE_CLUSTER] });
  const base = [
    upsert('namespace', namespaceRaw('dev')),
    upsert('segment', nsxRaw('Segment', '/infra/segments/seg', { tags: tagsOf({ namespace: 'dev' }) })),
  ];
  topology.apply([...base, ...changes.flat()], 1);
  return topology.graph;
}
