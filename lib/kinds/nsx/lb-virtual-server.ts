import { z } from 'zod';
import type { Claim } from '../../model';
import { type Json, readFields, textOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { lbServerRuntime } from './lb-runtime';
import { lastPart, type Intent, toPath } from './object';
import { type Route, routeKey, routesOf, routeWords } from '../route';
import { nameClaim, STRENGTH, uidClaim } from './tags';

const action = z.object({ type: z.string().optional(), pool_id: z.string().optional() });
const schema = z.object({
  ip_address: z.string().optional(),
  ports: z.array(z.union([z.string(), z.number().transform(String)])).optional(),
  pool_path: z.string().optional(),
  lb_service_path: z.string().optional(),
  application_profile_path: z.string().optional(),
  enabled: z.boolean().optional(),
  rules: z.array(z.object({ actions: z.array(action).nullish() })).optional(),
});

/** An LB virtual server (VIP): one per port of a LoadBalancer Service, or shared by all Ingresses of a cluster. */
export const lbVirtualServer = nsxKind({
  name: 'lb-virtual-server',
  type: 'LBVirtualServer',
  scope: 'cluster',
  lists: ['/infra/lb-virtual-servers', '{kind:vpc}/vpc-lb-virtual-servers'],
  live: lbServerRuntime,
  presentation: {
    singular: 'virtual server (VIP)',
    plural: 'virtual servers (VIPs)',
    icon: 'scale',
    lane: 'vip',
    line: (node) =>
      `${node.facts.address ?? 'no address yet'}:${Array.isArray(node.facts.ports) ? node.facts.ports.join(', ') : ''}`,
    facts: [
      { name: 'address', label: 'Address', mono: true },
      { name: 'ports', label: 'Ports', mono: true },
      { name: 'profile', label: 'Application profile', mono: true },
      { name: 'type', label: 'Serves' },
      { name: 'rules', label: 'Layer-7 rules' },
      { name: 'routes', label: 'Routes', mono: true },
      { name: 'enabled', label: 'Enabled' },
      REALIZATION,
    ],
  },
  hides: 'virtual servers, and with them the VIPs',
  project: (raw, intent) => {
    const { fields, issues } = readFields(schema, raw);
    const routes = routesOf(raw.rules);
    const pools = (fields.rules ?? []).flatMap((rule) => (rule.actions ?? []).flatMap((item) => item.pool_id ?? []));
    return {
      ...(fields.enabled === false ? { state: 'warning', reason: 'it is switched off' } : {}),
      facts: {
        address: fields.ip_address ?? null,
        ports: fields.ports ?? [],
        profile: fields.application_profile_path === undefined ? null : lastPart(fields.application_profile_path),
        type: intent.tags.find((tag) => tag.scope === 'ncp/lb_vs_type')?.tag ?? null,
        rules: fields.rules?.length ?? 0,
        routes: routes.length === 0 ? null : [...new Set(routes.map(routeWords))],
        enabled: fields.enabled !== false,
      },
      relations: [
        ...toPath('serves', 'lb_service_path', fields.lb_service_path),
        ...toPath('balances', 'pool_path', fields.pool_path),
        // `pool_id` of a rule's action holds a policy path in spite of its name.
        ...[...new Set(pools)].flatMap((path) => toPath('balances', 'rules.actions.pool_id', path)),
      ],
      keys: balancerKeys(raw, intent),
      claims: [...serviceClaims(intent), ...routes.flatMap((route) => routeClaim(intent, route))],
      issues,
    };
  },
});

/** Claims of what was made for a Service: by UID tag, else by namespace and name. */
export function serviceClaims({ owner }: Intent): readonly Claim[] {
  return [
    ...uidClaim(owner, owner.serviceUid),
    ...nameClaim(owner, owner.service, { kind: 'service', namespaced: true }),
    // Newer releases repeat the Service's UID here. On a layer-7 server it is the Namespace's, whose card it must not join.
    ...(owner.serviceUid === null ? [] : uidAgain(owner)),
  ];
}

function uidAgain({ cluster, externalId }: Intent['owner']): readonly Claim[] {
  if (externalId === null) return [];
  const evidence = { by: 'tag', scope: externalId.scope, tag: externalId.tag } as const;
  return [{ edge: 'realizes', tagValue: cluster, key: externalId.tag, evidence, strength: STRENGTH.field }];
}

/** An Ingress answers to the routes it asks for; the virtual server that has them is the one it is on. */
function routeClaim({ owner }: Intent, route: Route): readonly Claim[] {
  const reason = `layer-7 rule ${routeWords(route)}`;
  return [
    {
      edge: 'carries',
      tagValue: owner.cluster,
      key: routeKey(route),
      evidence: { by: 'inferred', reason },
      strength: STRENGTH.field,
    },
  ];
}

/** What groups that NSX made for its load balancer call an LB object by: its id, or the id it is realized under. */
export const balancerKey = (id: string): string => `lb|${id}`;

/** The keys by which such groups find it. */
export function balancerKeys(raw: Json, { id }: Intent): readonly string[] {
  const ids = [id, textOf(raw.unique_id), textOf(raw.realization_id)].flatMap((one) => one ?? []);
  return [...new Set(ids)].map(balancerKey);
}
