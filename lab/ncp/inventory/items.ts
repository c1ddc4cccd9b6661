import { createHash } from 'node:crypto';
import type { KubeNode, KubeObject, KubePod } from '../mapping/kubernetes';
import { tag } from '../mapping/tags';

/** One entry of NSX's own inventory of containers, as it is pushed. */
export interface InventoryItem {
  readonly resource_type: string;
  readonly external_id: string;
  readonly display_name: string;
  readonly [field: string]: unknown;
}

/** What an item needs to know beside its own object. */
export interface InventoryContext {
  /** UID of the cluster's entry, see {@link inventoryClusterId}. */
  readonly cluster: string;
  namespaceUid(name: string): string | undefined;
  nodeUid(name: string): string | undefined;
  /** UIDs of the Services the Pod is an endpoint of. */
  servicesOf(pod: KubePod): readonly string[];
}

/** Name space of X.500 names (RFC 4122, appendix C). */
const x500 = Buffer.from('6ba7b8149dad11d180b400c04fd430c8', 'hex');
/** Labels the inventory keeps of one object; further ones are dropped without a word. */
const maxLabels = 20;

/** UID of a cluster in the inventory: UUID version 5 of its name among X.500 names. */
export function inventoryClusterId(cluster: string): string {
  const digest = createHash('sha1').update(x500).update(cluster).digest().subarray(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function labelTags(labels: Readonly<Record<string, string>>) {
  return Object.keys(labels)
    .sort()
    .slice(0, maxLabels)
    .map((key) => tag(`dis:k8s:${key}`.slice(0, 128), (labels[key] ?? '').slice(0, 256)));
}

/** What NCP's error annotations say becomes the entry's network errors. */
function health(item: KubeObject) {
  const errors = Object.entries(item.annotations)
    .filter(([key]) => key.startsWith('ncp/error'))
    .map(([key, value]) => ({ error_message: `${key}: ${value}` }));
  return { network_status: errors.length === 0 ? 'HEALTHY' : 'UNHEALTHY', network_errors: errors };
}

function property(key: string, value: string | undefined) {
  return value === undefined ? [] : [{ key, value }];
}

function specifics(item: KubeObject, context: InventoryContext): Readonly<Record<string, unknown>> | undefined {
  switch (item.kind) {
    case 'Namespace':
      return { resource_type: 'ContainerProject' };
    case 'Node':
      return nodeFields(item);
    case 'Pod':
      return podFields(item, context);
    case 'Service':
      return {
        resource_type: 'ContainerApplication',
        status: 'UP',
        origin_properties: [
          ...property('type', item.type),
          ...item.statusAddresses.flatMap((address) => property('load_balancer_ip', address)),
        ],
      };
    case 'NetworkPolicy':
      return { resource_type: 'ContainerNetworkPolicy', policy_type: 'NETWORK_POLICY' };
    case 'Ingress':
      return { resource_type: 'ContainerIngressPolicy' };
    case 'EndpointSlice':
      return undefined;
  }
}

function nodeFields(node: KubeNode) {
  return {
    resource_type: 'ContainerClusterNode',
    ip_addresses: node.address === undefined ? [] : [node.address],
    origin_properties: property('providerID', node.providerId),
  };
}

function podFields(pod: KubePod, context: InventoryContext) {
  return {
    resource_type: 'ContainerApplicationInstance',
    status: pod.finished ? 'DOWN' : pod.address === undefined ? 'UNKNOWN' : 'UP',
    cluster_node_id: pod.nodeName === undefined ? '' : (context.nodeUid(pod.nodeName) ?? ''),
    container_application_ids: [...context.servicesOf(pod)].sort(),
    origin_properties: property('ip', pod.address),
  };
}

/** The entry of one object; undefined for kinds the inventory has no place for. */
export function inventoryItem(item: KubeObject, context: InventoryContext): InventoryItem | undefined {
  const own = specifics(item, context);
  if (own === undefined) return undefined;
  const project = item.namespace === '' ? undefined : context.namespaceUid(item.namespace);
  return {
    resource_type: String(own.resource_type),
    external_id: item.uid,
    display_name: item.name,
    container_cluster_id: context.cluster,
    ...(project === undefined ? {} : { container_project_id: project }),
    ...health(item),
    tags: labelTags(item.labels),
    ...own,
  };
}

/** The entry of the cluster itself. */
export function clusterItem(cluster: string): InventoryItem {
  return {
    resource_type: 'ContainerCluster',
    external_id: inventoryClusterId(cluster),
    display_name: cluster,
    cluster_type: 'Kubernetes',
    cni_type: 'NCP',
    network_status: 'HEALTHY',
    network_errors: [],
  };
}
