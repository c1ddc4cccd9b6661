import { isInVpc } from '../kinds';
import type { Unit } from './units';

/** What a namespace owns, as one says it: `Tier-1, 2 segments, VIP`. */
interface Noun {
  readonly one: string;
  readonly many: string;
}

/** Network cards of cluster nodes. */
export const NODE_PORTS: Noun = { one: 'port of a cluster node', many: 'ports of cluster nodes' };
const TIER_1: Noun = { one: 'Tier-1', many: 'Tier-1s' };
const VPC: Noun = { one: 'VPC', many: 'VPCs' };
const SEGMENT: Noun = { one: 'segment', many: 'segments' };
const SUBNET: Noun = { one: 'subnet', many: 'subnets' };
const VIP: Noun = { one: 'VIP', many: 'VIPs' };

const GATEWAYS = [TIER_1, VPC] as const;
const NETWORKS = [SEGMENT, SUBNET] as const;
const VIPS = [VIP] as const;

/** `1 port`, `2 ports`, `5,000 ports`. */
export function counted(count: number, one: string, many: string): string {
  return `${count < 1_000 ? count : count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** Counts the objects of a namespace by what they are called: a VPC and its subnets are no Tier-1 and no segments. */
export class Contents {
  readonly #counts = new Map<Noun, number>();

  add(unit: Unit): void {
    const noun = nounOf(unit);
    if (noun !== null) this.#counts.set(noun, this.#count(noun) + 1);
  }

  /** Counts what others have counted. */
  merge(others: Contents): void {
    for (const [noun, count] of others.#counts) this.#counts.set(noun, this.#count(noun) + count);
  }

  /** `Tier-1`, `2 segments`, `VIP`: one of a kind goes without its number. */
  get all(): readonly string[] {
    return this.#said([...GATEWAYS, ...NETWORKS, ...VIPS], (count, { one, many }) =>
      count === 1 ? one : counted(count, one, many),
    );
  }

  /** `1 segment`, `2 subnets`. */
  get networks(): readonly string[] {
    return this.#said(NETWORKS, (count, { one, many }) => counted(count, one, many));
  }

  #said(nouns: readonly Noun[], say: (count: number, noun: Noun) => string): readonly string[] {
    return nouns.flatMap((noun) => {
      const count = this.#count(noun);
      return count === 0 ? [] : say(count, noun);
    });
  }

  #count(noun: Noun): number {
    return this.#counts.get(noun) ?? 0;
  }
}

function nounOf({ lane, kind, nodes }: Unit): Noun | null {
  if (lane === 'tier-1') return kind === 'vpc' ? VPC : TIER_1;
  if (lane === 'segment') return isInVpc(nodes[0]?.key ?? '') ? SUBNET : SEGMENT;
  return lane === 'vip' ? VIP : null;
}
