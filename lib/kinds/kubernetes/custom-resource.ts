import type { FactValue, NodeState } from '../../model';
import type { KubernetesKind } from '../define';
import { isObject, type Json, numberOf, objectsOf, textOf, textsOf } from '../reading';
import { kubernetesParser } from './object';

interface CustomResource {
  readonly name: string;
  readonly type: string;
  readonly plural: string;
  readonly group: string;
  readonly versions: readonly string[];
  readonly namespaced: boolean;
  /** What one and many are called. */
  readonly words: readonly [string, string];
  readonly icon: string;
  /** Facts: where each is found under `spec` or `status` (or at the top), and its label. */
  readonly facts: Readonly<Record<string, { readonly at: string; readonly label: string }>>;
}

/** A resource that NCP or nsx-operator brings: its `Ready` condition tells its state, and NSX objects name it by UID. */
function customResource(declaration: CustomResource): KubernetesKind {
  const { name, type, plural, group, versions, namespaced, words, icon, facts } = declaration;
  const [singular, many] = words;
  return {
    name,
    type,
    plane: 'kubernetes',
    resource: { group, versions, plural, namespaced, optional: true },
    presentation: {
      singular,
      plural: many,
      icon,
      lane: null,
      facts: [
        ...Object.entries(facts).map(([fact, { label }]) => ({ name: fact, label })),
        { name: 'ready', label: 'Ready' },
      ],
    },
    parse: kubernetesParser({ name, type }, (raw) => {
      const { state, reason, ready } = stateOf(raw);
      const found = Object.entries(facts).map(([fact, { at }]): [string, FactValue] => [fact, factAt(raw, at)]);
      return { state, reason, facts: { ...Object.fromEntries(found), ready } };
    }),
    redact: ['metadata.managedFields'],
    hides: many,
  };
}

function stateOf(raw: Json): {
  readonly state: NodeState;
  readonly reason: string | null;
  readonly ready: boolean | null;
} {
  const status = isObject(raw.status) ? raw.status : {};
  const ready = objectsOf(status.conditions).find((condition) => condition.type === 'Ready');
  if (ready === undefined) return { state: 'healthy', reason: null, ready: null };
  if (ready.status === 'True') return { state: 'healthy', reason: null, ready: true };
  const why = [textOf(ready.reason), textOf(ready.message)].filter((part) => part !== null).join(': ');
  if (ready.status === 'False') return { state: 'failed', reason: why || 'it is not ready', ready: false };
  return { state: 'unknown', reason: why || 'it does not say whether it is ready', ready: null };
}

/** The value at `spec.a.b`, if people can read it. */
function factAt(raw: Json, path: string): FactValue {
  let here: unknown = raw;
  for (const step of path.split('.')) here = isObject(here) ? here[step] : undefined;
  if (typeof here === 'boolean') return here;
  const texts = textsOf(here);
  if (texts.length > 0) return texts;
  if (Array.isArray(here)) return here.length;
  return textOf(here) ?? numberOf(here);
}

const OPERATOR = { group: 'crd.nsx.vmware.com', versions: ['v1alpha1'] } as const;

export const securityPolicyResource = customResource({
  ...OPERATOR,
  name: 'security-policy-resource',
  type: 'SecurityPolicy',
  plural: 'securitypolicies',
  namespaced: true,
  words: ['SecurityPolicy resource', 'SecurityPolicy resources'],
  icon: 'shield-check',
  facts: { priority: { at: 'spec.priority', label: 'Priority' }, rules: { at: 'spec.rules', label: 'Rules' } },
});

export const subnet = customResource({
  ...OPERATOR,
  name: 'subnet',
  type: 'Subnet',
  plural: 'subnets',
  namespaced: true,
  words: ['Subnet resource', 'Subnet resources'],
  icon: 'network',
  facts: {
    size: { at: 'spec.ipv4SubnetSize', label: 'Size' },
    access: { at: 'spec.accessMode', label: 'Access' },
    networks: { at: 'status.networkAddresses', label: 'Networks' },
  },
});

export const subnetSet = customResource({
  ...OPERATOR,
  name: 'subnet-set',
  type: 'SubnetSet',
  plural: 'subnetsets',
  namespaced: true,
  words: ['SubnetSet', 'SubnetSets'],
  icon: 'layers',
  facts: {
    size: { at: 'spec.ipv4SubnetSize', label: 'Size' },
    access: { at: 'spec.accessMode', label: 'Access' },
    subnets: { at: 'status.subnets', label: 'Subnets' },
  },
});

