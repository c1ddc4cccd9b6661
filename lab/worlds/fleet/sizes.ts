/** How much of everything a fleet has. */
export interface FleetSize {
  readonly namespaces: number;
  readonly pods: number;
  readonly policies: number;
  /** Ports of LoadBalancer Services, a virtual server each. */
  readonly loadBalancerPorts: number;
}

/** The sizes the product is measured with. */
export const fleetSizes: Readonly<Record<string, FleetSize>> = {
  S: { namespaces: 50, pods: 1000, policies: 50, loadBalancerPorts: 20 },
  M: { namespaces: 300, pods: 5000, policies: 600, loadBalancerPorts: 200 },
  L: { namespaces: 1000, pods: 20_000, policies: 3000, loadBalancerPorts: 1000 },
  XL: { namespaces: 2000, pods: 50_000, policies: 10_000, loadBalancerPorts: 2000 },
};

/** The size with this name; throws a RangeError that names them all when there is none. */
export function fleetSize(name: string): FleetSize {
  const size = fleetSizes[name];
  if (size === undefined) throw new RangeError(`size is one of ${Object.keys(fleetSizes).join(', ')}, not "${name}"`);
  return size;
}
