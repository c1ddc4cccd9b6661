import { object, text } from '../json';
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

async function rulesBelow(client: NsxClient, policy: string, signal: AbortSignal): Promise<[string, unknown][]> {
  const rules = await client.list(`${policy}/rules`, signal);
  return rules.map((rule) => [text(rule.path) ?? `${policy}/rules/${text(rule.id) ?? ''}`, rule]);
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
  const found: [string, unknown][] = [];
  for (const type of searchedTypes) {
    for (const hit of await client.search(tagQuery(type, 'ncp/cluster', cluster), signal)) {
      const path = text(hit.path);
      if (path === undefined || hit.marked_for_delete === true || !isOurs(hit, cluster)) continue;
      found.push([path, hit]);
      // Rules carry no tags; they are found through their policy.
      if (type === 'SecurityPolicy') found.push(...(await rulesBelow(client, path, signal)));
    }
  }
  for (const [path, body] of found) {
    seen.add(path);
    if (isOlder(ledger.writtenAt(path))) ledger.observe(path, object(body));
  }
  for (const entry of [...ledger.entries()]) {
    if (!seen.has(entry.path) && isOlder(entry.writtenAt)) ledger.forget(entry.path);
  }
}
