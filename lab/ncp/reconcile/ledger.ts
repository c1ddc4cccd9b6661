import { type JsonObject, list, object, text } from '../json';
import type { Desired, Tag } from '../mapping/objects';
import { hasTag, tagValue } from '../mapping/tags';

interface LedgerRecord {
  readonly owner: string;
  readonly type: string;
  body: JsonObject;
  /** JSON of the body NCP wrote last; absent when the record was read from NSX. */
  applied: string | undefined;
  writtenAt: number;
}

/** Order in which an owner's objects go: whatever refers to others first. */
const removalOrder = [
  'Rule',
  'SecurityPolicy',
  'Group',
  'Service',
  'LBVirtualServer',
  'LBPool',
  'PolicyNatRule',
  'IpAddressAllocation',
  'SegmentPort',
  'SegmentSecurityProfileBindingMap',
  'Segment',
  'IpAddressPoolBlockSubnet',
  'IpAddressPoolStaticSubnet',
  'IpAddressPool',
  'LBService',
  'LBSourceIpPersistenceProfile',
  'LBHttpProfile',
  'LBFastTcpProfile',
  'LBFastUdpProfile',
  'LocaleServices',
  'Tier1',
  'SpoofGuardProfile',
  'Domain',
];

/** Tags of an NSX object of unknown shape. */
export function tagsOf(body: JsonObject): Tag[] {
  return list(body.tags)
    .map(object)
    .map((entry) => ({ scope: text(entry.scope) ?? '', tag: text(entry.tag) ?? '' }));
}

/** Whether NCP made the object for this cluster; the administrator's tagged objects have no version tag. */
export function isOurs(body: JsonObject, cluster: string): boolean {
  const tags = tagsOf(body);
  if (!hasTag(tags, 'ncp/cluster', cluster)) return false;
  return tagValue(tags, 'ncp/version') !== undefined || hasTag(tags, 'ncp/cluster_domain', 'true');
}

const idPatterns: readonly (readonly [RegExp, string])[] = [
  [/^hcr_(.+)$/, 'pod'],
  [/^[ie]r_([0-9a-f-]{36})/, 'policy'],
  [/^hc_(.+)_src$/, 'node'],
  [/^sgpm_(.+)_\d+$/, 'namespace'],
];

/** Who an NSX object belongs to: `pod:<uid>`, `service:<uid>`, `policy:<uid>`, `namespace:<uid>`, `node:<uid>`, `ingress` or `cluster`. */
export function ownerOf(path: string, body: JsonObject): string {
  const tags = tagsOf(body);
  for (const [scope, kind] of [
    ['ncp/pod_uid', 'pod'],
    ['ncp/network_policy_uid', 'policy'],
    ['ncp/service_uid', 'service'],
    ['ncp/project_uid', 'namespace'],
  ] as const) {
    const uid = tagValue(tags, scope);
    if (uid !== undefined) return `${kind}:${uid}`;
  }
  const id = path.slice(path.lastIndexOf('/') + 1);
  for (const [pattern, kind] of idPatterns) {
    const uid = pattern.exec(id)?.[1];
    if (uid !== undefined) return `${kind}:${uid}`;
  }
  const shared =
    tagValue(tags, 'ncp/created_for') === 'l7_per_cluster' || tagValue(tags, 'ncp/lb_vs_type') !== undefined;
  return shared ? 'ingress' : 'cluster';
}

function sameTags(actual: unknown, wanted: readonly unknown[]): boolean {
  const key = (entry: JsonObject) => `${text(entry.scope) ?? ''}|${text(entry.tag) ?? ''}`;
  const [left, right] = [list(actual), wanted].map((tags) => tags.map(object).map(key).sort());
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Whether `actual` holds everything `wanted` asks for; fields NSX added do not count. */
export function covers(actual: unknown, wanted: unknown, field = ''): boolean {
  if (Array.isArray(wanted)) {
    if (field === 'tags') return sameTags(actual, wanted);
    const items = list(actual);
    return items.length === wanted.length && wanted.every((entry, index) => covers(items[index], entry));
  }
  if (typeof wanted === 'object' && wanted !== null) {
    const have = object(actual);
    return Object.entries(wanted).every(([key, value]) => covers(have[key], value, key));
  }
  // NSX leaves empty fields out.
  return actual === wanted || (wanted === '' && actual === undefined);
}

/** What NSX holds for this cluster, as far as NCP knows: read at start and on resync, kept up to date by its own writes. */
export class Ledger {
  readonly #records = new Map<string, LedgerRecord>();
  readonly #byOwner = new Map<string, Set<string>>();

  /** Notes an object as read from NSX. */
  observe(path: string, body: JsonObject): void {
    this.#put(path, {
      owner: ownerOf(path, body),
      type: text(body.resource_type) ?? '',
      body,
      applied: undefined,
      writtenAt: 0,
    });
  }

  /** Notes an object as written by NCP. */
  wrote(owner: string, wanted: Desired, now: number): void {
    const body = wanted.body;
    this.#put(wanted.path, { owner, type: body.resource_type, body, applied: JSON.stringify(body), writtenAt: now });
  }

  forget(path: string): void {
    const record = this.#records.get(path);
    if (record === undefined) return;
    this.#records.delete(path);
    this.#byOwner.get(record.owner)?.delete(path);
  }

  has(path: string): boolean {
    return this.#records.has(path);
  }

  /** Body as last read or written. */
  body(path: string): JsonObject | undefined {
    return this.#records.get(path)?.body;
  }

  /** When NCP last wrote the object, on the caller's clock; 0 when it was only read. */
  writtenAt(path: string): number | undefined {
    return this.#records.get(path)?.writtenAt;
  }

  /** Whether the object is absent or differs from what is wanted. */
  needsWrite(wanted: Desired): boolean {
    const record = this.#records.get(wanted.path);
    if (record === undefined) return true;
    if (record.applied !== undefined) return record.applied !== JSON.stringify(wanted.body);
    return !covers(record.body, wanted.body);
  }

  /** Paths an owner has beyond `kept`, in the order they must be removed. */
  surplus(owner: string, kept: ReadonlySet<string>): string[] {
    const rank = (path: string) => removalOrder.indexOf(this.#records.get(path)?.type ?? '');
    return this.pathsOf(owner)
      .filter((path) => !kept.has(path))
      .sort((a, b) => rank(a) - rank(b));
  }

  pathsOf(owner: string): string[] {
    return [...(this.#byOwner.get(owner) ?? [])];
  }

  owners(): string[] {
    return [...this.#byOwner].filter(([, paths]) => paths.size > 0).map(([owner]) => owner);
  }

  /** Every path with its body and type. */
  *entries(): Generator<{ path: string; type: string; body: JsonObject; writtenAt: number }> {
    for (const [path, { type, body, writtenAt }] of this.#records) yield { path, type, body, writtenAt };
  }

  get size(): number {
    return this.#records.size;
  }

  clear(): void {
    this.#records.clear();
    this.#byOwner.clear();
  }

  #put(path: string, record: LedgerRecord): void {
    this.forget(path);
    this.#records.set(path, record);
    const paths = this.#byOwner.get(record.owner) ?? new Set();
    paths.add(path);
    this.#byOwner.set(record.owner, paths);
  }
}
