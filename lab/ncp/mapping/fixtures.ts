import type { KubeMeta, KubeNamespace, KubePod, KubeService } from './kubernetes';
import type { Site } from './site';

/** Builders of small inputs for the mapping's tests. */
export function aSite(fields: Partial<Site> = {}): Site {
  return {
    cluster: 'pandora',
    topology: 'two-tier',
    tier0Path: '/infra/tier-0s/lab-t0',
    edgeClusterPath: '/infra/sites/default/enforcement-points/default/edge-clusters/edgeCluster',
    transportZonePath: '/infra/sites/default/enforcement-points/default/transport-zones/overlayTransport',
    podBlockPath: '/infra/ip-blocks/k8s-1-internal',
    noSnatBlockPath: '/infra/ip-blocks/k8s-1-direct',
    externalPoolPath: '/infra/ip-pools/k8s-1-loadbalancer',
    loadBalancerPoolPath: '/infra/ip-pools/k8s-1-loadbalancer',
    loadBalancerSize: 'SMALL',
    segmentSize: 256,
    ...fields,
  };
}

function meta(name: string, namespace: string, fields: Partial<KubeMeta>): KubeMeta {
  return {
    uid: `uid-${name}`,
    name,
    namespace,
    labels: {},
    annotations: {},
    createdAt: '2026-01-01T00:00:00Z',
    deleting: false,
    ...fields,
  };
}

/** A namespace called development. */
export function aNamespace(fields: Partial<KubeMeta> = {}): KubeNamespace {
  return { kind: 'Namespace', ...meta('development', '', fields) };
}

/** A Pod of development on k8s-worker-1. */
export function aPod(fields: Partial<KubePod> = {}): KubePod {
  return {
    kind: 'Pod',
    ...meta('frontend-1', 'development', {}),
    nodeName: 'k8s-worker-1',
    hostNetwork: false,
    finished: false,
    address: undefined,
    probePorts: [],
    namedPorts: {},
    ...fields,
  };
}

/** A LoadBalancer Service of development with one TCP port. */
export function aService(fields: Partial<KubeService> = {}): KubeService {
  return {
    kind: 'Service',
    ...meta('hello', 'development', {}),
    type: 'LoadBalancer',
    ports: [{ name: '', port: 8080, protocol: 'TCP' }],
    loadBalancerIp: undefined,
    loadBalancerClass: undefined,
    clientAffinity: false,
    statusAddresses: [],
    ...fields,
  };
}
