/** How NCP lays a cluster out in NSX, and the objects of the administrator it builds on (policy paths). */
export interface Site {
  readonly cluster: string;
  readonly topology: 'two-tier' | 'single-tier';
  readonly tier0Path: string;
  readonly edgeClusterPath: string | undefined;
  readonly transportZonePath: string | undefined;
  /** Blocks for namespaces with SNAT; the first with room is used by NSX's own choice of the pool. */
  readonly podBlockPath: string;
  readonly noSnatBlockPath: string | undefined;
  /** Pool for SNAT addresses. */
  readonly externalPoolPath: string;
  /** Pool for virtual server addresses; often the same. */
  readonly loadBalancerPoolPath: string;
  readonly loadBalancerSize: string;
  /** Addresses per namespace segment, 256 for a /24. */
  readonly segmentSize: number;
}

/** Pods one namespace segment can carry: all addresses but network, gateway and broadcast. */
export function podsPerSegment(site: Pick<Site, 'segmentSize'>): number {
  return site.segmentSize - 3;
}

/** The domain all groups and policies of the cluster live in. */
export function domainPath(site: Site): string {
  return `/infra/domains/${site.cluster}`;
}

/** The policy that lets the kubelets' probes through. */
export function healthPolicyPath(site: Site): string {
  return `${domainPath(site)}/security-policies/hc_${site.cluster}`;
}

/** The Tier-1 all namespaces share in the single-tier layout. */
export function clusterTier1Path(site: Site): string {
  return `/infra/tier-1s/${site.cluster}`;
}

/** The Tier-1 carrying the load balancer: the shared one, or one of its own in the two-tier layout. */
export function loadBalancerTier1Path(site: Site): string {
  return site.topology === 'single-tier' ? clusterTier1Path(site) : `/infra/tier-1s/${site.cluster}_lb_0`;
}

/** The Tier-1 a namespace's segments hang on. */
export function namespaceTier1Path(site: Site, namespaceUid: string): string {
  return site.topology === 'single-tier' ? clusterTier1Path(site) : `/infra/tier-1s/t1_${namespaceUid}_rtr`;
}

/** The gateway that translates addresses: the shared Tier-1, or the Tier-0 above the namespaces' Tier-1s. */
export function natRouterPath(site: Site): string {
  return site.topology === 'single-tier' ? clusterTier1Path(site) : site.tier0Path;
}
