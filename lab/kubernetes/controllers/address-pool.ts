import type { Cluster } from './cluster';
import { pods } from './resources';
import type { Node, Pod } from './types';

function toNumber(ip: string): number {
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toIp(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** Addresses of the built-in CNI: each node hands out its podCIDR, going round before it uses one again. */
export class AddressPool {
  private readonly used = new Set<string>();
  private readonly last = new Map<string, number>();

  constructor(cluster: Cluster) {
    cluster.watch(pods, ({ type, object, previous }) => {
      const before = addressOf(previous);
      const after = type === 'DELETED' ? undefined : addressOf(object);
      if (before === after) return;
      if (before) this.used.delete(before);
      if (after) this.used.add(after);
    });
  }

  /** A free address of the node's range; undefined if it has none. The first address is the gateway's. */
  take(node: Node): string | undefined {
    const [base, bits] = (node.spec?.podCIDR ?? '').split('/');
    if (!base || !bits || !base.includes('.')) return undefined;
    const size = 2 ** (32 - Number(bits));
    const first = toNumber(base);
    const start = this.last.get(node.metadata.name) ?? 1;
    for (let step = 1; step < size; step += 1) {
      const offset = (start + step) % size;
      const address = toIp(first + offset);
      if (offset < 2 || offset === size - 1 || this.used.has(address)) continue;
      this.last.set(node.metadata.name, offset);
      return address;
    }
    return undefined;
  }
}

function addressOf(pod: Pod | undefined): string | undefined {
  return pod?.spec.hostNetwork ? undefined : pod?.status?.podIP;
}
