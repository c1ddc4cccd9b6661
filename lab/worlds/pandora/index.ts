import { siteObjects } from '../nsx-site';
import type { WorldMaker } from '../world';
import { firewallObjects } from './firewall';
import { labNodes, nodeObjects } from '../small/nodes';
import { nsxSystemObjects } from '../nsx-system';
import { systemObjects } from '../small/system';

const nodes = labNodes('pandora', 'k8s', '192.168.1', 27);

/** A home lab of three nodes: one control plane, two workers, NCP in the two-tier layout. */
export const pandora: WorldMaker = () => ({
  name: 'pandora',
  title: 'three nodes, two-tier, six namespaces',
  nsx: [
    ...siteObjects({
      cluster: 'pandora',
      tier0: 'lab-t0',
      podBlock: { id: 'k8s-1-internal', cidr: '10.0.0.0/16' },
      externalBlock: { id: 'k8s-1-external', cidr: '172.16.0.0/16' },
      externalPool: { id: 'k8s-1-loadbalancer', size: 128 },
      nodeSegment: 'node-logical-switch',
      nodes,
    }),
    ...firewallObjects(),
  ],
  clusters: [
    {
      name: 'pandora',
      tagValue: 'pandora',
      topology: 'two-tier',
      tier0: 'lab-t0',
      objects: [
        ...nodeObjects('pandora', nodes),
        ...systemObjects('pandora', 'k8s-master'),
        ...nsxSystemObjects({
          cluster: 'pandora',
          topology: 'two-tier',
          tier0: 'lab-t0',
          externalPool: 'k8s-1-loadbalancer',
        }),
      ],
    },
  ],
});
