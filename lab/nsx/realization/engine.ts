import { DelayedQueue } from '../delayed';
import { parseCidr, parseIpv4 } from '../ipam/ipv4';
import type { AddressLedger } from '../ipam/ledger';
import { networkOfSubnet, rangesOfPool, subnetsOfPool } from '../ipam/pools';
import { asNumber, asObjects, asText, asTexts, objectAt } from '../json';
import type { StoredObject, Tree } from '../tree/tree';
import type { NsxTuning } from '../tuning';

/** Why an object could not be realised: the code and words of its alarm. */
export interface RealizationFault {
  readonly code: number;
  readonly message: string;
}

/** The state of an intent on the enforcement point. */
export type RealizationState =
  | { readonly state: 'UNREALIZED'; readonly started: boolean }
  | { readonly state: 'REALIZED'; readonly at: number }
  | { readonly state: 'ERROR'; readonly at: number; readonly fault: RealizationFault };

interface Outcome {
  readonly revision: number;
  readonly at: number;
  readonly fault: RealizationFault | undefined;
}

const revisionOf = (object: StoredObject) => asNumber(object.body._revision) ?? 0;
const addressKinds = new Set(['BOTH', 'IP_POOL']);

/** Carries out intents with a delay: addresses, networks, states. Driven by `advance`, it has no timer of its own. */
export class RealizationEngine {
  readonly #tree: Tree;
  readonly #ledger: AddressLedger;
  readonly #tuning: NsxTuning;
  readonly #queue = new DelayedQueue<string>();
  readonly #purges = new DelayedQueue<string>();
  readonly #outcomes = new Map<string, Outcome>();
  readonly #failing = new Set<string>();
  readonly #planted = new Map<string, RealizationFault>();
  #changes = 0;

  constructor(tree: Tree, ledger: AddressLedger, tuning: NsxTuning) {
    this.#tree = tree;
    this.#ledger = ledger;
    this.#tuning = tuning;
  }

  /** Takes note of a written or marked object. */
  notice(object: StoredObject, now: number): void {
    if (object.marked) this.#purges.push(now + this.#tuning.deleteLagMs, object.path);
    else this.#queue.push(now + this.#tuning.realizationLagMs, object.path);
  }

