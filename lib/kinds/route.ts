import { isObject, type Json, objectsOf, textOf } from './reading';

/** What an Ingress asks for and a layer-7 rule does: requests for a host to a port of a Service. */
export interface Route {
  /** Lower case; `*` stands for any. */
  readonly host: string;
  readonly path: string | null;
  readonly namespace: string;
  readonly service: string;
}

/** The key by which virtual servers find Ingresses. Paths stay out: NSX holds them as patterns that NCP makes of them. */
export function routeKey({ host, namespace, service }: Route): string {
  return `route|${host}|${namespace}|${service}`;
}

/** `shop.example/cart → development/web`. */
export function routeWords({ host, path, namespace, service }: Route): string {
  return `${host}${path ?? ''} → ${namespace}/${service}`;
}

const APP_HEADER = 'ncp_app';

/** Routes of the `rules` of an LB virtual server: those whose header `ncp_app` names a Service. */
export function routesOf(rules: unknown): readonly Route[] {
  const routes = new Map<string, Route>();
  for (const rule of objectsOf(rules)) {
    const conditions = objectsOf(rule.match_conditions);
    const app = appOf([...objectsOf(rule.actions), ...conditions]);
    if (app === null) continue;
    const host = hostOf(conditions);
    const path = pathOf(conditions);
    const route = { host, path, ...app };
    const known = routes.get(routeKey(route));
    // The rewriting rule knows the path, the forwarding rule the pool; both name host and Service.
    if (known === undefined || (known.path === null && path !== null)) routes.set(routeKey(route), route);
    else if (path !== null && known.path !== path) routes.set(`${routeKey(route)}|${path}`, route);
  }
  return [...routes.values()];
}

/** Reads `nsx.<namespace>.<service>.<port>`. */
function appOf(parts: readonly Json[]): Pick<Route, 'namespace' | 'service'> | null {
  for (const part of parts) {
    if (part.header_name !== APP_HEADER) continue;
    const named = /^nsx\.([^.]+)\.([^.]+)\.[^.]+$/.exec(textOf(part.header_value) ?? '');
    const [, namespace, service] = named ?? [];
    if (namespace !== undefined && service !== undefined) return { namespace, service };
  }
  return null;
}

function hostOf(conditions: readonly Json[]): string {
  for (const condition of conditions) {
    const header = textOf(condition.header_name);
    if (header?.toLowerCase() === 'host') return (textOf(condition.header_value) ?? '*').toLowerCase();
  }
  return '*';
}

function pathOf(conditions: readonly Json[]): string | null {
  for (const condition of conditions) {
    const uri = textOf(condition.uri);
    if (isObject(condition) && uri !== null) return uri;
  }
  return null;
}
