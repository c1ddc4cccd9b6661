import type { KubeNamespace, KubeNode, KubePod } from './kubernetes';
import { type Desired, desired, type Plan, uuidOf } from './objects';
import { domainPath, healthPolicyPath, type Site } from './site';
import { clusterTags, projectTags, tag, withLabels } from './tags';

/** Where NCP plugs a Pod in. */
export interface PodPlacement {
  readonly segmentPath: string;
  /** VIF of the cluster node's tagged port. */
  readonly parentVif: string;
  /** VLAN between Pod and hypervisor, unique on that VIF. */
  readonly trafficTag: number;
  readonly nodeUid: string;
}

/** Whether NCP gives the Pod a port: it has a node, does not share the node's network, and still runs. */
export function wantsPort(pod: KubePod): boolean {
  return !pod.hostNetwork && !pod.finished && pod.nodeName !== undefined;
}

/** Path of a Pod's port on a segment. */
export function podPortPath(segmentPath: string, podUid: string): string {
  return `${segmentPath}/ports/port_${podUid}`;
}

/** Path of the group holding one cluster node's address, the source of its kubelet's probes. */
export function nodeGroupPath(site: Site, nodeUid: string): string {
  return `${domainPath(site)}/groups/hc_${nodeUid}_src`;
}

function port(site: Site, pod: KubePod, namespace: KubeNamespace, placement: PodPlacement): Desired {
  const base = [...projectTags(site.cluster, namespace), tag('ncp/pod', pod.name), tag('ncp/pod_uid', pod.uid)];
  return desired(`${placement.segmentPath}/ports`, 'SegmentPort', `port_${pod.uid}`, {
    display_name: `${site.cluster}-${pod.namespace}-${pod.name}`.slice(0, 255),
    attachment: {
      id: uuidOf(`${site.cluster}/vif/${pod.uid}`),
      type: 'CHILD',
      context_id: placement.parentVif,
      traffic_tag: placement.trafficTag,
      app_id: `nsx.${pod.namespace}.${pod.name}`,
      allocate_addresses: 'BOTH',
    },
    admin_state: 'UP',
    tags: withLabels(base, pod.labels),
  });
}

function healthCheck(site: Site, pod: KubePod, placement: PodPlacement): Desired[] {
  if (pod.probePorts.length === 0) return [];
  const tags = [
    ...clusterTags(site.cluster),
    tag('ncp/project', pod.namespace),
    tag('ncp/pod', pod.name),
    tag('ncp/pod_uid', pod.uid),
    tag('ncp/created_for', 'healthcheck'),
  ];
  const groups = `${domainPath(site)}/groups`;
  const target = `hc_port_${pod.uid}_tgt`;
  return [
    desired(groups, 'Group', target, {
      expression: [{ resource_type: 'PathExpression', paths: [podPortPath(placement.segmentPath, pod.uid)] }],
      tags: [...tags, tag('ncp/nsg_type', 'target')],
    }),
    desired('/infra/services', 'Service', `hc_${pod.uid}`, {
      service_entries: [
        {
          resource_type: 'L4PortSetServiceEntry',
          id: 'entry',
          display_name: 'entry',
          l4_protocol: 'TCP',
          destination_ports: pod.probePorts.map(String),
        },
      ],
      tags,
    }),
    desired(`${healthPolicyPath(site)}/rules`, 'Rule', `hcr_${pod.uid}`, {
      action: 'ALLOW',
      direction: 'IN',
      ip_protocol: 'IPV4_IPV6',
      source_groups: [nodeGroupPath(site, placement.nodeUid)],
      destination_groups: [`${groups}/${target}`],
      services: [`/infra/services/hc_${pod.uid}`],
      profiles: ['ANY'],
      scope: [`${groups}/${target}`],
      sequence_number: 1,
    }),
  ];
}

/** A Pod's port and, when it has probes, what lets them through. */
export function planPod(site: Site, pod: KubePod, namespace: KubeNamespace, placement: PodPlacement): Plan {
  return { objects: [port(site, pod, namespace, placement), ...healthCheck(site, pod, placement)], waiting: [] };
}

/** A cluster node's group of probe sources; the node itself makes nothing else in NSX. */
export function planNode(site: Site, node: KubeNode): Plan {
  if (node.address === undefined) return { objects: [], waiting: [] };
  const group = desired(`${domainPath(site)}/groups`, 'Group', `hc_${node.uid}_src`, {
    expression: [{ resource_type: 'IPAddressExpression', ip_addresses: [node.address] }],
    tags: [...clusterTags(site.cluster), tag('ncp/created_for', 'healthcheck'), tag('ncp/nsg_type', 'src')],
  });
  return { objects: [group], waiting: [] };
}
