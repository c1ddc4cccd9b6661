import { clusterNodeRaw, namespaceRaw, nsxRaw, podRaw, portRaw, tagsOf } from './builders';

type Raw = Readonly<Record<string, unknown>>;

const metadata = (name: string, namespace?: string): Raw => ({
  uid: `uid-${name}`,
  name,
  ...(namespace === undefined ? {} : { namespace }),
  creationTimestamp: '2026-11-01T08:00:00Z',
  managedFields: [{ manager: 'kubectl' }],
});
const owned = {
  tags: tagsOf({ namespace: 'development', namespaceUid: 'ns-development' }),
  status: { consolidated_status: { consolidated_status: 'SUCCESS' } },
};

const inventory = (type: string, uid: string): Raw => ({
  resource_type: type,
  external_id: uid,
  display_name: uid,
  container_cluster_id: '82826d1d-5011-5fe4-98d2-1a670eecee93',
  network_status: 'HEALTHY',
});

/** One object of every kind as its source gives it, by name of the kind. */
export const SAMPLES: Readonly<Record<string, Raw>> = {
  namespace: namespaceRaw('development'),
  'cluster-node': clusterNodeRaw('k8s-worker-1'),
  deployment: { metadata: metadata('frontend', 'development'), spec: { replicas: 3 }, status: { readyReplicas: 3 } },
  'stateful-set': { metadata: metadata('redis', 'development'), spec: { replicas: 1 }, status: { readyReplicas: 1 } },
  'daemon-set': {
    metadata: metadata('nsx-node-agent', 'nsx-system'),
    status: { desiredNumberScheduled: 3, numberReady: 3 },
  },
  'replica-set': {
    metadata: metadata('frontend-6cb7', 'development'),
    spec: { replicas: 3 },
    status: { readyReplicas: 3 },
  },
  pod: podRaw({ uid: 'u1', name: 'frontend', address: '10.0.6.4', node: 'k8s-worker-1' }),
  service: { metadata: metadata('web', 'development'), spec: { type: 'ClusterIP', ports: [{ port: 80 }] } },
  'endpoint-slice': {
    metadata: { ...metadata('web-1', 'development'), labels: { 'kubernetes.io/service-name': 'web' } },
    endpoints: [{ addresses: ['10.0.6.4'], targetRef: { kind: 'Pod', uid: 'u1' } }],
  },
  ingress: {
    metadata: metadata('shop', 'development'),
    spec: { rules: [{ host: 'shop.example', http: { paths: [{ backend: { service: { name: 'web' } } }] } }] },
  },
  'network-policy': { metadata: metadata('deny', 'development'), spec: { podSelector: {}, policyTypes: ['Ingress'] } },
  'config-map': {
    metadata: metadata('nsx-ncp-config', 'nsx-system'),
    data: { 'ncp.ini': '[coe]\ncluster = pandora\n' },
  },
  'operator-config': {
    metadata: metadata('nsx-operator-config', 'vmware-system-nsx'),
    data: {
      'nsxop.ini': '[coe]\ncluster = pandora\nenable_vpc_network = true\n[nsx_v3]\nnsx_api_managers = 192.0.2.1\n',
    },
  },
  'nsx-error': { metadata: metadata('e1'), spec: { message: ['no address left'], 'error-object-type': 'Pod' } },
  'load-balancer': { metadata: metadata('lb', 'development'), spec: { size: 'SMALL' } },
  'tier-0': nsxRaw('Tier0', '/infra/tier-0s/lab-t0', { ha_mode: 'ACTIVE_STANDBY' }),
  'tier-1': nsxRaw('Tier1', '/infra/tier-1s/t1', { tier0_path: '/infra/tier-0s/lab-t0', ...owned }),
  'locale-service': nsxRaw('LocaleServices', '/infra/tier-1s/t1/locale-services/default', {
    edge_cluster_path: '/infra/x/edge',
  }),
  'ip-block': nsxRaw('IpAddressBlock', '/infra/ip-blocks/b', { cidr: '10.0.0.0/16' }),
  'ip-pool': nsxRaw('IpAddressPool', '/infra/ip-pools/p', {
    pool_usage: { total_ips: '256', available_ips: 250 },
    ...owned,
  }),
  'ip-subnet': nsxRaw('IpAddressPoolBlockSubnet', '/infra/ip-pools/p/ip-subnets/s', {
    ip_block_path: '/infra/ip-blocks/b',
    size: 256,
  }),
  'ip-allocation': nsxRaw('IpAddressAllocation', '/infra/ip-pools/p/ip-allocations/a', {
    allocation_ip: '172.16.0.4',
    ...owned,
  }),
  'nat-rule': nsxRaw('PolicyNatRule', '/infra/tier-1s/t1/nat/USER/nat-rules/n', {
    action: 'SNAT',
    translated_network: '172.16.0.4',
    ...owned,
  }),
  segment: nsxRaw('Segment', '/infra/segments/s', {
    subnets: [{ gateway_address: '10.0.6.1/24' }],
    connectivity_path: '/infra/tier-1s/t1',
    ...owned,
  }),
  'segment-port': portRaw({ podUid: 'u1', pod: 'frontend' }),
  'lb-service': nsxRaw('LBService', '/infra/lb-services/l', {
    connectivity_path: '/infra/tier-1s/t1',
    size: 'SMALL',
    ...owned,
  }),
  'lb-virtual-server': nsxRaw('LBVirtualServer', '/infra/lb-virtual-servers/v', {
    ip_address: '172.16.0.13',
    ports: [8080],
    pool_path: '/infra/lb-pools/p',
    lb_service_path: '/infra/lb-services/l',
  }),
  'lb-pool': nsxRaw('LBPool', '/infra/lb-pools/p', { members: [{ ip_address: '10.0.6.4', port: 8080 }] }),
  domain: nsxRaw('Domain', '/infra/domains/default'),
  group: nsxRaw('Group', '/infra/domains/default/groups/Web', {
    expression: [{ resource_type: 'Condition', member_type: 'SegmentPort', key: 'Tag', value: 'secgroup|web' }],
  }),
  'security-policy': nsxRaw('SecurityPolicy', '/infra/domains/default/security-policies/web', {
    category: 'Application',
    scope: ['ANY'],
  }),
  rule: nsxRaw('Rule', '/infra/domains/default/security-policies/web/rules/drop', {
    action: 'DROP',
    rule_id: '3012',
    source_groups: ['ANY'],
  }),
  'nsx-service': nsxRaw('Service', '/infra/services/HTTP', {
    service_entries: [{ resource_type: 'L4PortSetServiceEntry', l4_protocol: 'TCP', destination_ports: ['80'] }],
  }),
  'security-policy-resource': {
    metadata: metadata('allow-web', 'development'),
    spec: { priority: 10, rules: [{ action: 'Allow' }] },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  },
  subnet: {
    metadata: metadata('net', 'development'),
    spec: { ipv4SubnetSize: 16 },
    status: { networkAddresses: ['172.26.0.0/28'] },
  },
  'subnet-set': { metadata: metadata('pod-default', 'development'), status: { subnets: [{}] } },
  'subnet-port': { metadata: metadata('vm-1', 'development'), status: { attachment: { id: 'vif-9' } } },
  'vpc-network-configuration': { metadata: metadata('default'), spec: { nsxProject: '/orgs/default/projects/dev' } },
  'network-info': { metadata: metadata('development', 'development'), vpcs: [{}] },
  'static-route-resource': { metadata: metadata('out', 'development'), spec: { network: '45.1.2.0/24' } },
  'ip-address-allocation': { metadata: metadata('ips', 'development'), status: { allocationIPs: '10.9.0.4' } },
  'address-binding': { metadata: metadata('bind', 'development'), spec: { vmName: 'vm-1' } },
  'nsx-service-account': { metadata: metadata('antrea', 'development'), status: { phase: 'realized' } },
  'nsx-lb-monitor': { metadata: metadata('usage', 'development') },
  'ncp-config': { metadata: metadata('ncp') },
  project: nsxRaw('Project', '/orgs/default/projects/dev', { tier_0s: ['/infra/tier-0s/lab-t0'] }),
  vpc: nsxRaw('Vpc', '/orgs/default/projects/dev/vpcs/development_k2x9a', {
    short_id: 'abc',
    private_ips: ['172.26.0.0/16'],
  }),
  'static-route': nsxRaw('StaticRoutes', '/infra/tier-1s/t1/static-routes/r', {
    network: '45.1.2.0/24',
    next_hops: [{ ip_address: '10.0.0.9', admin_distance: 1 }],
  }),
  'spoofguard-binding': nsxRaw(
    'SegmentSecurityProfileBindingMap',
    '/infra/segments/s/segment-security-profile-binding-maps/m',
    { spoofguard_profile_path: '/infra/spoofguard-profiles/sgp_pandora' },
  ),
  'gateway-policy': nsxRaw('GatewayPolicy', '/infra/domains/default/gateway-policies/Policy_Default_Infra', {
    category: 'Default',
  }),
  'exclude-list': {
    resource_type: 'PolicyExcludeList',
    id: 'exclude-list',
    display_name: 'exclude-list',
    members: ['/infra/domains/default/groups/Web'],
  },
  'firewall-switch': {
    resource_type: 'DfwFirewallConfiguration',
    id: 'security',
    display_name: 'security',
    enable_firewall: true,
    disable_auto_drafts: false,
  },
  'transport-node': nsxRaw(
    'HostTransportNode',
    '/infra/sites/default/enforcement-points/default/host-transport-nodes/tn-1',
    { node_deployment_info: { ip_addresses: ['192.168.1.31'] } },
  ),
  vif: {
    resource_type: 'VirtualNetworkInterface',
    external_id: 'nic-1',
    display_name: 'Network adapter 1',
    lport_attachment_id: 'vif-1',
    owner_vm_id: 'vm-1',
    mac_address: '00:50:56:00:00:01',
  },
  'virtual-machine': {
    resource_type: 'VirtualMachine',
    external_id: 'vm-1',
    display_name: 'k8s-worker-1',
    power_state: 'vm_running',
    compute_ids: ['moIdOnHost:1', 'biosUuid:4213-aa'],
  },
  alarm: {
    resource_type: 'PolicyAlarmResource',
    id: 'a1',
    message: 'no address is left in the block',
    error_details: { error_code: 5137 },
    source_reference: '/infra/segments/s',
  },
  'container-cluster': {
    resource_type: 'ContainerCluster',
    external_id: '82826d1d-5011-5fe4-98d2-1a670eecee93',
    display_name: 'pandora',
    cni_type: 'NCP',
  },
  'transport-node-status': {
    node_uuid: 'tn-1',
    node_display_name: 'esx-1',
    node_path: '/infra/sites/default/enforcement-points/default/host-transport-nodes/tn-1',
    status: 'DEGRADED',
    mgmt_connection_status: 'UP',
    control_connection_status: { status: 'UP', up_count: 1 },
    tunnel_status: { status: 'DOWN', down_count: 2 },
  },
  'management-cluster': {
    cluster_id: 'c1',
    mgmt_cluster_status: {
      status: 'DEGRADED',
      online_nodes: [{ uuid: 'n1' }],
      offline_nodes: [{ uuid: 'n2', mgmt_cluster_listen_ip_address: '192.168.1.15' }],
    },
    control_cluster_status: { status: 'STABLE' },
    detailed_cluster_status: { groups: [{ group_type: 'HTTPS', group_status: 'DEGRADED' }] },
  },
  'ncp-health': {
    cluster_id: '82826d1d-5011-5fe4-98d2-1a670eecee93',
    cluster_name: 'pandora',
    type: 'Kubernetes',
    status: 'DOWN',
  },
  'system-alarm': {
    id: 'a2',
    event_type: 'ip_block_usage_very_high',
    feature_name: 'ipam',
    severity: 'HIGH',
    status: 'OPEN',
    summary: 'the block is nearly full',
    recommended_action: 'extend the block',
    alarm_source_type: 'INTENT_PATH',
    alarm_source: ['/infra/ip-blocks/k8s-1-internal'],
  },
  'container-network-policy': inventory('ContainerNetworkPolicy', 'np-1'),
  'container-ingress-policy': inventory('ContainerIngressPolicy', 'ing-1'),
  'container-project': inventory('ContainerProject', 'ns-development'),
  'container-application': inventory('ContainerApplication', 'uid-web'),
  'container-application-instance': inventory('ContainerApplicationInstance', 'u1'),
  'container-cluster-node': inventory('ContainerClusterNode', 'node-k8s-worker-1'),
};
