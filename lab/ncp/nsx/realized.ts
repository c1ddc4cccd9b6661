import { list, number, object, text } from '../json';
import type { NsxClient } from './client';

/** What NSX made of one intent object so far. */
export type Realized =
  | { readonly state: 'waiting' }
  | { readonly state: 'ready'; readonly value: string }
  | { readonly state: 'failed'; readonly code: number; readonly message: string };

/** Names under which releases publish the two values NCP needs. */
const attributeNames = {
  address: ['allocation_ip', 'allocated_ip', 'ip_address', 'ipaddress', 'ip'],
  cidr: ['cidr', 'subnet_cidr', 'network'],
} as const;

/** Reads the address of an allocation, or the CIDR of a block subnet, from its realized state. */
export async function readRealized(
  client: NsxClient,
  path: string,
  what: keyof typeof attributeNames,
  signal: AbortSignal,
): Promise<Realized> {
  const entities = await client.list(
    `/infra/realized-state/realized-entities?intent_path=${encodeURIComponent(path)}`,
    signal,
  );
  const names: readonly string[] = attributeNames[what];
  for (const entity of entities) {
    if (entity.state === 'ERROR') {
      const alarm = object(list(entity.alarms)[0]);
      const details = object(alarm.error_details);
      const message = text(alarm.message) ?? text(details.error_message) ?? 'realization failed';
      return { state: 'failed', code: number(details.error_code) ?? 0, message };
    }
    const attributes = list(entity.extended_attributes).map(object);
    const value = attributes.find((entry) => names.includes((text(entry.key) ?? '').toLowerCase()));
    const first = text(list(value?.values)[0]);
    if (first !== undefined) return { state: 'ready', value: first };
  }
  return { state: 'waiting' };
}

/** The IPv4 address NSX bound to a port, once realized. */
export async function readPortAddress(
  client: NsxClient,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const state = await client.get(`${path}/state`, signal);
  for (const entry of list(state.realized_bindings).map(object)) {
    const address = text(object(entry.binding).ip_address);
    if (address !== undefined && !address.includes(':')) return address;
  }
  return undefined;
}

/** A gateway's address on its link to the gateway above, if NSX tells. */
export async function readLinkAddress(
  client: NsxClient,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const entities = await client.list(
    `/infra/realized-state/realized-entities?intent_path=${encodeURIComponent(path)}`,
    signal,
  );
  return entities
    .flatMap((entity) => list(entity.extended_attributes).map(object))
    .filter((entry) => entry.key === 'IpAddresses')
    .flatMap((entry) => list(entry.values))
    .flatMap((value) => (typeof value === 'string' && value.startsWith('100.64.') ? [value.split('/')[0] ?? ''] : []))
    .find((value) => value !== '');
}
