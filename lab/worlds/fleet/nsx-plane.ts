import { readWatched } from '../../ncp/kubernetes/parse';
import { planCluster } from '../../ncp/mapping/cluster';
import { planIngress } from '../../ncp/mapping/ingress';
import type { KubeEndpointSlice, KubeNamespace, KubeObject } from '../../ncp/mapping/kubernetes';
import { planNamespace } from '../../ncp/mapping/namespace';
import { planNetworkPolicy } from '../../ncp/mapping/network-policy';
import type { Plan } from '../../ncp/mapping/objects';
import { planNode, planPod, type PodPlacement } from '../../ncp/mapping/pod';
import { planService } from '../../ncp/mapping/service';
import type { Site } from '../../ncp/mapping/site';
import type { WorldObject } from '../world';
import { createdMs, seededUuid } from './identity';

/** Reads a Kubernetes object the way NCP reads it. Throws when it is of another kind. */
export function asKind<K extends KubeObject['kind']>(kind: K, raw: WorldObject): Extract<KubeObject, { kind: K }> {
  const item = readWatched(raw);
  if (item?.kind !== kind) throw new Error(`not a ${kind}: ${JSON.stringify(raw.metadata)}`);
  return item as Extract<KubeObject, { kind: K }>; // its kind has just been checked
}

/** Writes down what NCP would have made, with the dates of the Kubernetes objects behind it. */
export class NsxPlane {
  readonly #site: Site;
  readonly #seed: number;

  constructor(site: Site, seed: number) {
    this.#site = site;
    this.#seed = seed;
  }

  /** The objects NCP makes at its start, `address` being the one all Ingresses share. */
  cluster(address: string, time: string): WorldObject[] {
    return [
      ...this.#made(planCluster(this.#site, { linkAddress: undefined }), time),
      ...this.#made(planIngress(this.#site, { routes: [], errors: new Map() }, { address }), time),
    ];
  }

  node(raw: WorldObject): WorldObject[] {
    const node = asKind('Node', raw);
    return this.#made(planNode(this.#site, node), node.createdAt);
  }

  namespace(
    namespace: KubeNamespace,
    cidrs: readonly string[],
    snatAddress: string | undefined,
    hasPolicies: boolean,
  ): WorldObject[] {
    const shape = { segments: cidrs.length, hasPolicies };
    return this.#made(planNamespace(this.#site, namespace, shape, { cidrs, snatAddress }), namespace.createdAt);
  }

  pod(raw: WorldObject, namespace: KubeNamespace, placement: PodPlacement): WorldObject[] {
    const pod = asKind('Pod', raw);
    return this.#made(planPod(this.#site, pod, namespace, placement), pod.createdAt);
  }

  service(
    raw: WorldObject,
    namespace: KubeNamespace,
    slices: readonly KubeEndpointSlice[],
    address: string | undefined,
  ): WorldObject[] {
    const service = asKind('Service', raw);
    const shape = { namespace, slices, ingressPorts: new Set<number>() };
    return this.#made(planService(this.#site, service, shape, { address }), service.createdAt);
  }

  policy(raw: WorldObject, namespace: KubeNamespace): WorldObject[] {
    const policy = asKind('NetworkPolicy', raw);
    return this.#made(planNetworkPolicy(this.#site, policy, namespace), policy.createdAt);
  }

  #made(plan: Plan, time: string): WorldObject[] {
    const at = createdMs(time);
    return plan.objects.map(({ path, body }) => {
      const unique = seededUuid(this.#seed, `nsx${path}`);
      return {
        ...body,
        path,
        unique_id: unique,
        realization_id: unique,
        _create_user: 'ncp',
        _create_time: at,
        _last_modified_user: 'ncp',
        _last_modified_time: at,
      };
    });
  }
}
