import { planCluster } from '../mapping/cluster';
import type { KubeObject } from '../mapping/kubernetes';
import { number, object, text } from '../json';
import { planNetworkPolicy } from '../mapping/network-policy';
import { planNode } from '../mapping/pod';
import { domainPath, loadBalancerTier1Path } from '../mapping/site';
import { loadInventory } from '../nsx/inventory';
import { readLinkAddress } from '../nsx/realized';
import { PlannedFailure, type Shared, Workbench } from './context';
import { reconcileNamespace } from './namespaces';
import { reconcilePod } from './pods';
import type { Outcome } from './queue';
import { reconcileIngress, reconcileService } from './services';

async function reconcileNode(shared: Shared, bench: Workbench, owner: string): Promise<Outcome> {
  const node = shared.state.nodes.byUid.get(owner.slice('node:'.length));
  await bench.apply(owner, node === undefined ? { objects: [], waiting: [] } : planNode(shared.site, node));
  return 'settled';
}

async function reconcilePolicy(shared: Shared, bench: Workbench, owner: string): Promise<Outcome> {
  const policy = shared.state.policies.byUid.get(owner.slice('policy:'.length));
  const namespace = policy === undefined ? undefined : shared.state.namespace(policy.namespace);
  if (policy === undefined || namespace === undefined) {
    await bench.apply(owner, { objects: [], waiting: [] });
    return 'settled';
  }
  const plan = planNetworkPolicy(shared.site, policy, namespace);
  await bench.apply(owner, plan);
  const [problem] = plan.problems;
  if (problem === undefined) bench.resolved(policy);
  else await bench.warn(policy, new PlannedFailure(problem, 'part of the policy cannot be enforced by NSX'));
  return 'settled';
}

async function reconcileCluster(shared: Shared, bench: Workbench): Promise<Outcome> {
  const tier1 = loadBalancerTier1Path(shared.site);
  const linkAddress = shared.ledger.has(tier1) ? await readLinkAddress(shared.nsx, tier1, shared.signal) : undefined;
  await bench.apply('cluster', planCluster(shared.site, { linkAddress }));
  return 'settled';
}

/** Decides, for each owner key, what has to be done; knows nothing of queues and watches. */
export class Controller {
  readonly #shared: Shared;
  readonly #bench: Workbench;
  #clusterReady = false;

  constructor(shared: Shared) {
    this.#shared = shared;
    this.#bench = new Workbench(shared);
  }

  /** Reads again what NSX holds; `writtenBefore` as in loadInventory. */
  async reload(writtenBefore: number): Promise<void> {
    const { nsx, site, ledger, vlans, signal } = this.#shared;
    await loadInventory(nsx, site.cluster, ledger, writtenBefore, signal);
    this.#bench.forgetDecisions();
    // Without the domain everything NCP builds on may be gone.
    this.#clusterReady = ledger.has(domainPath(site));
    for (const { type, body } of ledger.entries()) {
      if (type !== 'SegmentPort') continue;
      const attachment = object(body.attachment);
      const [parent, vlan] = [text(attachment.context_id), number(attachment.traffic_tag)];
      const pod = text(body.id)?.replace(/^port_/, '');
      if (parent !== undefined && vlan !== undefined && pod !== undefined) vlans.note(parent, pod, vlan);
    }
  }

  /** Every owner there is on either side; the shared objects first, then namespaces in order of age. */
  owners(): string[] {
    const { state, ledger } = this.#shared;
    const byAge = (a: KubeObject, b: KubeObject) => (`${a.createdAt}/${a.name}` < `${b.createdAt}/${b.name}` ? -1 : 1);
    const ordered = [
      'cluster',
      ...state.nodes.all().map((node) => `node:${node.uid}`),
      ...state.namespaces
        .all()
        .sort(byAge)
        .map((namespace) => `namespace:${namespace.uid}`),
      'ingress',
      ...state.policies.all().map((policy) => `policy:${policy.uid}`),
      ...state.pods
        .all()
        .sort(byAge)
        .map((pod) => `pod:${pod.uid}`),
      ...state.services.all().map((service) => `service:${service.uid}`),
      ...ledger.owners(),
    ];
    return [...new Set(ordered)];
  }

  /** Reconciles one owner. Throws when it has to be tried again later. */
  async reconcile(owner: string): Promise<Outcome> {
    if (owner === 'cluster') {
      const outcome = await reconcileCluster(this.#shared, this.#bench);
      if (!this.#clusterReady) {
        this.#clusterReady = true;
        for (const waiting of this.owners()) if (waiting !== 'cluster') this.#shared.enqueue(waiting);
      }
      return outcome;
    }
    // Everything else hangs on the cluster's own objects.
    if (!this.#clusterReady) return 'waiting';
    const kind = owner.split(':')[0];
    if (kind === 'ingress') return await reconcileIngress(this.#shared, this.#bench);
    if (kind === 'node') return await reconcileNode(this.#shared, this.#bench, owner);
    if (kind === 'namespace') return await reconcileNamespace(this.#shared, this.#bench, owner);
    if (kind === 'pod') return await reconcilePod(this.#shared, this.#bench, owner);
    if (kind === 'service') return await reconcileService(this.#shared, this.#bench, owner);
    return await reconcilePolicy(this.#shared, this.#bench, owner);
  }

  /** Owners a change to this object concerns, the object itself first. */
  affected(item: KubeObject): string[] {
    const { state } = this.#shared;
    switch (item.kind) {
      case 'Namespace':
        return [`namespace:${item.uid}`];
      case 'Node':
        return [`node:${item.uid}`];
      case 'Pod':
        return [`pod:${item.uid}`];
      case 'Service':
        return [`service:${item.uid}`, ...(state.ingresses.in(item.namespace).length > 0 ? ['ingress'] : [])];
      case 'EndpointSlice': {
        const service = state.services.named(item.namespace, item.service);
        return service === undefined ? [] : [`service:${service.uid}`];
      }
      case 'Ingress': {
        const services = item.paths.flatMap((path) => state.services.named(item.namespace, path.service) ?? []);
        return ['ingress', ...services.map((service) => `service:${service.uid}`)];
      }
      case 'NetworkPolicy': {
        const namespace = state.namespace(item.namespace);
        return [`policy:${item.uid}`, ...(namespace === undefined ? [] : [`namespace:${namespace.uid}`])];
      }
    }
  }
}
