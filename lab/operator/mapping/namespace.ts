import type { KubeNamespace, KubePod } from '../../ncp/mapping/kubernetes';
import { type Desired, desired, uuidOf } from '../../ncp/mapping/objects';
import { tag, withLabels } from '../../ncp/mapping/tags';
import { hash5, hex8, namespaceTags, vpcPath, type VpcSite } from './identity';

/** Pods one subnet can carry: all addresses but network, gateway and broadcast. */
export function podsPerSubnet(site: Pick<VpcSite, 'subnetSize'>): number {
  return site.subnetSize - 3;
}

/** Path of the namespace's default subnet for Pods with this index. */
export function subnetPath(site: VpcSite, namespace: KubeNamespace, index: number): string {
  const id = `pod-default-${hex8(`${namespace.uid}/${index}`)}_${hash5(namespace.uid)}`;
  return `${vpcPath(site, namespace)}/subnets/${id}`;
}

/** Path of a Pod's port. */
export function podPortPath(subnet: string, namespace: KubeNamespace, pod: Pick<KubePod, 'name'>): string {
  return `${subnet}/ports/${pod.name}_${hash5(namespace.uid)}`;
}

/** A namespace's VPC with its attachment, load balancer and subnets. */
export function planVpc(site: VpcSite, namespace: KubeNamespace, subnets: number): Desired[] {
  const vpc = vpcPath(site, namespace);
  const tags = namespaceTags(site, namespace);
  const managed = tag('nsx/managed-by', 'nsx-op');
  return [
    desired(`${site.projectPath}/vpcs`, 'Vpc', vpc.slice(vpc.lastIndexOf('/') + 1), {
      private_ipv4_blocks: [site.privateBlockPath],
      external_ipv4_blocks: [site.externalBlockPath],
      tags: [...tags, managed],
    }),
    desired(`${vpc}/attachments`, 'VpcAttachment', 'default', {
      vpc_connectivity_profile: `${site.projectPath}/vpc-connectivity-profiles/default`,
      tags,
    }),
    desired(`${vpc}/vpc-lbs`, 'LBService', 'default', {
      connectivity_path: vpc,
      size: 'SMALL',
      enabled: true,
      tags: [...tags, tag('nsx-op/created_for', 'SLB')],
    }),
    ...Array.from({ length: subnets }, (_, index) => {
      const path = subnetPath(site, namespace, index);
      const owner = [
        tag('nsx-op/subnetset_name', 'pod-default'),
        tag('nsx-op/subnetset_uid', uuidOf(`${site.cluster}/${namespace.uid}/pod-default`)),
        managed,
      ];
      return desired(`${vpc}/subnets`, 'VpcSubnet', path.slice(path.lastIndexOf('/') + 1), {
        access_mode: 'Private',
        ipv4_subnet_size: site.subnetSize,
        tags: withLabels([...tags, ...owner], namespace.labels),
      });
    }),
  ];
}

/** A Pod's port on a subnet. */
export function planPodPort(site: VpcSite, namespace: KubeNamespace, pod: KubePod, subnet: string): Desired {
  const path = podPortPath(subnet, namespace, pod);
  const base = [...namespaceTags(site, namespace), tag('nsx-op/pod_name', pod.name), tag('nsx-op/pod_uid', pod.uid)];
  return desired(`${subnet}/ports`, 'VpcSubnetPort', path.slice(path.lastIndexOf('/') + 1), {
    attachment: {
      id: uuidOf(`${site.cluster}/cif/${pod.uid}`),
      type: 'STATIC',
      traffic_tag: 0,
      allocate_addresses: 'BOTH',
      app_id: pod.uid,
      context_id: pod.nodeName ?? '',
    },
    tags: withLabels(base, pod.labels),
  });
}
