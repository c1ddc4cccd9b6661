import type { PortState } from '@/lib/wire';
import type { NsxObject } from './paging';

type Read = Extract<PortState, { state: 'read' }>;

/** Reads NSX's state of a segment port, and its realized entities, into the wire's shape; anything may be missing. */
export function readPortState(state: NsxObject, entities: readonly NsxObject[] | null, at: string): Read {
  const attachment = asObject(state.attachment);
  const own = objectsOf(state.realized_bindings);
  const seen = objectsOf(state.discovered_bindings);
  return {
    state: 'read',
    at,
    attachment: textOf(attachment?.state),
    bindings: (own.length > 0 ? own : seen).map(readBinding),
    duplicates: objectsOf(state.duplicate_bindings).map(readDuplicate),
    transportNodes: textsOf(state.transport_node_ids),
    realization: entities === null ? null : realizationOf(entities),
    alarms: (entities ?? []).flatMap((entity) => objectsOf(entity.alarms)).map(readAlarm),
  };
}

/** The addresses that are realized, each once; null where the answer tells no list of bindings. */
export function boundAddresses(state: NsxObject): readonly string[] | null {
  if (!Array.isArray(state.realized_bindings)) return null;
  const addresses = objectsOf(state.realized_bindings).flatMap((entry) => readBinding(entry).ip ?? []);
  return [...new Set(addresses.map((address) => address.replace(/\/\d+$/, '')))];
}

function readBinding(entry: NsxObject): Read['bindings'][number] {
  const binding = asObject(entry.binding) ?? entry;
  return {
    ip: textOf(binding.ip_address),
    mac: textOf(binding.mac_address),
    vlan: typeof binding.vlan === 'number' ? binding.vlan : null,
    source: textOf(entry.source),
  };
}

function readDuplicate(entry: NsxObject): string {
  const { ip, mac } = readBinding(
    asObject(entry.binding) === null ? (asObject(entry.duplicate_binding) ?? entry) : entry,
  );
  const port = textOf(entry.conflicting_port);
  return `${ip ?? mac ?? 'an address'} is also on ${port ?? 'another port'}`;
}

/** An empty list means that realization has not begun. */
function realizationOf(entities: readonly NsxObject[]): string {
  const states = entities.map((entity) => textOf(entity.state) ?? 'UNKNOWN');
  if (states.length === 0) return 'UNREALIZED';
  return ['ERROR', 'UNREALIZED', 'UNAVAILABLE', 'UNKNOWN'].find((state) => states.includes(state)) ?? 'REALIZED';
}

function readAlarm(alarm: NsxObject): string {
  const details = asObject(alarm.error_details);
  return textOf(alarm.message) ?? textOf(details?.error_message) ?? 'an alarm without a message';
}

function asObject(value: unknown): NsxObject | null {
  // A JSON object is a record of unknown values by construction.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as NsxObject) : null;
}

function objectsOf(value: unknown): readonly NsxObject[] {
  return Array.isArray(value) ? value.map(asObject).filter((entry) => entry !== null) : [];
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