  /** Does everything that is due. */
  advance(now: number): void {
    for (const path of this.#queue.drain(now)) this.#realize(path, now);
    let freed = this.#ledger.wake(now);
    for (const path of this.#purges.drain(now)) freed = this.#purge(path, now) || freed;
    if (freed) for (const path of [...this.#failing]) this.#realize(path, now);
  }

  /** Realises everything waiting without delay, as for a loaded world. */
  settle(now: number): void {
    this.#queue.hasten();
    this.advance(now);
  }

  /** How often the state of some intent changed. */
  get changes(): number {
    return this.#changes;
  }

  stateOf(object: StoredObject): RealizationState {
    const outcome = this.#outcomes.get(object.path);
    if (outcome === undefined) return { state: 'UNREALIZED', started: false };
    if (outcome.fault !== undefined) return { state: 'ERROR', at: outcome.at, fault: outcome.fault };
    if (outcome.revision < revisionOf(object) || object.marked) return { state: 'UNREALIZED', started: true };
    return { state: 'REALIZED', at: outcome.at };
  }

  /** Makes an object fail with the given fault until the fault is taken back. */
  plant(path: string, fault: RealizationFault | undefined, now: number): void {
    if (fault === undefined) this.#planted.delete(path);
    else this.#planted.set(path, fault);
    this.#realize(path, now);
  }

  /** Paths of objects in error. */
  failing(): readonly string[] {
    return [...this.#failing];
  }

  clear(): void {
    this.#changes += 1;
    for (const state of [this.#queue, this.#purges, this.#outcomes, this.#failing, this.#planted]) state.clear();
  }

  #purge(path: string, now: number): boolean {
    const object = this.#tree.any(path);
    if (object?.marked !== true) return false;
    const delay = this.#tuning.ipReleaseDelayMs ?? this.#releaseDelay(object);
    const freed = this.#ledger.release(path, now + delay);
    this.#changes += 1;
    this.#outcomes.delete(path);
    this.#failing.delete(path);
    this.#planted.delete(path);
    this.#tree.remove(path);
    return freed;
  }

  #releaseDelay(object: StoredObject): number {
    const pool = this.#poolFor(object);
    return asNumber(pool?.body.ip_release_delay) ?? 120_000;
  }

  #realize(path: string, now: number): void {
    const object = this.#tree.live(path);
    if (object === undefined) return;
    const fault = this.#planted.get(path) ?? this.#carryOut(object);
    if (fault === undefined) this.#failing.delete(path);
    else this.#failing.add(path);
    this.#changes += 1;
    this.#outcomes.set(path, { revision: revisionOf(object), at: now, fault });
    if (fault === undefined && object.placement.type.name === 'IpAddressPoolSubnet') {
      for (const other of [...this.#failing]) if (other !== path) this.#realize(other, now);
    }
  }

  #carryOut(object: StoredObject): RealizationFault | undefined {
    switch (object.body.resource_type) {
      case 'IpAddressPoolBlockSubnet':
        return this.#takeNetwork(object, asText(object.body.ip_block_path), asNumber(object.body.size) ?? 0);
      case 'VpcSubnet':
        return this.#realizeVpcSubnet(object);
      case 'VpcIpAddressAllocation':
        return this.#takeNetwork(object, this.#vpcBlock(object, 'external_ipv4_blocks'), 1);
      case 'IpAddressAllocation':
        return this.#takeAddress(object, asText(object.body.allocation_ip));
      case 'SegmentPort':
      case 'VpcSubnetPort':
        return this.#realizePort(object);
      default:
        return undefined;
    }
  }

  #vpcBlock(object: StoredObject, field: string): string | undefined {
    const vpc = this.#tree.live(object.path.split('/').slice(0, 7).join('/'));
    return vpc === undefined ? undefined : asTexts(vpc.body[field])[0];
  }

  #realizeVpcSubnet(object: StoredObject): RealizationFault | undefined {
    const field = object.body.access_mode === 'Public' ? 'external_ipv4_blocks' : 'private_ipv4_blocks';
    const block = this.#vpcBlock(object, field);
    const stated = parseCidr(asTexts(object.body.ip_addresses)[0] ?? '');
    if (stated === undefined) return this.#takeNetwork(object, block, asNumber(object.body.ipv4_subnet_size) ?? 64);
    const whole = parseCidr(asText(this.#tree.live(block ?? '')?.body.cidr) ?? '');
    // A network given by the client is taken out of the block when it lies in it.
    const inside = whole !== undefined && stated.first >= whole.first && stated.last <= whole.last;
    if (!inside || block === undefined || this.#ledger.rangeOf(object.path) !== undefined) return undefined;
    if (this.#ledger.takeRange(block, whole, object.path, stated.last - stated.first + 1, stated.first))
      return undefined;
    return { code: 5137, message: `The network of ${object.path} overlaps with another one of IP block ${block}.` };
  }

  #takeNetwork(object: StoredObject, blockPath: string | undefined, size: number): RealizationFault | undefined {
    if (this.#ledger.rangeOf(object.path) !== undefined) return undefined;
    const block = blockPath === undefined ? undefined : this.#tree.live(blockPath);
    const whole = parseCidr(asText(block?.body.cidr) ?? '');
    if (block === undefined || whole === undefined) {
      return { code: 5137, message: `No usable IP block for ${object.path}: ${blockPath ?? 'none is given'}.` };
    }
    const wanted = parseIpv4(asText(object.body.start_ip) ?? '');
    if (this.#ledger.takeRange(block.path, whole, object.path, size, wanted)) return undefined;
    return {
      code: 5137,
      message: `IP block ${block.path} has no free network of ${size} addresses for ${object.path}.`,
    };
  }

  #poolFor(object: StoredObject): StoredObject | undefined {
    if (object.body.resource_type === 'SegmentPort') {
      const segment = object.parentPath === undefined ? undefined : this.#tree.any(object.parentPath);
      const path =
        segment === undefined ? undefined : asTexts(objectAt(segment.body, 'advanced_config').address_pool_paths)[0];
      return path === undefined ? undefined : this.#tree.any(path);
    }
    return object.parentPath === undefined ? undefined : this.#tree.any(object.parentPath);
  }

  #realizePort(object: StoredObject): RealizationFault | undefined {
    const attachment = objectAt(object.body, 'attachment');
    const wants = asText(attachment.allocate_addresses) ?? 'NONE';
    if (wants === 'BOTH' || wants === 'MAC_POOL') this.#ledger.takeMac(object.path);
    if (
      !addressKinds.has(wants) ||
      asObjects(object.body.address_bindings).some((binding) => binding.ip_address !== undefined)
    )
      return undefined;
    return this.#takeAddress(object, undefined);
  }

  #takeAddress(object: StoredObject, stated: string | undefined): RealizationFault | undefined {
    if (this.#ledger.addressOf(object.path) !== undefined) return undefined;
    const pool = this.#poolFor(object);
    if (pool === undefined)
      return {
        code: 8212,
        message: `Failed to allocate an IP address for ${object.path}: its segment has no IP pool.`,
      };
    const wanted = stated === undefined || stated === '' ? undefined : parseIpv4(stated);
    if (this.#ledger.takeAddress(pool.path, rangesOfPool(pool, this.#tree, this.#ledger), object.path, wanted))
      return undefined;
    const unready = subnetsOfPool(pool, this.#tree).every(
      (subnet) => networkOfSubnet(subnet, this.#ledger) === undefined,
    );
    const reason =
      wanted !== undefined
        ? `address ${stated ?? ''} is not free`
        : unready
          ? 'it has no realised subnet'
          : 'no free IP address is left';
    return {
      code: 8212,
      message: `Failed to allocate an IP address for ${object.path} from pool ${pool.path}: ${reason}.`,
    };
  }
}
