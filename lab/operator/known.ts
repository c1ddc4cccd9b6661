import { type JsonObject, text } from '../ncp/json';
import type { Desired } from '../ncp/mapping/objects';
import { hasTag } from '../ncp/mapping/tags';
import type { NsxClient } from '../ncp/nsx/client';
import { tagQuery } from '../ncp/nsx/inventory';
import { covers, tagsOf } from '../ncp/reconcile/ledger';

const operatorTypes = [
  'Vpc',
  'VpcAttachment',
  'LBService',
  'VpcSubnet',
  'VpcSubnetPort',
  'Group',
  'Share',
  'SecurityPolicy',
] as const;
const balancerTypes = ['VpcIpAddressAllocation', 'LBPool', 'LBVirtualServer'] as const;

/** Order in which objects go: whatever refers to others first. */
const removalOrder = [
  'Rule',
  'SecurityPolicy',
  'Share',
  'Group',
  'LBVirtualServer',
  'LBPool',
  'VpcIpAddressAllocation',
  'VpcSubnetPort',
  'VpcSubnet',
  'LBService',
  'VpcAttachment',
  'Vpc',
];

async function readType(
  client: NsxClient,
  type: string,
  scope: string,
  cluster: string,
  found: Map<string, JsonObject>,
  signal: AbortSignal,
): Promise<void> {
  for (const hit of await client.search(tagQuery(type, scope, cluster), signal)) {
    const path = text(hit.path);
    const live = path?.startsWith('/orgs/') && hit.marked_for_delete !== true;
    if (path === undefined || !live || !hasTag(tagsOf(hit), scope, cluster)) continue;
    found.set(path, hit);
    if (type !== 'SecurityPolicy') continue;
    for (const rule of await client.list(`${path}/rules`, signal)) {
      found.set(text(rule.path) ?? `${path}/rules/${text(rule.id) ?? ''}`, rule);
    }
  }
}

/** What NSX holds for one cluster, as far as the operator knows. */
export class KnownObjects {
  readonly #bodies = new Map<string, JsonObject>();

  get size(): number {
    return this.#bodies.size;
  }

  /** Reads everything again. */
  async load(client: NsxClient, cluster: string, signal: AbortSignal): Promise<void> {
    const found = new Map<string, JsonObject>();
    for (const type of operatorTypes) await readType(client, type, 'nsx-op/cluster', cluster, found, signal);
    for (const type of balancerTypes) await readType(client, type, 'ncp/cluster', cluster, found, signal);
    this.#bodies.clear();
    for (const [path, body] of found) this.#bodies.set(path, body);
  }

  has(path: string): boolean {
    return this.#bodies.has(path);
  }

  needsWrite(wanted: Desired): boolean {
    const body = this.#bodies.get(wanted.path);
    return body === undefined || !covers(body, wanted.body);
  }

  wrote(wanted: Desired): void {
    this.#bodies.set(wanted.path, wanted.body);
  }

  forget(path: string): void {
    this.#bodies.delete(path);
  }

  /** Paths beyond `kept`, in the order they must be removed. */
  surplus(kept: ReadonlySet<string>): string[] {
    const rank = (path: string) => removalOrder.indexOf(this.typeOf(path));
    return [...this.#bodies.keys()].filter((path) => !kept.has(path)).sort((a, b) => rank(a) - rank(b));
  }

  typeOf(path: string): string {
    return text(this.#bodies.get(path)?.resource_type) ?? '';
  }

  *entries(): Generator<{ path: string; type: string; body: JsonObject }> {
    for (const [path, body] of this.#bodies) yield { path, type: this.typeOf(path), body };
  }
}
