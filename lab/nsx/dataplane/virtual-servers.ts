import { poolsOfServer } from '../loadbalancer/follow-up';
import { asObjects, asText, asTexts, type JsonObject, objectAt } from '../json';
import type { ManagerState } from '../state';
import type { StoredObject } from '../tree/tree';
import { type Packet, TCP, UDP } from './flow';

/** A member of a pool that takes new connections. */
export interface Target {
  readonly pool: string;
  readonly address: string;
  readonly port: number;
  /** The source a member sees; undefined for the client's own address. */
  readonly translated: { readonly address: string | undefined } | undefined;
}

const usable = (state: ManagerState, server: StoredObject) =>
  server.body.enabled !== false &&
  state.tree.live(asText(server.body.lb_service_path) ?? '')?.body.enabled !== false &&
  asText(server.body.lb_service_path) !== '';

/** Virtual servers that stand at an address. */
export function serversAt(state: ManagerState, address: string): StoredObject[] {
  return [...state.tree.ofType('LBVirtualServer')].filter(
    (server) => server.body.ip_address === address && usable(state, server),
  );
}

const isWithin = (port: number, text: string) => {
  const [first = '', last = first] = text.split('-');
  return port >= Number(first) && port <= Number(last);
};

function overUdp(state: ManagerState, server: StoredObject): boolean {
  const profile = state.tree.live(asText(server.body.application_profile_path) ?? '');
  return profile?.body.resource_type === 'LBFastUdpProfile';
}

/** The virtual server of several at one address that takes a packet. */
export function serverFor(
  state: ManagerState,
  servers: readonly StoredObject[],
  packet: Packet,
): StoredObject | undefined {
  const { destinationPort } = packet;
  if (destinationPort === undefined) return undefined;
  return servers.find(
    (server) =>
      packet.protocol === (overUdp(state, server) ? UDP : TCP) &&
      asTexts(server.body.ports).some((text) => isWithin(destinationPort, text)),
  );
}

/** With automap members see an address of the load balancer, which NCP notes in a tag of its service. */
function translation(state: ManagerState, server: StoredObject, pool: StoredObject): Target['translated'] {
  const snat = objectAt(pool.body, 'snat_translation');
  if (snat.type === 'LBSnatDisabled') return undefined;
  if (snat.type === 'LBSnatIpPool') return { address: asText(asObjects(snat.ip_addresses)[0]?.ip_address) };
  const service = state.tree.live(asText(server.body.lb_service_path) ?? '');
  const link = asObjects(service?.body.tags).find((tag) => tag.scope === 'ncp/lb_t1_link_ip');
  return { address: asText(link?.tag) };
}

function isUp(state: ManagerState, member: JsonObject, port: number): boolean {
  const address = asText(member.ip_address) ?? '';
  const status = state.memberStatus.get(`${address}:${port}`) ?? state.memberStatus.get(`${address}:`) ?? 'UP';
  return (asText(member.admin_state) ?? 'ENABLED') === 'ENABLED' && status === 'UP';
}

/** Where a virtual server may send a connection to one of its ports: the members of all pools it can choose. */
export function targetsOf(
  state: ManagerState,
  server: StoredObject,
  asked: number,
  addressesOf: (group: string) => readonly string[],
): Target[] {
  return poolsOfServer(server).flatMap((path) => {
    const pool = state.tree.live(path);
    if (pool === undefined) return [];
    const fallback = Number(asTexts(server.body.default_pool_member_ports)[0] ?? asked);
    const group = asText(objectAt(pool.body, 'member_group').group_path);
    const stated = asObjects(pool.body.members);
    const members =
      group === undefined ? stated : addressesOf(group).map((address): JsonObject => ({ ip_address: address }));
    const portOf = (member: JsonObject) => Number(asText(member.port) ?? fallback);
    const up = members.filter((member) => isUp(state, member, portOf(member)));
    const first = up.filter((member) => member.backup_member !== true);
    return (first.length > 0 ? first : up).map((member) => ({
      pool: path,
      address: asText(member.ip_address) ?? '',
      port: portOf(member),
      translated: translation(state, server, pool),
    }));
  });
}
