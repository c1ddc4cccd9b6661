import type { Answer, ApiRequest } from './http/exchange';
import { Router } from './http/router';
import { addFabricRoutes } from './fabric/routes';
import { addGroupRoutes } from './groups/routes';
import { addLoadBalancerRoutes } from './loadbalancer/routes';
import { type Problem, unknownUrl } from './problem';
import { addRealizationRoutes } from './realization/routes';
import { addFirewallRoutes } from './realization/firewall-routes';
import { addSearchRoutes, type SearchBreakage } from './search/routes';
import type { ManagerState } from './state';
import { addTreeRoutes, treeHandler } from './tree/routes';

const POLICY = '/policy/api/v1';
const MANAGER = '/api/v1';

/** Builds the API: special URLs first, then the tree. The Policy tree answers below `/api/v1/infra` as well. */
export function buildApi(
  state: ManagerState,
  breakages: () => readonly SearchBreakage[],
): (request: ApiRequest) => Answer | Problem {
  const policy = new Router();
  addSearchRoutes(policy, state, breakages);
  addGroupRoutes(policy, state);
  addRealizationRoutes(policy, state);
  addFirewallRoutes(policy, state);
  addLoadBalancerRoutes(policy, state);
  addTreeRoutes(policy, state);
  const manager = new Router();
  addSearchRoutes(manager, state, breakages);
  addFabricRoutes(manager, policy, state);

  const onPolicy = (request: ApiRequest) => {
    const handler = policy.find(request.method, request.path);
    return handler === undefined ? treeHandler(state, request) : handler(request);
  };
  return (request) => {
    if (request.path.startsWith(`${POLICY}/`)) return onPolicy({ ...request, path: request.path.slice(POLICY.length) });
    if (!request.path.startsWith(`${MANAGER}/`)) return unknownUrl(request.method, request.path);
    const path = request.path.slice(MANAGER.length);
    if (/^\/(infra|orgs|org-root)(\/|$)/.test(path)) return onPolicy({ ...request, path });
    const handler = manager.find(request.method, path);
    return handler === undefined ? unknownUrl(request.method, request.path) : handler({ ...request, path });
  };
}
