import type { WorldObject } from './world';
import { everywhere, namespace, serviceAccount, workload } from './workloads';

const image = 'registry.lab/nsx-ncp-ubuntu:latest';

/** What NCP's configuration says about one cluster. */
export interface NcpSettings {
  readonly cluster: string;
  readonly topology: 'two-tier' | 'single-tier';
  /** Ids of the administrator's objects. */
  readonly tier0: string;
  readonly externalPool: string;
}

function ncpIni(settings: NcpSettings): string {
  return `[DEFAULT]
use_stderr = True

[coe]
adaptor = kubernetes
cluster = ${settings.cluster}
nsxlib_loglevel = INFO

[k8s]
apiserver_host_ip = 192.168.1.27
apiserver_host_port = 6443
ca_file = /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
client_token_file = /var/run/secrets/kubernetes.io/serviceaccount/token
enable_multus = False

[nsx_v3]
policy_nsxapi = True
nsx_api_managers = 192.168.1.14
nsx_api_user = ncp
nsx_api_password = VMware1!VMware1!
insecure = True
single_tier_topology = ${settings.topology === 'single-tier' ? 'True' : 'False'}
subnet_prefix = 24
external_ip_pools = ${settings.externalPool}
top_tier_router = ${settings.tier0}
overlay_tz = overlayTransport
service_size = SMALL

[nsx_kube_proxy]
ovs_uplink_port = ens192
`;
}

function agentIni(cluster: string): string {
  return `[DEFAULT]
use_stderr = True

[coe]
adaptor = kubernetes
cluster = ${cluster}

[nsx_node_agent]
ovs_bridge = br-int

[nsx_kube_proxy]
ovs_uplink_port = ens192
`;
}

interface Definition {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: 'Cluster' | 'Namespaced';
  readonly short?: string;
}

const definitions: readonly Definition[] = [
  { group: 'nsx.vmware.com', version: 'v1', kind: 'NSXError', plural: 'nsxerrors', scope: 'Cluster', short: 'ne' },
  { group: 'nsx.vmware.com', version: 'v1', kind: 'NSXLock', plural: 'nsxlocks', scope: 'Cluster' },
  { group: 'nsx.vmware.com', version: 'v1', kind: 'NcpConfig', plural: 'ncpconfigs', scope: 'Namespaced' },
  { group: 'vmware.com', version: 'v1alpha1', kind: 'LoadBalancer', plural: 'loadbalancers', scope: 'Namespaced' },
  {
    group: 'vmware.com',
    version: 'v1alpha1',
    kind: 'NSXLoadBalancerMonitor',
    plural: 'nsxlbmonitors',
    scope: 'Namespaced',
  },
];

function customResource(of: Definition): WorldObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${of.plural}.${of.group}` },
    spec: {
      group: of.group,
      scope: of.scope,
      names: {
        kind: of.kind,
        listKind: `${of.kind}List`,
        plural: of.plural,
        singular: of.kind.toLowerCase(),
        ...(of.short === undefined ? {} : { shortNames: [of.short] }),
      },
      versions: [
        {
          name: of.version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  };
}

function configMap(name: string, ini: string): WorldObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'nsx-system', name, labels: { version: 'v1' } },
    data: { 'ncp.ini': ini },
  };
}

function volumes(map: string): WorldObject {
  return { volumes: [{ name: 'config-volume', configMap: { name: map } }] };
}

/** The kinds NCP brings along. */
export function ncpDefinitions(): WorldObject[] {
  return definitions.map(customResource);
}

/** NCP's configuration; it belongs into the namespace nsx-system, which must be there. */
export function ncpConfiguration(settings: NcpSettings): WorldObject[] {
  return [
    serviceAccount('nsx-system', 'ncp-svc-account'),
    serviceAccount('nsx-system', 'nsx-node-agent-svc-account'),
    configMap('nsx-ncp-config', ncpIni(settings)),
    configMap('nsx-node-agent-config', agentIni(settings.cluster)),
  ];
}

/** The namespace NCP runs in: its Pods share their nodes' network and so have no ports of their own. */
export function nsxSystemObjects(settings: NcpSettings): WorldObject[] {
  const onNodes = { hostNetwork: true, tolerations: everywhere };
  const mount = { volumeMounts: [{ name: 'config-volume', mountPath: '/etc/nsx-ujo/ncp.ini', subPath: 'ncp.ini' }] };
  const common = { tier: 'nsx-networking' };
  return [
    ...ncpDefinitions(),
    namespace('nsx-system'),
    ...ncpConfiguration(settings),
    workload({
      kind: 'Deployment',
      namespace: 'nsx-system',
      name: 'nsx-ncp',
      labels: { ...common, component: 'nsx-ncp' },
      spec: {
        ...onNodes,
        ...volumes('nsx-ncp-config'),
        serviceAccountName: 'ncp-svc-account',
        containers: [{ name: 'nsx-ncp', image, ...mount }],
      },
    }),
    workload({
      kind: 'DaemonSet',
      namespace: 'nsx-system',
      name: 'nsx-ncp-bootstrap',
      labels: { ...common, component: 'nsx-ncp-bootstrap' },
      spec: { ...onNodes, containers: [{ name: 'nsx-dummy', image, command: ['sleep', 'infinity'] }] },
    }),
    workload({
      kind: 'DaemonSet',
      namespace: 'nsx-system',
      name: 'nsx-node-agent',
      labels: { ...common, component: 'nsx-node-agent' },
      spec: {
        ...onNodes,
        ...volumes('nsx-node-agent-config'),
        serviceAccountName: 'nsx-node-agent-svc-account',
        containers: [
          { name: 'nsx-node-agent', image, ...mount },
          { name: 'nsx-kube-proxy', image, ...mount },
          { name: 'nsx-ovs', image },
        ],
      },
    }),
  ];
}
