import { asObjects, asText, asTexts, isObject, type JsonObject, objectAt } from '../json';
import type { ManagerState } from '../state';
import type { StoredObject } from '../tree/tree';
import { portAddresses, portState } from './entities';

/** The transport node a port sits on: its VIF's host, or for a container port its node's. */
function hostsOf(state: ManagerState, port: StoredObject): string[] {
  const attachment = objectAt(port.body, 'attachment');
  const parent = asText(attachment.context_id);
  const parentId = parent?.startsWith('/')
    ? asText(objectAt(state.tree.live(parent)?.body ?? {}, 'attachment').id)
    : parent;
  const ids = [asText(attachment.id), parentId];
  const vif = state.inventory
    .list('VirtualNetworkInterface')
    .find((item) => ids.includes(asText(item.lport_attachment_id)));
  const host = asText(vif?.host_id);
  return host === undefined ? [] : [host];
}

function discoveredBindings(state: ManagerState, port: StoredObject): JsonObject[] {
  const id = asText(objectAt(port.body, 'attachment').id);
  if (id === undefined) return [];
  return state.inventory
    .list('VirtualNetworkInterface')
    .filter((vif) => vif.lport_attachment_id === id)
    .flatMap((vif) => addressesOfVif(vif).map((address) => ({ vif, address })))
    .map(({ vif, address }) => ({
      binding: { ip_address: address, mac_address: asText(vif.mac_address) ?? '' },
      binding_timestamp: Number(port.body._create_time),
      source: 'VM_TOOLS',
    }));
}

function addressesOfVif(vif: JsonObject): string[] {
  const info = vif.ip_address_info;
  return Array.isArray(info)
    ? info.flatMap((entry) =>
        typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? asTexts(entry.ip_addresses) : [],
      )
    : [];
}

/** Ports of the same segment that hold an address of this port as well. */
function duplicates(state: ManagerState, port: StoredObject, own: JsonObject): JsonObject[] {
  const addresses = new Set(bindingAddresses(own));
  if (addresses.size === 0 || port.parentPath === undefined) return [];
  const found: JsonObject[] = [];
  for (const other of state.tree.children(port.parentPath)) {
    if (other.path === port.path || other.placement.type !== port.placement.type) continue;
    const theirs = portState(other, state.engine, state.ledger, [], []);
    for (const address of bindingAddresses(theirs)) {
      if (addresses.has(address))
        found.push({
          binding: { ip_address: address },
          binding_timestamp: state.now(),
          source: 'USER_DEFINED',
          conflicting_port: other.path,
        });
    }
  }
  return found;
}

function bindingAddresses(answer: JsonObject): string[] {
  const bindings = answer.realized_bindings;
  if (!Array.isArray(bindings)) return [];
  return bindings.flatMap((binding) => {
    const inner =
      typeof binding === 'object' && binding !== null && !Array.isArray(binding) ? objectAt(binding, 'binding') : {};
    return asText(inner.ip_address) ?? [];
  });
}

/** The whole `/state` answer of a port: attachment, bindings, and who else holds its addresses. */
export function fullPortState(state: ManagerState, port: StoredObject): JsonObject {
  const discovered = discoveredBindings(state, port);
  const answer = portState(port, state.engine, state.ledger, discovered, hostsOf(state, port));
  // What NSX sees at a port that has no address of its own becomes its realised binding.
  const found =
    bindingAddresses(answer).length === 0 && objectAt(answer, 'attachment').state === 'ATTACHED' ? discovered : [];
  const body = { ...answer, realized_bindings: [...asObjects(answer.realized_bindings), ...found] };
  return { ...body, duplicate_bindings: duplicates(state, port, body) };
}

/** The addresses a port has on the data path: those of its realised bindings. */
export function realizedAddresses(state: ManagerState, port: StoredObject): string[] {
  const realization = state.engine.stateOf(port);
  const isReady = realization.state === 'REALIZED' || (realization.state === 'UNREALIZED' && realization.started);
  if (!isReady) return [];
  const own = portAddresses(port, state.ledger);
  if (own.length > 0) return own;
  return discoveredBindings(state, port).flatMap(
    ({ binding }) => asText(isObject(binding) ? binding.ip_address : undefined) ?? [],
  );
}