export const subnetPort = customResource({
  ...OPERATOR,
  name: 'subnet-port',
  type: 'SubnetPort',
  plural: 'subnetports',
  namespaced: true,
  words: ['SubnetPort', 'SubnetPorts'],
  icon: 'plug',
  facts: {
    subnet: { at: 'spec.subnet', label: 'Subnet' },
    attachment: { at: 'status.attachment.id', label: 'VIF' },
    mac: { at: 'status.networkInterfaceConfig.macAddress', label: 'MAC' },
  },
});

export const vpcNetworkConfiguration = customResource({
  ...OPERATOR,
  name: 'vpc-network-configuration',
  type: 'VPCNetworkConfiguration',
  plural: 'vpcnetworkconfigurations',
  namespaced: false,
  words: ['VPCNetworkConfiguration', 'VPCNetworkConfigurations'],
  icon: 'settings',
  facts: {
    project: { at: 'spec.nsxProject', label: 'Project' },
    profile: { at: 'spec.vpcConnectivityProfile', label: 'Connectivity profile' },
    privateIps: { at: 'spec.privateIPs', label: 'Private networks' },
  },
});

export const networkInfo = customResource({
  ...OPERATOR,
  name: 'network-info',
  type: 'NetworkInfo',
  plural: 'networkinfos',
  namespaced: true,
  words: ['NetworkInfo', 'NetworkInfos'],
  icon: 'tag',
  facts: { vpcs: { at: 'vpcs', label: 'VPCs' } },
});

export const staticRouteResource = customResource({
  ...OPERATOR,
  name: 'static-route-resource',
  type: 'StaticRoute',
  plural: 'staticroutes',
  namespaced: true,
  words: ['StaticRoute resource', 'StaticRoute resources'],
  icon: 'waypoints',
  facts: { network: { at: 'spec.network', label: 'Network' }, hops: { at: 'spec.nextHops', label: 'Next hops' } },
});

export const ipAddressAllocation = customResource({
  ...OPERATOR,
  name: 'ip-address-allocation',
  type: 'IPAddressAllocation',
  plural: 'ipaddressallocations',
  namespaced: true,
  words: ['IPAddressAllocation', 'IPAddressAllocations'],
  icon: 'droplet',
  facts: {
    visibility: { at: 'spec.ipAddressBlockVisibility', label: 'Visibility' },
    addresses: { at: 'status.allocationIPs', label: 'Addresses' },
  },
});

export const addressBinding = customResource({
  ...OPERATOR,
  name: 'address-binding',
  type: 'AddressBinding',
  plural: 'addressbindings',
  namespaced: true,
  words: ['AddressBinding', 'AddressBindings'],
  icon: 'cable',
  facts: { machine: { at: 'spec.vmName', label: 'Machine' }, address: { at: 'status.ipAddress', label: 'Address' } },
});

export const nsxServiceAccount = customResource({
  name: 'nsx-service-account',
  type: 'NSXServiceAccount',
  plural: 'nsxserviceaccounts',
  group: 'nsx.vmware.com',
  versions: ['v1alpha1'],
  namespaced: true,
  words: ['NSXServiceAccount', 'NSXServiceAccounts'],
  icon: 'users',
  facts: { vpc: { at: 'status.vpcPath', label: 'VPC' }, phase: { at: 'status.phase', label: 'Phase' } },
});

export const nsxLbMonitor = customResource({
  name: 'nsx-lb-monitor',
  type: 'NSXLoadBalancerMonitor',
  plural: 'nsxlbmonitors',
  group: 'vmware.com',
  versions: ['v1alpha1'],
  namespaced: true,
  words: ['load balancer monitor', 'load balancer monitors'],
  icon: 'scale',
  facts: { health: { at: 'health.servicePoolHealth', label: 'Health' }, usage: { at: 'traffic', label: 'Traffic' } },
});

export const ncpConfig = customResource({
  name: 'ncp-config',
  type: 'NCPConfig',
  plural: 'ncpconfigs',
  group: 'nsx.vmware.com',
  versions: ['v1', 'v1alpha1'],
  namespaced: false,
  words: ['NCP configuration', 'NCP configurations'],
  icon: 'settings',
  facts: { log: { at: 'spec.log_level', label: 'Log level' } },
});
