import { asObjects, asText, asTexts, type JsonObject } from '../json';
import { matchPath } from '../tree/patterns';
import type { StoredObject } from '../tree/tree';
import { systemActor, type TreeWriter } from '../tree/writer';

const groupPath = (id: string) => `/infra/domains/default/groups/${id}`;
const DEFAULT_GATEWAY_POLICY = '/infra/domains/default/gateway-policies/Policy_Default_Infra';

/** Writes objects NSX makes for itself, then takes them out of the reach of clients. */
function makeOwn(state: TreeWriter, path: string, body: JsonObject): void {
  const stored = state.write([{ path, body }], 'patch', systemActor);
  if (!Array.isArray(stored)) return;
  for (const object of stored)
    if (object.body._system_owned !== true) state.tree.put(object.path, { ...object.body, _system_owned: true });
}

function dropOwn(state: TreeWriter, path: string): void {
  const object = state.tree.live(path);
  if (object === undefined) return;
  state.tree.put(path, { ...object.body, marked_for_delete: true, _last_modified_time: state.now() });
}

function addressGroup(state: TreeWriter, id: string, addresses: readonly string[], tags: JsonObject[]): void {
  const expression: JsonObject[] =
    addresses.length === 0
      ? []
      : [{ resource_type: 'IPAddressExpression', id: 'addresses', ip_addresses: [...addresses] }];
  makeOwn(state, groupPath(id), { display_name: id, group_type: ['IPAddress'], expression, tags });
}

function virtualServerGroups(
  state: TreeWriter,
  path: string,
  object: StoredObject | undefined,
  before: StoredObject | undefined,
): void {
  const id = path.slice(path.lastIndexOf('/') + 1);
  const group = `NLB.VIP.[${id}]`;
  if (object === undefined) {
    dropOwn(state, groupPath(group));
  } else {
    const address = asText(object.body.ip_address);
    addressGroup(state, group, address === undefined ? [] : [address], [{ scope: 'NLB-VIP_ID', tag: id }]);
  }
  const touched = [object, before].flatMap((server) => (server === undefined ? [] : [server]));
  const services = touched.flatMap((server) => serviceId(server) ?? []);
  for (const pool of new Set(touched.flatMap(poolsOfServer))) syncPoolGroups(state, pool, services);
}

function serviceId(server: StoredObject): string | undefined {
  const path = asText(server.body.lb_service_path) ?? '';
  return path === '' ? undefined : path.slice(path.lastIndexOf('/') + 1);
}

/** Brings the address groups of a pool in line, one per service that uses it; `formerly` names services it may have left. */
function syncPoolGroups(state: TreeWriter, path: string, formerly: readonly string[]): void {
  const poolId = path.slice(path.lastIndexOf('/') + 1);
  const pool = state.tree.live(path);
  const servers = state.tree.referrers(path).filter((object) => object.placement.type.name === 'LBVirtualServer');
  const services = new Set(pool === undefined ? [] : servers.flatMap((server) => serviceId(server) ?? []));
  for (const service of services) {
    const addresses = asObjects(pool?.body.members).flatMap((member) => asText(member.ip_address) ?? []);
    addressGroup(
      state,
      `NLB.PoolLB.[${poolId}][${service}]`,
      [...new Set(addresses)],
      [
        { scope: 'NLB-Lb-ID', tag: service },
        { scope: 'NLB-Pool_ID', tag: poolId },
      ],
    );
  }
  for (const service of formerly)
    if (!services.has(service)) dropOwn(state, groupPath(`NLB.PoolLB.[${poolId}][${service}]`));
}

function natSections(state: TreeWriter, path: string): void {
  for (const section of ['USER', 'INTERNAL', 'DEFAULT']) {
    makeOwn(state, `${path}/nat/${section}`, { nat_type: section });
  }
}

function gatewayRule(state: TreeWriter, path: string, object: StoredObject | undefined): void {
  const id = path.slice(path.lastIndexOf('/') + 1);
  const rule = `${DEFAULT_GATEWAY_POLICY}/rules/${id}-tier1-default_blacklist_rule`;
  if (object === undefined) dropOwn(state, rule);
  else if (state.tree.live(rule) === undefined && !path.startsWith('/orgs/')) {
    makeOwn(state, rule, { action: 'ALLOW', scope: [path], is_default: true, sequence_number: 2_147_483_647 });
  }
}

/** What NSX does by itself after an object was written or deleted. */
export function followUp(state: TreeWriter, path: string, before: StoredObject | undefined): void {
  const match = matchPath(path);
  if (match?.kind !== 'object') return;
  const object = state.tree.live(path);
  switch (match.placement.type.name) {
    case 'LBVirtualServer':
      virtualServerGroups(state, path, object, before);
      break;
    case 'LBPool':
      syncPoolGroups(state, path, []);
      break;
    case 'Tier1':
      if (object !== undefined && state.tree.live(`${path}/nat/USER`) === undefined) natSections(state, path);
      gatewayRule(state, path, object);
      break;
    case 'Tier0':
    case 'Vpc':
      if (object !== undefined && state.tree.live(`${path}/nat/USER`) === undefined) natSections(state, path);
      break;
    case 'Project':
      if (object !== undefined && state.tree.live(`${path}/infra`) === undefined) {
        makeOwn(state, `${path}/infra`, {});
        makeOwn(state, `${path}/infra/domains/default`, {});
      }
      break;
    default:
      break;
  }
}

/** The paths of pools a virtual server sends traffic to, by its default or by its rules. */
export function poolsOfServer(server: StoredObject): string[] {
  const actions = asObjects(server.body.rules).flatMap((rule) => asObjects(rule.actions));
  const paths = [
    ...asTexts([server.body.pool_path ?? '']),
    ...actions.flatMap((action) => asText(action.pool_id) ?? []),
  ];
  return [...new Set(paths.filter((path) => path !== ''))];
}
