import type { JsonObject } from '../json';

const cluster = { scope: 'ncp/cluster', tag: 'atlas' };
const version = { scope: 'ncp/version', tag: '1.2.0' };
const project = [cluster, version, { scope: 'ncp/project', tag: 'shop' }, { scope: 'ncp/project_uid', tag: 'ns-1' }];

/** An object of every type that NCP or an administrator makes, in an order the server accepts. */
export const ncpObjects: readonly (readonly [path: string, body: JsonObject])[] = [
  [
    '/infra/sites/default/enforcement-points/default/edge-clusters/edges',
    { display_name: 'edges', member_node_type: 'EDGE_NODE' },
  ],
  [
    '/infra/sites/default/enforcement-points/default/edge-clusters/edges/edge-nodes/edge-1',
    { nsx_id: 'e-1', member_index: 0 },
  ],
  ['/infra/sites/default/enforcement-points/default/host-transport-nodes/host-1', { display_name: 'esx-1' }],
  ['/infra/tier-0s/t0', { ha_mode: 'ACTIVE_STANDBY', tags: [cluster] }],
  [
    '/infra/tier-0s/t0/locale-services/ls',
    { edge_cluster_path: '/infra/sites/default/enforcement-points/default/edge-clusters/edges' },
  ],
  [
    '/infra/tier-0s/t0/locale-services/ls/interfaces/up',
    { type: 'EXTERNAL', subnets: [{ ip_addresses: ['192.0.2.2'], prefix_len: 24 }] },
  ],
  [
    '/infra/tier-0s/t0/static-routes/default',
    { network: '0.0.0.0/0', next_hops: [{ ip_address: '192.0.2.1', admin_distance: 1 }] },
  ],
  [
    '/infra/tier-1s/t1_ns-1_rtr',
    { tier0_path: '/infra/tier-0s/t0', route_advertisement_types: ['TIER1_CONNECTED'], tags: project },
  ],
  ['/infra/tier-1s/t1_ns-1_rtr/locale-services/ls', {}],
  [
    '/infra/spoofguard-profiles/sgp_atlas',
    { address_binding_allowlist: true, tags: [cluster, { scope: 'ncp/container_profile', tag: 'true' }] },
  ],
  ['/infra/ip-blocks/pods', { cidr: '10.40.0.0/16', tags: [cluster] }],
  ['/infra/ip-blocks/outside', { cidr: '172.20.0.0/16', visibility: 'EXTERNAL' }],
  ['/infra/ip-pools/external', { tags: [{ scope: 'ncp/external', tag: 'true' }] }],
  [
    '/infra/ip-pools/external/ip-subnets/ext',
    {
      resource_type: 'IpAddressPoolBlockSubnet',
      ip_block_path: '/infra/ip-blocks/outside',
      size: 128,
      auto_assign_gateway: false,
    },
  ],
  ['/infra/ip-pools/lb_segment_pool_atlas', { tags: [cluster, { scope: 'ncp/lb_resource', tag: 'true' }] }],
  [
    '/infra/ip-pools/lb_segment_pool_atlas/ip-subnets/static',
    {
      resource_type: 'IpAddressPoolStaticSubnet',
      cidr: '169.254.128.0/22',
      allocation_ranges: [{ start: '169.254.128.2', end: '169.254.131.254' }],
    },
  ],
  ['/infra/ip-pools/ipp_ns-1_0', { tags: project }],
  [
    '/infra/ip-pools/ipp_ns-1_0/ip-subnets/ibs_ns-1_0',
    { resource_type: 'IpAddressPoolBlockSubnet', ip_block_path: '/infra/ip-blocks/pods', size: 256, tags: project },
  ],
  ['/infra/ip-pools/external/ip-allocations/ns-1', { tags: project }],
  [
    '/infra/segments/seg_ns-1_0',
    {
      connectivity_path: '/infra/tier-1s/t1_ns-1_rtr',
      subnets: [{ gateway_address: '10.40.0.1/24' }],
      advanced_config: { address_pool_paths: ['/infra/ip-pools/ipp_ns-1_0'] },
      tags: project,
    },
  ],
  [
    '/infra/segments/seg_ns-1_0/segment-security-profile-binding-maps/sgpm_ns-1_0',
    { spoofguard_profile_path: '/infra/spoofguard-profiles/sgp_atlas', tags: [cluster, version] },
  ],
  [
    '/infra/segments/seg_ns-1_0/ports/port_pod-1',
    {
      attachment: {
        id: 'vif-1',
        type: 'CHILD',
        context_id: 'node-vif-1',
        traffic_tag: 3,
        app_id: 'nsx.shop.cart',
        allocate_addresses: 'BOTH',
      },
      tags: [
        ...project,
        { scope: 'ncp/pod', tag: 'cart' },
        { scope: 'ncp/pod_uid', tag: 'pod-1' },
        { scope: 'app', tag: 'Cart' },
      ],
    },
  ],
  ['/infra/segments/nodes', { tags: [cluster] }],
  [
    '/infra/segments/nodes/ports/default:node-1',
    {
      address_bindings: [{ ip_address: '192.0.2.50', mac_address: '00:50:56:aa:bb:cc' }],
      tags: [cluster, { scope: 'ncp/node_name', tag: 'node-1' }],
    },
  ],
  [
    '/infra/tier-0s/t0/nat/USER/nat-rules/nat_ns-1_0',
    {
      action: 'SNAT',
      source_network: '10.40.0.0/24',
      translated_network: '172.20.0.9',
      sequence_number: 100,
      tags: [...project, { scope: 'ncp/snat', tag: 'true' }],
    },
  ],
  [
    '/infra/lb-services/atlas_0_abcde',
    { connectivity_path: '/infra/tier-1s/t1_ns-1_rtr', size: 'SMALL', tags: [cluster] },
  ],
  [
    '/infra/lb-app-profiles/ncp_atlas_LBHttpProfile',
    { resource_type: 'LBHttpProfile', x_forwarded_for: 'INSERT', tags: [cluster] },
  ],
  ['/infra/lb-app-profiles/ncp_atlas_LBFastTcpProfile', { resource_type: 'LBFastTcpProfile', tags: [cluster] }],
  ['/infra/lb-monitor-profiles/tcp', { resource_type: 'LBTcpMonitorProfile', interval: 5 }],
  [
    '/infra/lb-persistence-profiles/atlas_source_ip_layer4',
    { resource_type: 'LBSourceIpPersistenceProfile', tags: [cluster] },
  ],
  [
    '/infra/lb-pools/atlas_shop_cart_80_abcde',
    {
      members: [{ ip_address: '10.40.0.2', port: '8080' }],
      active_monitor_paths: ['/infra/lb-monitor-profiles/tcp'],
      tags: [cluster, { scope: 'ncp/service', tag: 'cart' }],
    },
  ],
  [
    '/infra/lb-virtual-servers/atlas_http',
    {
      ip_address: '172.20.0.8',
      ports: ['80'],
      lb_service_path: '/infra/lb-services/atlas_0_abcde',
      application_profile_path: '/infra/lb-app-profiles/ncp_atlas_LBHttpProfile',
      pool_path: '',
      rules: [
        {
          display_name: 'cart',
          phase: 'HTTP_FORWARDING',
          match_strategy: 'ALL',
          match_conditions: [
            {
              type: 'LBHttpRequestHeaderCondition',
              header_name: 'Host',
              header_value: 'cart.test',
              match_type: 'EQUALS',
            },
          ],
          actions: [{ type: 'LBSelectPoolAction', pool_id: '/infra/lb-pools/atlas_shop_cart_80_abcde' }],
        },
      ],
      tags: [cluster, { scope: 'ncp/lb_vs_type', tag: 'http' }],
    },
  ],
  [
    '/infra/lb-virtual-servers/atlas_shop_cart_8080',
    {
      ip_address: '172.20.0.10',
      ports: ['8080'],
      lb_service_path: '/infra/lb-services/atlas_0_abcde',
      application_profile_path: '/infra/lb-app-profiles/ncp_atlas_LBFastTcpProfile',
      pool_path: '/infra/lb-pools/atlas_shop_cart_80_abcde',
      tags: [cluster],
    },
  ],
  ['/infra/domains/atlas', { tags: [{ scope: 'ncp/cluster_domain', tag: 'true' }, cluster] }],
  [
    '/infra/domains/atlas/groups/np_1_tgt',
    {
      expression: [
        {
          resource_type: 'NestedExpression',
          expressions: [
            {
              resource_type: 'Condition',
              member_type: 'SegmentPort',
              key: 'Tag',
              operator: 'EQUALS',
              value: 'app|cart',
            },
            { resource_type: 'ConjunctionOperator', conjunction_operator: 'AND' },
            {
              resource_type: 'Condition',
              member_type: 'SegmentPort',
              key: 'Tag',
              operator: 'EQUALS',
              value: 'ncp/project_uid|ns-1',
            },
          ],
        },
      ],
      tags: project,
    },
  ],
  [
    '/infra/domains/atlas/groups/np_1_src',
    { expression: [{ resource_type: 'IPAddressExpression', ip_addresses: ['198.51.100.0/24'] }], tags: project },
  ],
  [
    '/infra/domains/atlas/groups/hc_port',
    { expression: [{ resource_type: 'PathExpression', paths: ['/infra/segments/seg_ns-1_0/ports/port_pod-1'] }] },
  ],
  [
    '/infra/services/np_1_TCP.8080',
    {
      service_entries: [
        { resource_type: 'L4PortSetServiceEntry', id: 'entry', l4_protocol: 'TCP', destination_ports: ['8080'] },
      ],
      tags: project,
    },
  ],
  [
    '/infra/domains/atlas/security-policies/np_1_whitelist',
    {
      category: 'Application',
      sequence_number: 10,
      rules: [
        {
          id: 'ir_1_TCP.8080',
          action: 'ALLOW',
          direction: 'IN',
          sequence_number: 90,
          source_groups: ['/infra/domains/atlas/groups/np_1_src'],
          destination_groups: ['/infra/domains/atlas/groups/np_1_tgt'],
          services: ['/infra/services/np_1_TCP.8080'],
          scope: ['/infra/domains/atlas/groups/np_1_tgt'],
        },
      ],
      tags: project,
    },
  ],
  [
    '/infra/domains/atlas/gateway-policies/gw',
    { category: 'LocalGatewayRules', rules: [{ id: 'allow', action: 'ALLOW', scope: ['/infra/tier-1s/t1_ns-1_rtr'] }] },
  ],
  ['/orgs/default/projects/p1', { tier_0s: ['/infra/tier-0s/t0'] }],
  [
    '/orgs/default/projects/p1/vpcs/shop_x1',
    { private_ipv4_blocks: ['/infra/ip-blocks/pods'], external_ipv4_blocks: ['/infra/ip-blocks/outside'] },
  ],
  ['/orgs/default/projects/p1/vpcs/shop_x1/subnets/pod-default', { ipv4_subnet_size: 16, access_mode: 'Private' }],
  [
    '/orgs/default/projects/p1/vpcs/shop_x1/subnets/pod-default/ports/cart_x1',
    {
      attachment: { id: 'vif-9', type: 'STATIC', allocate_addresses: 'BOTH' },
      tags: [{ scope: 'nsx-op/pod_name', tag: 'cart' }],
    },
  ],
  ['/orgs/default/projects/p1/vpcs/shop_x1/ip-address-allocations/a1', { ip_address_block_visibility: 'EXTERNAL' }],
  [
    '/orgs/default/projects/p1/vpcs/shop_x1/nat/USER/nat-rules/snat',
    { action: 'SNAT', source_network: '10.40.1.0/28', translated_network: '172.20.1.1' },
  ],
  [
    '/orgs/default/projects/p1/vpcs/shop_x1/groups/all',
    {
      expression: [
        {
          resource_type: 'Condition',
          member_type: 'VpcSubnetPort',
          key: 'Tag',
          operator: 'EQUALS',
          value: 'nsx-op/pod_name|cart',
        },
      ],
    },
  ],
  [
    '/orgs/default/projects/p1/vpcs/shop_x1/security-policies/deny',
    { rules: [{ id: 'drop', action: 'DROP', scope: ['/orgs/default/projects/p1/vpcs/shop_x1/groups/all'] }] },
  ],
];
