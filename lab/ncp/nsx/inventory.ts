import { type JsonObject, text } from '../json';
import { isOurs, type Ledger } from '../reconcile/ledger';
import type { NsxClient } from './client';

/** Types NCP makes and NSX lets it search by tag. */
const searchedTypes = [
  'Domain',
  'SpoofGuardProfile',
  'Tier1',
  'LocaleServices',
  'LBHttpProfile',
  'LBFastTcpProfile',
  'LBFastUdpProfile',
  'LBSourceIpPersistenceProfile',
  'LBService',
  'LBVirtualServer',
  'LBPool',
  'IpAddressPool',
  'IpAddressPoolBlockSubnet',
  'IpAddressPoolStaticSubnet',
  'IpAddressAllocation',
  'Segment',
  'SegmentSecurityProfileBindingMap',
  'SegmentPort',
  'PolicyNatRule',
  'Group',
  'Service',
  'SecurityPolicy',
] as const;

/** Escapes what the search language reserves. */
export function escapeTerm(value: string): string {
  return value.replaceAll(/[+\-=&|><!(){}[\]^"~*?:\\/]/g, String.raw`\$&`);
}

/** A search for objects of one type that carry both parts of a tag; the pair itself must be checked again on each hit. */
export function tagQuery(type: string, scope: string, value: string): string {
  return `resource_type:${type} AND tags.scope:${escapeTerm(scope)} AND tags.tag:${escapeTerm(value)} AND marked_for_delete:false`;
}

/** A search shows no more than 10,000 hits; above this many the question is put in parts. */
const oneSearch = 8000;
const hexDigits = [...'0123456789abcdef'];

/** Every hit of a query of any size: large ones are asked for by the first digits of the objects' unique ids. */
async function searchAll(client: NsxClient, query: string, signal: AbortSignal): Promise<JsonObject[]> {
  const count = await client.count(query, signal);
  if (count === 0) return [];
  if (count <= oneSearch) return await client.search(query, signal);
  const prefixes =
    count / 16 > oneSearch / 2 ? hexDigits.flatMap((one) => hexDigits.map((two) => one + two)) : hexDigits;
  const found: JsonObject[] = [];
  for (const prefix of prefixes) found.push(...(await client.search(`${query} AND unique_id:${prefix}*`, signal)));
  return found;
}

/** Rules carry no tags; they are found by the domain they are in. */
function ruleQuery(cluster: string): string {
  const below = escapeTerm(`/infra/domains/${cluster}/security-policies/`);
  return `resource_type:Rule AND parent_path:${below}* AND marked_for_delete:false`;
}

async function findAll(client: NsxClient, cluster: string, signal: AbortSignal): Promise<[string, JsonObject][]> {
  const found: [string, JsonObject][] = [];
  for (const type of searchedTypes) {
    for (const hit of await searchAll(client, tagQuery(type, 'ncp/cluster', cluster), signal)) {
      const path = text(hit.path);
      if (path !== undefined && hit.marked_for_delete !== true && isOurs(hit, cluster)) found.push([path, hit]);
    }
  }
  const policies = new Set(found.flatMap(([path, body]) => (body.resource_type === 'SecurityPolicy' ? [path] : [])));
  for (const hit of await searchAll(client, ruleQuery(cluster), signal)) {
    const [path, parent] = [text(hit.path), text(hit.parent_path)];
    const ours = parent !== undefined && policies.has(parent) && hit.marked_for_delete !== true;
    if (path !== undefined && ours) found.push([path, hit]);
  }
  return found;
}

/**
 * Reads everything NCP made for the cluster into the ledger. Records newer than `writtenBefore` stay even when the
 * search does not show them: its index lags behind writes.
 */
export async function loadInventory(
  client: NsxClient,
  cluster: string,
  ledger: Ledger,
  writtenBefore: number,
  signal: AbortSignal,
): Promise<void> {
  const seen = new Set<string>();
  // 0 and undefined: never written by this run, so the search cannot be behind it.
  const isOlder = (writtenAt: number | undefined) => (writtenAt ?? 0) === 0 || (writtenAt ?? 0) < writtenBefore;
  const found = await findAll(client, cluster, signal);
  for (const [path, body] of found) {
    seen.add(path);
    if (isOlder(ledger.writtenAt(path))) ledger.observe(path, body);
  }
  for (const entry of [...ledger.entries()]) {
    if (!seen.has(entry.path) && isOlder(entry.writtenAt)) ledger.forget(entry.path);
  }
}
