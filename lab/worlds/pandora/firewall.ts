import type { WorldObject } from '../world';

const group = '/infra/domains/default/groups/Web';
const policy = '/infra/domains/default/security-policies/micro-segmentation';

/** The administrator's group of web front ends, and the rule that keeps them from talking to each other. */
export function firewallObjects(): WorldObject[] {
  return [
    {
      path: group,
      resource_type: 'Group',
      id: 'Web',
      display_name: 'Web',
      description: 'Segment ports tagged as web front ends',
      expression: [
        {
          resource_type: 'Condition',
          member_type: 'SegmentPort',
          key: 'Tag',
          operator: 'EQUALS',
          value: 'secgroup|web',
        },
      ],
    },
    {
      path: policy,
      resource_type: 'SecurityPolicy',
      id: 'micro-segmentation',
      display_name: 'micro-segmentation',
      category: 'Application',
      sequence_number: 5,
      stateful: true,
      scope: ['ANY'],
    },
    {
      path: `${policy}/rules/web-to-web`,
      resource_type: 'Rule',
      id: 'web-to-web',
      display_name: 'web-to-web',
      action: 'DROP',
      source_groups: [group],
      destination_groups: [group],
      services: ['ANY'],
      profiles: ['ANY'],
      scope: ['ANY'],
      direction: 'IN_OUT',
      ip_protocol: 'IPV4_IPV6',
      sequence_number: 10,
    },
  ];
}
