import { loadBalancerServicePath, persistencePath, profilePath } from './cluster';
import type { KubeEndpointSlice, KubeNamespace, KubeService, KubeServicePort } from './kubernetes';
import { type Desired, desired, idOf, letters, type Plan } from './objects';
import type { Site } from './site';
import { clusterTags, projectTags, tag } from './tags';

/** What shapes a Service's objects beside itself. */
export interface ServiceShape {
  readonly namespace: KubeNamespace;
  readonly slices: readonly KubeEndpointSlice[];
  /** Ports some Ingress sends requests to; they need a pool even without a virtual server. */
  readonly ingressPorts: ReadonlySet<number>;
}

/** What NSX has decided about a Service. */
export interface ServiceFacts {
  readonly address: string | undefined;
}

interface Member {
  readonly ip_address: string;
  readonly port: string;
  readonly weight: number;
  readonly admin_state: 'ENABLED';
}

/** Whether NCP gives the Service a virtual server. */
export function wantsVirtualServer(service: KubeService): boolean {
  return service.type === 'LoadBalancer' && service.loadBalancerClass === undefined && !service.deleting;
}

function isAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text);
}

/** Pool the Service's address comes from: one it names in `loadBalancerIP`, else the cluster's. */
export function servicePoolPath(site: Site, service: Pick<KubeService, 'loadBalancerIp'>): string {
  const wish = service.loadBalancerIp;
  return wish === undefined || isAddress(wish) ? site.loadBalancerPoolPath : `/infra/ip-pools/${wish}`;
}

/** Path of the Service's address allocation. */
export function serviceAllocationPath(site: Site, service: Pick<KubeService, 'uid' | 'loadBalancerIp'>): string {
  return `${servicePoolPath(site, service)}/ip-allocations/${service.uid}`;
}

/** Path of the pool behind one Service port. */
export function poolPath(site: Site, service: KubeService, port: number): string {
  const suffix = letters(`${site.cluster}/${service.uid}/${port}`);
  return `/infra/lb-pools/${site.cluster}_${service.namespace}_${service.name}_${port}_${suffix}`;
}

function inAddressOrder(left: Member, right: Member): number {
  const key = (member: Member) =>
    member.ip_address
      .split('.')
      .map((part) => part.padStart(3, '0'))
      .join('.');
  return `${key(left)}:${left.port}` < `${key(right)}:${right.port}` ? -1 : 1;
}

/** Ready endpoints of one Service port as static members, in address order, without repeats. */
export function membersOf(port: KubeServicePort, slices: readonly KubeEndpointSlice[]): readonly Member[] {
  const members = new Map<string, Member>();
  for (const slice of slices) {
    const target = slice.ports.find((candidate) => candidate.name === port.name);
    if (target === undefined) continue;
    for (const endpoint of slice.addresses) {
      if (!endpoint.ready) continue;
      members.set(`${endpoint.address}:${target.port}`, {
        ip_address: endpoint.address,
        port: String(target.port),
        weight: 1,
        admin_state: 'ENABLED',
      });
    }
  }
  return [...members.values()].sort(inAddressOrder);
}

function pool(site: Site, service: KubeService, port: KubeServicePort, shape: ServiceShape): Desired {
  return desired('/infra/lb-pools', 'LBPool', idOf(poolPath(site, service, port.port)), {
    algorithm: 'ROUND_ROBIN',
    members: membersOf(port, shape.slices),
    snat_translation: { type: 'LBSnatAutoMap' },
    tags: [
      ...clusterTags(site.cluster),
      tag('ncp/project', service.namespace),
      tag('ncp/service', service.name),
      tag('ncp/service_uid', service.uid),
      tag('ncp/created_for', 'SLB'),
      tag('ncp/service_port', String(port.port)),
      tag('external_id', service.uid),
    ],
  });
}

function virtualServer(site: Site, service: KubeService, port: KubeServicePort, address: string): Desired {
  const id = `${site.cluster}_${service.namespace}_${service.name}_${port.port}`;
  // Two ports may share a number with different protocols; TCP keeps the plain id.
  const unique = port.protocol === 'TCP' ? id : `${id}_${port.protocol}`;
  return desired('/infra/lb-virtual-servers', 'LBVirtualServer', unique, {
    ip_address: address,
    ports: [String(port.port)],
    enabled: true,
    lb_service_path: loadBalancerServicePath(site),
    pool_path: poolPath(site, service, port.port),
    application_profile_path: profilePath(site, port.protocol === 'UDP' ? 'LBFastUdpProfile' : 'LBFastTcpProfile'),
    ...(service.clientAffinity ? { lb_persistence_profile_path: persistencePath(site) } : {}),
    tags: [
      ...clusterTags(site.cluster),
      tag('ncp/project', service.namespace),
      tag('ncp/service', service.name),
      tag('ncp/service_uid', service.uid),
      tag('ncp/service_port', String(port.port)),
      tag('ncp/service_port_protocol', port.protocol),
      tag('ncp/lb_vs_type', 'layer_4'),
      tag('ncp/created_for', 'SLB'),
      tag('ncp/ip_pool_id', idOf(servicePoolPath(site, service))),
      tag('external_id', service.uid),
    ],
  });
}

/** The address, pools and virtual servers of a Service; nothing for a plain ClusterIP Service no Ingress uses. */
export function planService(site: Site, service: KubeService, shape: ServiceShape, facts: ServiceFacts): Plan {
  const balanced = wantsVirtualServer(service);
  const supported = service.ports.filter((port) => port.protocol === 'TCP' || port.protocol === 'UDP');
  const objects: Desired[] = [];
  const waiting: string[] = [];
  if (balanced) {
    const wish = service.loadBalancerIp;
    const path = serviceAllocationPath(site, service);
    objects.push(
      desired(path.slice(0, path.lastIndexOf('/')), 'IpAddressAllocation', service.uid, {
        ...(wish !== undefined && isAddress(wish) ? { allocation_ip: wish } : {}),
        tags: [
          ...projectTags(site.cluster, shape.namespace),
          tag('ncp/service', service.name),
          tag('ncp/service_uid', service.uid),
          tag('ncp/created_for', 'l4_service'),
        ],
      }),
    );
    if (facts.address === undefined) waiting.push(path);
  }
  for (const port of supported) {
    if (balanced || shape.ingressPorts.has(port.port)) objects.push(pool(site, service, port, shape));
  }
  if (balanced && facts.address !== undefined) {
    for (const port of supported) objects.push(virtualServer(site, service, port, facts.address));
  }
  return { objects, waiting };
}
