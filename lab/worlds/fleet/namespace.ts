import type { KubeNamespace } from '../../ncp/mapping/kubernetes';
import { segmentPath } from '../../ncp/mapping/namespace';
import { podsPerSegment } from '../../ncp/mapping/site';
import { nodeVif } from '../nsx-site';
import { namespace as namespaceObject } from '../workloads';
import type { WorldObject } from '../world';
import { AddressForecast, segmentSize } from './addresses';
import type { AppPlan, NamespacePlan } from './blueprint';
import { createdAt, fleetCluster, seededUuid } from './identity';
import type { FleetNode } from './nodes';
import { asKind, type NsxPlane } from './nsx-plane';
import { policyObjects } from './policies';
import { serviceObjects } from './services';
import { appObjects, type PodPlace } from './workloads';

/** Both planes of one namespace. */
export interface NamespaceParts {
  readonly kubernetes: readonly WorldObject[];
  readonly nsx: readonly WorldObject[];
  readonly pods: number;
}

/** Objects of a namespace while they are collected. */
interface Draft {
  readonly plan: NamespacePlan;
  readonly namespace: KubeNamespace;
  readonly age: number;
  readonly kubernetes: WorldObject[];
  readonly nsx: WorldObject[];
  readonly cidrs: readonly string[];
  placed: number;
}

const perSegment = podsPerSegment({ segmentSize });

/** Writes namespaces in their order of age; remembers which addresses, VLANs and nodes are taken. */
export class NamespaceWriter {
  readonly #addresses = new AddressForecast();
  readonly #vlans = new Map<string, number>();
  #pods = 0;
  #services = 0;
  #age: number;

  constructor(
    readonly seed: number,
    readonly nodes: readonly FleetNode[],
    readonly plane: NsxPlane,
  ) {
    this.#age = nodes.length;
  }

  /** The address all Ingresses share; asked for before any namespace. */
  ingressAddress(): string {
    return this.#addresses.external();
  }

  write(plan: NamespacePlan): NamespaceParts {
    const draft = this.#open(plan);
    for (const app of plan.apps) this.#app(draft, app);
    const policies = policyObjects(this.seed, plan, this.#age);
    for (const policy of policies) {
      draft.kubernetes.push(policy);
      draft.nsx.push(...this.plane.policy(policy, draft.namespace));
    }
    return { kubernetes: draft.kubernetes, nsx: draft.nsx, pods: draft.placed };
  }

  #open(plan: NamespacePlan): Draft {
    this.#age += 1;
    const uid = seededUuid(this.seed, `namespace/${plan.name}`);
    const pods = plan.apps.reduce((sum, app) => sum + app.replicas, 0);
    const cidrs = Array.from({ length: Math.max(1, Math.ceil(pods / perSegment)) }, () => this.#addresses.subnet());
    const snat = plan.untranslated ? undefined : this.#addresses.external();
    const annotations = {
      ...(plan.untranslated ? { 'ncp/no_snat': 'true' } : {}),
      ...Object.fromEntries(cidrs.map((cidr, index) => [`ncp/subnet-${index}`, cidr])),
      ...(snat === undefined ? {} : { 'ncp/snat_ip': snat, 'ncp/extpoolid': 'fleet-loadbalancer' }),
      'ncp/router_id': fleetCluster,
    };
    const labelled = namespaceObject(plan.name, plan.labels);
    const raw: WorldObject = {
      ...labelled,
      metadata: { ...Object(labelled.metadata), uid, creationTimestamp: createdAt(this.#age), annotations },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    };
    const namespace = asKind('Namespace', raw);
    return {
      plan,
      namespace,
      age: this.#age,
      kubernetes: [raw],
      nsx: this.plane.namespace(namespace, cidrs, snat, plan.policies > 0),
      cidrs,
      placed: 0,
    };
  }

  #place(draft: Draft): PodPlace & { readonly segment: number } {
    const node = this.nodes[this.#pods % this.nodes.length];
    if (node === undefined) throw new Error('a fleet without nodes');
    const segment = Math.floor(draft.placed / perSegment);
    this.#pods += 1;
    draft.placed += 1;
    return { node, segment, address: this.#addresses.port(draft.cidrs[segment] ?? '') };
  }

  #vlan(vif: string): number {
    const vlan = (this.#vlans.get(vif) ?? 0) + 1;
    this.#vlans.set(vif, vlan);
    return vlan;
  }

  #app(draft: Draft, app: AppPlan): void {
    this.#age += 1;
    const places = Array.from({ length: app.replicas }, () => this.#place(draft));
    const objects = appObjects(this.seed, draft.plan.name, app, places, this.#age);
    const members = objects.pods.map((raw, index) => {
      const pod = asKind('Pod', raw);
      const place = places[index];
      if (place === undefined) throw new Error('a Pod without a place');
      const parentVif = nodeVif(fleetCluster, place.node.name);
      const placement = {
        segmentPath: segmentPath(draft.namespace.uid, place.segment),
        parentVif,
        trafficTag: this.#vlan(parentVif),
        nodeUid: place.node.uid,
      };
      draft.nsx.push(...this.plane.pod(raw, draft.namespace, placement));
      return { name: pod.name, uid: pod.uid, node: place.node.name, address: place.address };
    });
    draft.kubernetes.push(...objects.pods, objects.replicaSet, objects.deployment);
    if (app.balanced === undefined) return;
    const balanced = { ...app, balanced: app.balanced };
    const address = app.balanced.length > 0 ? this.#addresses.external() : undefined;
    const at = { index: this.#services, age: this.#age, address };
    this.#services += 1;
    const { service, slices } = serviceObjects(this.seed, draft.plan.name, balanced, members, at);
    draft.kubernetes.push(service, ...slices);
    const read = slices.map((slice) => asKind('EndpointSlice', slice));
    draft.nsx.push(...this.plane.service(service, draft.namespace, read, address));
  }
}
