import type { Kind, KubernetesKind, NsxKind } from './define';
import { clusterNode } from './kubernetes/cluster-node';
import { configMap } from './kubernetes/config-map';
import {
  addressBinding,
  ipAddressAllocation,
  ncpConfig,
  networkInfo,
  nsxLbMonitor,
  nsxServiceAccount,
  securityPolicyResource,
  staticRouteResource,
  subnet,
  subnetPort,
  subnetSet,
  vpcNetworkConfiguration,
} from './kubernetes/custom-resource';
import { daemonSet } from './kubernetes/daemon-set';
import { deployment } from './kubernetes/deployment';
import { endpointSlice } from './kubernetes/endpoint-slice';
import { ingress } from './kubernetes/ingress';
import { loadBalancer } from './kubernetes/load-balancer';
import { namespace } from './kubernetes/namespace';
import { networkPolicy } from './kubernetes/network-policy';
import { nsxError } from './kubernetes/nsx-error';
import { operatorConfig } from './kubernetes/operator-config';
import { pod } from './kubernetes/pod';
import { replicaSet } from './kubernetes/replica-set';
import { service } from './kubernetes/service';
import { statefulSet } from './kubernetes/stateful-set';
import { alarm } from './nsx/alarm';
import { domain } from './nsx/domain';
import { excludeList } from './nsx/exclude-list';
import { firewallSwitch } from './nsx/firewall-switch';
import { gatewayPolicy } from './nsx/gateway-policy';
import { group } from './nsx/group';
import {
  containerApplication,
  containerApplicationInstance,
  containerCluster,
  containerClusterNode,
  containerIngressPolicy,
  containerNetworkPolicy,
  containerProject,
} from './nsx/inventory';
import { ipAllocation } from './nsx/ip-allocation';
import { ipBlock } from './nsx/ip-block';
import { ipPool } from './nsx/ip-pool';
import { ipSubnet } from './nsx/ip-subnet';
import { lbPool } from './nsx/lb-pool';
import { lbService } from './nsx/lb-service';
import { lbVirtualServer } from './nsx/lb-virtual-server';
import { localeService } from './nsx/locale-service';
import { managementCluster } from './nsx/management-cluster';
import { natRule } from './nsx/nat-rule';
import { ncpHealth } from './nsx/ncp-health';
import { nsxService } from './nsx/nsx-service';
import { project } from './nsx/project';
import { rule } from './nsx/rule';
import { securityPolicy } from './nsx/security-policy';
import { segment } from './nsx/segment';
import { segmentPort } from './nsx/segment-port';
import { spoofguardBinding } from './nsx/spoofguard-binding';
import { staticRoute } from './nsx/static-route';
import { systemAlarm } from './nsx/system-alarm';
import { tier0 } from './nsx/tier-0';
import { tier1 } from './nsx/tier-1';
import { transportNode } from './nsx/transport-node';
import { transportNodeStatus } from './nsx/transport-node-status';
import { vif } from './nsx/vif';
import { virtualMachine } from './nsx/virtual-machine';
import { vpc } from './nsx/vpc';

export * from './define';
export * from './vpc-words';

/** Every kind there is. Adding one is a file and a line here. */
export const KINDS = [
  namespace,
  clusterNode,
  deployment,
  statefulSet,
  daemonSet,
  replicaSet,
  pod,
  service,
  endpointSlice,
  ingress,
  networkPolicy,
  configMap,
  operatorConfig,
  nsxError,
  loadBalancer,
  securityPolicyResource,
  subnet,
  subnetSet,
  subnetPort,
  vpcNetworkConfiguration,
  networkInfo,
  staticRouteResource,
  ipAddressAllocation,
  addressBinding,
  nsxServiceAccount,
  nsxLbMonitor,
  ncpConfig,
  tier0,
  tier1,
  localeService,
  project,
  vpc,
  staticRoute,
  ipBlock,
  ipPool,
  ipSubnet,
  ipAllocation,
  natRule,
  segment,
  spoofguardBinding,
  segmentPort,
  lbService,
  lbVirtualServer,
  lbPool,
  domain,
  group,
  securityPolicy,
  rule,
  nsxService,
  gatewayPolicy,
  excludeList,
  firewallSwitch,
  transportNode,
  transportNodeStatus,
  managementCluster,
  ncpHealth,
  vif,
  virtualMachine,
  alarm,
  systemAlarm,
  containerCluster,
  containerProject,
  containerApplication,
  containerApplicationInstance,
  containerNetworkPolicy,
  containerIngressPolicy,
  containerClusterNode,
] as const satisfies readonly Kind[];

const BY_NAME: ReadonlyMap<string, Kind> = new Map(KINDS.map((kind): [string, Kind] => [kind.name, kind]));
const KUBERNETES: readonly KubernetesKind[] = KINDS.filter(
  (kind): kind is KubernetesKind => kind.plane === 'kubernetes',
);
const NSX: readonly NsxKind[] = KINDS.filter((kind): kind is NsxKind => kind.plane === 'nsx');

/** The kinds that a cluster is watched for. */
export const kubernetesKinds = (): readonly KubernetesKind[] => KUBERNETES;
/** The kinds that an NSX Manager is polled for. */
export const nsxKinds = (): readonly NsxKind[] => NSX;
/** The kind of that name, if there is one. */
export const kindNamed = (name: string): Kind | undefined => BY_NAME.get(name);
