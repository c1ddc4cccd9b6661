import { loadBalancerServicePath, profilePath } from './cluster';
import type { KubeIngress, KubeIngressPath, KubeService } from './kubernetes';
import { type Desired, desired, idOf, type Plan } from './objects';
import { poolPath } from './service';
import type { Site } from './site';
import { clusterTags, tag } from './tags';

/** What NSX has decided about the shared Ingress address. */
export interface IngressFacts {
  readonly address: string | undefined;
}

/** Finds a Service by namespace and name. */
export type FindService = (namespace: string, name: string) => KubeService | undefined;

/** A routing entry whose backend exists, or the reason why it is left out. */
interface Route {
  readonly ingress: KubeIngress;
  readonly path: KubeIngressPath;
  readonly service: KubeService;
  readonly port: number;
  readonly secure: boolean;
}

/** Routes in effect, and the error of each Ingress that has one (by UID). */
export interface Routing {
  readonly routes: readonly Route[];
  readonly errors: ReadonlyMap<string, string>;
}

/** Path of the allocation of the address all Ingresses share. */
export function ingressAllocationPath(site: Site): string {
  return `${site.loadBalancerPoolPath}/ip-allocations/${site.cluster}`;
}

/** Whether NCP serves this Ingress: its class is NCP's or none is named. */
export function servesIngress(ingress: KubeIngress): boolean {
  const name = ingress.className ?? ingress.annotations['kubernetes.io/ingress.class'];
  return (name === undefined || name === 'nsx' || name === 'ncp') && !ingress.deleting;
}

/** Number of the Service port a backend names. */
export function backendPort(service: KubeService, port: number | string): number | undefined {
  if (typeof port === 'number') return service.ports.find((candidate) => candidate.port === port)?.port;
  return service.ports.find((candidate) => candidate.name === port)?.port;
}

function isSecure(ingress: KubeIngress, host: string): boolean {
  return ingress.tls && (ingress.tlsHosts.length === 0 || ingress.tlsHosts.includes(host));
}

/** Sorts out which routes count: of two with the same host and path the older Ingress wins, the other gets an error. */
export function routeIngresses(ingresses: readonly KubeIngress[], find: FindService): Routing {
  const taken = new Map<string, string>();
  const errors = new Map<string, string>();
  const routes: Route[] = [];
  const ordered = ingresses
    .filter(servesIngress)
    .toSorted((a, b) =>
      `${a.createdAt}/${a.namespace}/${a.name}` < `${b.createdAt}/${b.namespace}/${b.name}` ? -1 : 1,
    );
  for (const ingress of ordered) {
    for (const path of ingress.paths) {
      const secure = isSecure(ingress, path.host);
      const key = `${secure}|${path.host}|${path.pathType}|${path.path}`;
      const service = find(ingress.namespace, path.service);
      const port = service === undefined ? undefined : backendPort(service, path.port);
      if (taken.has(key)) errors.set(ingress.uid, 'DUPLICATE_RULE');
      else if (service === undefined || port === undefined) errors.set(ingress.uid, 'BACKEND_NOT_FOUND');
      else {
        taken.set(key, ingress.uid);
        routes.push({ ingress, path, service, port, secure });
      }
    }
  }
  return { routes, errors };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function uriCondition(path: KubeIngressPath): Record<string, unknown>[] {
  if (path.path === '' || (path.path === '/' && path.pathType !== 'Exact')) return [];
  const trimmed = path.path.endsWith('/') ? path.path.slice(0, -1) : path.path;
  const uri = path.pathType === 'Exact' ? `^${escaped(path.path)}$` : `^${escaped(trimmed)}(/.*)?$`;
  return [{ type: 'LBHttpRequestUriCondition', uri, match_type: 'REGEX', case_sensitive: true, inverse: false }];
}

function header(name: string, value: string): Record<string, unknown> {
  return {
    type: 'LBHttpRequestHeaderCondition',
    header_name: name,
    header_value: value,
    match_type: 'EQUALS',
    case_sensitive: name !== 'Host',
    inverse: false,
  };
}

function rulesOf(site: Site, routes: readonly Route[]): Record<string, unknown>[] {
  const rewrites: Record<string, unknown>[] = [];
  const forwards: Record<string, unknown>[] = [];
  // Longest path first: the first rule that matches decides.
  for (const route of routes.toSorted((a, b) => b.path.path.length - a.path.path.length)) {
    const { path, service, port } = route;
    const application = `nsx.${service.namespace}.${service.name}.${port}`;
    const host = path.host === '' ? [] : [header('Host', path.host)];
    rewrites.push({
      phase: 'HTTP_REQUEST_REWRITE',
      match_strategy: 'ALL',
      match_conditions: [...host, ...uriCondition(path)],
      actions: [{ type: 'LBHttpRequestHeaderRewriteAction', header_name: 'ncp_app', header_value: application }],
    });
    forwards.push({
      phase: 'HTTP_FORWARDING',
      match_strategy: 'ALL',
      match_conditions: [...host, header('ncp_app', application)],
      actions: [{ type: 'LBSelectPoolAction', pool_id: poolPath(site, service, port) }],
    });
  }
  return [...rewrites, ...forwards];
}

function virtualServer(site: Site, secure: boolean, address: string, routes: readonly Route[]): Desired {
  const kind = secure ? 'https_terminated' : 'http';
  return desired('/infra/lb-virtual-servers', 'LBVirtualServer', `${site.cluster}_${kind}`, {
    ip_address: address,
    ports: [secure ? '443' : '80'],
    enabled: true,
    lb_service_path: loadBalancerServicePath(site),
    pool_path: '',
    application_profile_path: profilePath(site, 'LBHttpProfile'),
    rules: rulesOf(
      site,
      routes.filter((route) => route.secure === secure),
    ),
    tags: [
      ...clusterTags(site.cluster),
      tag('ncp/lb_vs_type', kind),
      tag('ncp/created_for', 'SLB'),
      tag('ncp/ip_pool_id', idOf(site.loadBalancerPoolPath)),
    ],
  });
}

/** The shared address and the two L7 virtual servers, which exist even without an Ingress. */
export function planIngress(site: Site, routing: Routing, facts: IngressFacts): Plan {
  const path = ingressAllocationPath(site);
  const allocation = desired(path.slice(0, path.lastIndexOf('/')), 'IpAddressAllocation', site.cluster, {
    tags: [...clusterTags(site.cluster), tag('ncp/created_for', 'l7_per_cluster')],
  });
  if (facts.address === undefined) return { objects: [allocation], waiting: [path] };
  return {
    objects: [
      allocation,
      virtualServer(site, false, facts.address, routing.routes),
      virtualServer(site, true, facts.address, routing.routes),
    ],
    waiting: [],
  };
}
