import { joinSites, siteObjects } from './nsx-site';
import { type LabNode, labNodes, nodeObjects } from './small/nodes';
import { type Shop, shopObjects } from './small/shop';
import { type SmallCluster, smallCluster, smallSite } from './small/clusters';
import { systemObjects } from './small/system';
import { serviceAccount, namespace } from './workloads';
import type { WorldCluster, WorldMaker, WorldObject } from './world';

/** A cluster whose namespaces are VPCs. */
interface VpcCluster {
  readonly name: string;
  readonly project: string;
  /** Second number of its private network 10.x.0.0/16 and third of its external one. */
  readonly network: number;
  readonly shops: readonly Shop[];
}

const operatorIni = (cluster: string, project: string) => `[DEFAULT]
debug = False

[coe]
cluster = ${cluster}
enable_vpc_network = True

[nsx_v3]
nsx_api_managers = 192.168.1.14
nsx_api_user = nsx-operator
nsx_api_password = VMware1!VMware1!
insecure = True

[vpc]
nsx_project = /orgs/default/projects/${project}
`;

function nodesOf({ name, network }: VpcCluster): readonly LabNode[] {
  return labNodes(name, name, '192.168.2', 20 + network);
}

/** The same NSX objects as for NCP, with a project and its blocks in place of pools and blocks for namespaces. */
function vpcSite(cluster: VpcCluster): WorldObject[] {
  const { name, project, network } = cluster;
  const path = `/orgs/default/projects/${project}`;
  const block = (kind: string, cidr: string, visibility: string): WorldObject => ({
    path: `/infra/ip-blocks/${project}-${kind}`,
    resource_type: 'IpAddressBlock',
    id: `${project}-${kind}`,
    display_name: `${project}-${kind}`,
    cidr,
    visibility,
  });
  const base = siteObjects({
    cluster: name,
    tier0: 'lab-t0',
    podBlock: { id: 'unused', cidr: '10.250.0.0/16' },
    externalBlock: { id: 'unused', cidr: '10.251.0.0/16' },
    externalPool: { id: 'unused', size: 16 },
    nodeSegment: `${name}-nodes`,
    nodes: nodesOf(cluster),
  }).filter(({ path: own }) => !/^\/infra\/ip-(blocks|pools)\//.test(String(own)));
  return [
    // Nodes of such a cluster carry no NCP tags.
    ...base.map((object) => {
      const { tags: _tags, ...rest } = object;
      return rest;
    }),
    block('private', `10.${network}.0.0/16`, 'PRIVATE'),
    block('external', `172.17.${network}.0/24`, 'EXTERNAL'),
    {
      path,
      resource_type: 'Project',
      id: project,
      display_name: project,
      tier_0s: ['/infra/tier-0s/lab-t0'],
      external_ipv4_blocks: [`/infra/ip-blocks/${project}-external`],
    },
    {
      path: `${path}/vpc-connectivity-profiles/default`,
      resource_type: 'VpcConnectivityProfile',
      id: 'default',
      display_name: 'default',
      external_ip_blocks: [`/infra/ip-blocks/${project}-external`],
      is_default: true,
    },
  ];
}

function configuration(cluster: VpcCluster): WorldObject[] {
  return [
    namespace('vmware-system-nsx'),
    serviceAccount('vmware-system-nsx', 'nsx-operator'),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'vmware-system-nsx', name: 'nsx-operator-config' },
      data: { 'nsxop.ini': operatorIni(cluster.name, cluster.project) },
    },
  ];
}

function vpcCluster(cluster: VpcCluster): WorldCluster {
  const { name, project } = cluster;
  return {
    name,
    tagValue: name,
    topology: 'two-tier',
    tier0: 'lab-t0',
    agent: 'operator',
    project,
    objects: [
      ...nodeObjects(name, nodesOf(cluster)),
      ...systemObjects(name, `${name}-master`),
      ...configuration(cluster),
      ...cluster.shops.flatMap(shopObjects),
    ],
  };
}

const orchard: VpcCluster = {
  name: 'orchard',
  project: 'orchard-project',
  network: 40,
  shops: [
    // More Pods than one subnet takes.
    { namespace: 'shop', labels: { stage: 'prod' }, replicas: 14, host: 'shop.orchard.lab' },
    { namespace: 'depot', labels: { stage: 'test' }, replicas: 1 },
  ],
};

/** Namespaces as VPCs of a project, written by nsx-operator and, for load balancers, NCP. */
export const vpc: WorldMaker = () => ({
  name: 'vpc',
  title: 'three nodes, a VPC per namespace',
  nsx: vpcSite(orchard),
  clusters: [vpcCluster(orchard)],
});

const classic: SmallCluster = {
  name: 'classic',
  topology: 'two-tier',
  tier0: 'lab-t0',
  externalPool: 'classic-external',
  network: 5,
  shops: [{ namespace: 'shop', labels: { stage: 'prod' }, replicas: 2, host: 'shop.classic.lab' }],
};
const modern: VpcCluster = {
  name: 'modern',
  project: 'modern-project',
  network: 41,
  shops: [{ namespace: 'shop', labels: { stage: 'prod' }, replicas: 2, host: 'shop.modern.lab' }],
};

/** Both tag families on one manager: a cluster of NCP's beside one of nsx-operator's. */
export const mixed: WorldMaker = () => ({
  name: 'mixed',
  title: 'a cluster with a Tier-1 per namespace and one with a VPC per namespace on one NSX Manager',
  nsx: joinSites(smallSite(classic), vpcSite(modern)),
  clusters: [smallCluster(classic), vpcCluster(modern)],
});
