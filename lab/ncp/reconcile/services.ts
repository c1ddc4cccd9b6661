import { backendPort, ingressAllocationPath, planIngress, routeIngresses, servesIngress } from '../mapping/ingress';
import { text } from '../json';
import type { KubeService } from '../mapping/kubernetes';
import type { Desired } from '../mapping/objects';
import { planService, serviceAllocationPath, servicePoolPath, wantsVirtualServer } from '../mapping/service';
import { asFailure, PlannedFailure, type Shared, type Workbench } from './context';
import type { Outcome } from './queue';

function ingressPorts(shared: Shared, service: KubeService): ReadonlySet<number> {
  const ports = shared.state.ingresses
    .in(service.namespace)
    .filter(servesIngress)
    .flatMap((ingress) => ingress.paths)
    .filter((path) => path.service === service.name)
    .flatMap((path) => backendPort(service, path.port) ?? []);
  return new Set(ports);
}

function addressDiffers(service: KubeService, address: string | undefined): boolean {
  return address !== undefined && (service.statusAddresses.length !== 1 || service.statusAddresses[0] !== address);
}

/** The address the Service's virtual servers have in NSX. */
function serverAddress(shared: Shared, owner: string): string | undefined {
  const server = shared.ledger.pathsOf(owner).find((path) => path.startsWith('/infra/lb-virtual-servers/'));
  return server === undefined ? undefined : text(shared.ledger.body(server)?.ip_address);
}

async function balance(shared: Shared, bench: Workbench, service: KubeService): Promise<Outcome> {
  const namespace = shared.state.namespace(service.namespace);
  if (namespace === undefined) return 'settled';
  const owner = `service:${service.uid}`;
  const wanted = wantsVirtualServer(service);
  const path = serviceAllocationPath(shared.site, service);
  const address = wanted ? await bench.decided(path, 'address', () => serverAddress(shared, owner)) : undefined;
  const shape = {
    namespace,
    slices: shared.state.slicesOf(service),
    ingressPorts: ingressPorts(shared, service),
  };
  const plan = planService(shared.site, service, shape, { address });
  const poolsBefore = poolCount(shared, owner);
  if (stillRouted(shared, owner, plan.objects)) {
    shared.enqueue('ingress');
    return 'waiting';
  }
  await bench.apply(owner, plan);
  if (poolCount(shared, owner) !== poolsBefore) shared.enqueue('ingress');
  if (plan.waiting.length > 0) return 'waiting';
  if (wanted && addressDiffers(service, address)) {
    await shared.reports.loadBalancerAddress(service, address, shared.signal);
  }
  const lost = !wanted && service.type !== 'LoadBalancer' && service.statusAddresses.length > 0;
  if (lost) await shared.reports.loadBalancerAddress(service, undefined, shared.signal);
  await shared.reports.annotate(service, { 'ncp/error.loadbalancer': undefined }, shared.signal);
  bench.resolved(service);
  return 'settled';
}

/** Whether Ingress rules still send requests to a pool of this Service that is about to go. */
function stillRouted(shared: Shared, owner: string, kept: readonly Desired[]): boolean {
  const keptPaths = new Set(kept.map((object) => object.path));
  const going = shared.ledger.surplus(owner, keptPaths).filter((path) => path.startsWith('/infra/lb-pools/'));
  if (going.length === 0) return false;
  const rules = shared.ledger
    .pathsOf('ingress')
    .map((path) => JSON.stringify(shared.ledger.body(path)?.rules ?? []))
    .join();
  return going.some((path) => rules.includes(`"${path}"`));
}

function poolCount(shared: Shared, owner: string): number {
  return shared.ledger.pathsOf(owner).filter((path) => path.startsWith('/infra/lb-pools/')).length;
}

/** Brings one Service's virtual servers and pools in line; reports exhausted pools on the Service and tries again later. */
export async function reconcileService(shared: Shared, bench: Workbench, owner: string): Promise<Outcome> {
  const service = shared.state.services.byUid.get(owner.slice('service:'.length));
  if (service === undefined) {
    if (stillRouted(shared, owner, [])) {
      shared.enqueue('ingress');
      return 'waiting';
    }
    await bench.apply(owner, { objects: [], waiting: [] });
    return 'settled';
  }
  try {
    return await balance(shared, bench, service);
  } catch (error) {
    const failure = asFailure(error, servicePoolPath(shared.site, service));
    if (failure instanceof PlannedFailure) {
      await shared.reports.annotate(service, { 'ncp/error.loadbalancer': failure.code }, shared.signal);
      await bench.warn(service, failure);
    }
    throw failure;
  }
}

/** Brings the shared Ingress address, its two virtual servers and their rules in line. */
export async function reconcileIngress(shared: Shared, bench: Workbench): Promise<Outcome> {
  const find = (namespace: string, name: string) => shared.state.services.named(namespace, name);
  const routing = routeIngresses(shared.state.ingresses.all(), find);
  const pools = routing.routes.filter((route) => poolCount(shared, `service:${route.service.uid}`) === 0);
  for (const route of pools) shared.enqueue(`service:${route.service.uid}`);
  // Rules name pools, so the pools come first; until then the rules stay as they are.
  if (pools.length > 0) return 'waiting';
  const address = await bench.decided(ingressAllocationPath(shared.site), 'address');
  const plan = planIngress(shared.site, routing, { address });
  await bench.apply('ingress', plan);
  if (plan.waiting.length > 0 || address === undefined) return 'waiting';
  for (const ingress of shared.state.ingresses.all().filter(servesIngress)) {
    if (ingress.statusAddresses[0] !== address)
      await shared.reports.loadBalancerAddress(ingress, address, shared.signal);
    const error = routing.errors.get(ingress.uid);
    await shared.reports.annotate(ingress, { 'ncp/error.loadbalancer': error }, shared.signal);
  }
  return 'settled';
}
