import type { KubernetesState } from '../../ncp/kubernetes/state';
import type { KubeNamespace, KubePod } from '../../ncp/mapping/kubernetes';
import type { Desired } from '../../ncp/mapping/objects';
import { wantsPort } from '../../ncp/mapping/pod';
import { type AddressOf, planVpcIngress, planVpcService } from './balancer';
import type { VpcSite } from './identity';
import { planPodPort, planVpc, podsPerSubnet, subnetPath } from './namespace';
import { planVpcPolicy } from './network-policy';

/** Index of the subnet each Pod (by UID) is on; a Pod stays where it is. */
export type Subnets = Map<string, number>;

function placePods(site: VpcSite, pods: readonly KubePod[], subnets: Subnets): number {
  const counts: number[] = [0];
  for (const pod of pods) {
    const index = subnets.get(pod.uid);
    if (index !== undefined) counts[index] = (counts[index] ?? 0) + 1;
  }
  for (const pod of pods) {
    if (subnets.has(pod.uid)) continue;
    let index = 0;
    while ((counts[index] ?? 0) >= podsPerSubnet(site)) index += 1;
    counts[index] = (counts[index] ?? 0) + 1;
    subnets.set(pod.uid, index);
  }
  return counts.length;
}

function planOne(
  site: VpcSite,
  state: KubernetesState,
  namespace: KubeNamespace,
  subnets: Subnets,
  addressOf: AddressOf,
): Desired[] {
  const pods = state.pods.in(namespace.name).filter(wantsPort);
  const count = placePods(site, pods, subnets);
  return [
    ...planVpc(site, namespace, count),
    ...pods.map((pod) => planPodPort(site, namespace, pod, subnetPath(site, namespace, subnets.get(pod.uid) ?? 0))),
    ...state.policies.in(namespace.name).flatMap((policy) => planVpcPolicy(site, namespace, policy)),
    ...state.services
      .in(namespace.name)
      .flatMap((service) => planVpcService(site, namespace, state, service, addressOf)),
    ...planVpcIngress(site, namespace, state, addressOf),
  ];
}

/** Everything nsx-operator, and NCP beside it, make of a cluster, in creation order. */
export function planVpcCluster(
  site: VpcSite,
  state: KubernetesState,
  subnets: Subnets,
  addressOf: AddressOf,
): Desired[] {
  return state.namespaces
    .all()
    .filter((namespace) => !namespace.deleting || state.pods.in(namespace.name).length > 0)
    .flatMap((namespace) => planOne(site, state, namespace, subnets, addressOf));
}
