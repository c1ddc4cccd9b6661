import { backendPort, routeIngresses, servesIngress } from '../../ncp/mapping/ingress';
import type { KubeIngress, KubeNamespace, KubeService, KubeServicePort } from '../../ncp/mapping/kubernetes';
import { type Desired, desired } from '../../ncp/mapping/objects';
import { membersOf, wantsVirtualServer } from '../../ncp/mapping/service';
import { tag } from '../../ncp/mapping/tags';
import type { KubernetesState } from '../../ncp/kubernetes/state';
import { balancerTags, hash5, vpcPath, type VpcSite } from './identity';

/** Address NSX gave to an allocation, once it did. */
export type AddressOf = (path: string) => string | undefined;

const profile = (kind: 'http' | 'tcp' | 'udp') => `/infra/lb-app-profiles/default-${kind}-lb-app-profile`;

/** Path of the allocation behind a Service's virtual servers, or behind a namespace's Ingresses. */
export function allocationPath(site: VpcSite, namespace: KubeNamespace, uid: string): string {
  return `${vpcPath(site, namespace)}/ip-address-allocations/${hash5(uid)}`;
}

function allocation(site: VpcSite, namespace: KubeNamespace, uid: string, purpose: string): Desired {
  return desired(`${vpcPath(site, namespace)}/ip-address-allocations`, 'VpcIpAddressAllocation', hash5(uid), {
    allocation_size: 1,
    ip_address_block_visibility: 'EXTERNAL',
    tags: [
      ...balancerTags(site, namespace),
      tag('ncp/created_for', purpose),
      ...(purpose === 'l4_service' ? [tag('ncp/service_uid', uid)] : []),
    ],
  });
}

function poolId(service: KubeService, port: KubeServicePort): string {
  return `${service.name}_${port.port}_${hash5(service.uid)}`;
}

function pool(
  site: VpcSite,
  namespace: KubeNamespace,
  state: KubernetesState,
  service: KubeService,
  port: KubeServicePort,
) {
  return desired(`${vpcPath(site, namespace)}/vpc-lb-pools`, 'LBPool', poolId(service, port), {
    algorithm: 'ROUND_ROBIN',
    members: membersOf(port, state.slicesOf(service)),
    snat_translation: { type: 'LBSnatAutoMap' },
    tags: [
      ...balancerTags(site, namespace),
      tag('ncp/service', service.name),
      tag('ncp/service_uid', service.uid),
      tag('ncp/service_port', String(port.port)),
      tag('ncp/service_port_protocol', port.protocol),
      tag('ncp/created_for', 'SLB'),
      tag('external_id', service.uid),
    ],
  });
}

function server(site: VpcSite, namespace: KubeNamespace, service: KubeService, port: KubeServicePort, address: string) {
  const vpc = vpcPath(site, namespace);
  const id = `${service.name}_${port.port}_${port.protocol.toLowerCase()}_${hash5(service.uid)}`;
  return desired(`${vpc}/vpc-lb-virtual-servers`, 'LBVirtualServer', id, {
    ip_address: address,
    ports: [String(port.port)],
    enabled: true,
    lb_service_path: `${vpc}/vpc-lbs/default`,
    pool_path: `${vpc}/vpc-lb-pools/${poolId(service, port)}`,
    application_profile_path: profile(port.protocol === 'UDP' ? 'udp' : 'tcp'),
    // The Service's name is not among them here; only its UID is.
    tags: [
      ...balancerTags(site, namespace),
      tag('ncp/service_uid', service.uid),
      tag('ncp/service_port', String(port.port)),
      tag('ncp/service_port_protocol', port.protocol),
      tag('ncp/lb_vs_type', 'layer_4'),
      tag('ncp/created_for', 'SLB'),
      tag('external_id', service.uid),
    ],
  });
}

/** What NCP makes of one Service beside the operator. */
export function planVpcService(
  site: VpcSite,
  namespace: KubeNamespace,
  state: KubernetesState,
  service: KubeService,
  addressOf: AddressOf,
): Desired[] {
  const balanced = wantsVirtualServer(service);
  const routed = state.ingresses
    .in(namespace.name)
    .filter(servesIngress)
    .flatMap((ingress) => ingress.paths)
    .flatMap((path) => (path.service === service.name ? (backendPort(service, path.port) ?? []) : []));
  const ports = service.ports.filter(({ protocol }) => protocol === 'TCP' || protocol === 'UDP');
  const pools = ports
    .filter((port) => balanced || routed.includes(port.port))
    .map((port) => pool(site, namespace, state, service, port));
  if (!balanced) return pools;
  const address = addressOf(allocationPath(site, namespace, service.uid));
  return [
    allocation(site, namespace, service.uid, 'l4_service'),
    ...pools,
    ...(address === undefined ? [] : ports.map((port) => server(site, namespace, service, port, address))),
  ];
}

function rulesOf(site: VpcSite, namespace: KubeNamespace, state: KubernetesState, ingresses: readonly KubeIngress[]) {
  const { routes } = routeIngresses(ingresses, (where, name) => state.services.named(where, name));
  return routes.flatMap(({ path, service, port }) => {
    const target = service.ports.find((one) => one.port === port);
    if (target === undefined) return [];
    const host = {
      type: 'LBHttpRequestHeaderCondition',
      header_name: 'Host',
      header_value: path.host,
      match_type: 'EQUALS',
      case_sensitive: false,
      inverse: false,
    };
    const select = `${vpcPath(site, namespace)}/vpc-lb-pools/${poolId(service, target)}`;
    return [
      {
        phase: 'HTTP_FORWARDING',
        match_strategy: 'ALL',
        match_conditions: path.host === '' ? [] : [host],
        actions: [{ type: 'LBSelectPoolAction', pool_id: select }],
      },
    ];
  });
}

/** The pair of virtual servers a namespace with Ingresses has for itself. */
export function planVpcIngress(
  site: VpcSite,
  namespace: KubeNamespace,
  state: KubernetesState,
  addressOf: AddressOf,
): Desired[] {
  const ingresses = state.ingresses.in(namespace.name).filter(servesIngress);
  if (ingresses.length === 0) return [];
  const address = addressOf(allocationPath(site, namespace, namespace.uid));
  const made = allocation(site, namespace, namespace.uid, 'l7_per_namespace');
  if (address === undefined) return [made];
  const vpc = vpcPath(site, namespace);
  const pair = (['http', 'https_terminated'] as const).map((kind) =>
    desired(`${vpc}/vpc-lb-virtual-servers`, 'LBVirtualServer', `${vpc.slice(vpc.lastIndexOf('/') + 1)}_${kind}`, {
      ip_address: address,
      ports: [kind === 'http' ? '80' : '443'],
      enabled: true,
      lb_service_path: `${vpc}/vpc-lbs/default`,
      pool_path: '',
      application_profile_path: profile('http'),
      rules: kind === 'http' ? rulesOf(site, namespace, state, ingresses) : [],
      tags: [
        ...balancerTags(site, namespace),
        tag('ncp/lb_vs_type', kind),
        tag('ncp/created_for', 'SLB'),
        tag('external_id', namespace.uid),
      ],
    }),
  );
  return [made, ...pair];
}
