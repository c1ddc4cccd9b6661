import { randomUUID } from 'node:crypto';
import { asNumber, asText, type JsonObject, omit } from './json';
import { DelayedQueue } from './delayed';
import { installBuiltins } from './builtins';
import { HitCounters } from './dataplane/hits';
import { Inventory } from './fabric/inventory';
import { MembershipView } from './groups/view';
import { formatIpv4 } from './ipam/ipv4';
import { AddressLedger } from './ipam/ledger';
import { networkOfSubnet, poolUsage } from './ipam/pools';
import { followUp } from './loadbalancer/follow-up';
import { RealizationEngine } from './realization/engine';
import { realizedStatus } from './realization/entities';
import { SearchIndex } from './search/index-store';
import { orderWithin } from './tree/sequence';
import { type Actor, Transaction, type WriteMode } from './tree/transaction';
import type { PlannedWrite, TreeWriter } from './tree/writer';
import { type StoredObject, Tree } from './tree/tree';
import type { NsxTuning } from './tuning';
import { Problem } from './problem';

/** One manager node as cluster status shows it. */
export interface ManagerNode {
  readonly id: string;
  readonly name: string;
  readonly isDown: () => boolean;
}

/** Everything the stand-in knows. All time-dependent effects happen in `advance`, called before each request. */
export class ManagerState implements TreeWriter {
  readonly tree = new Tree();
  readonly ledger = new AddressLedger();
  readonly search = new SearchIndex();
  readonly inventory = new Inventory();
  readonly membership = new MembershipView();
  readonly engine: RealizationEngine;
  /** Identity of the manager node, kept over restarts. */
  nodeId: string = randomUUID();
  readonly startedAt: number;
  /** Extra search lag asked for by a fault, in milliseconds. */
  extraSearchLagMs = 0;
  /** How far the clock that objects are dated with is off, asked for by a fault, in milliseconds. */
  skewMs = 0;
  #changes = 0;
  #world = 'empty';
  #worldListener: (name: string | undefined) => void = () => undefined;
  /** The manager nodes of the cluster; each has its own door, all share this state. */
  readonly nodes: ManagerNode[] = [];
  /** Health of load balancer members as `address:port`, where it is not UP. */
  readonly memberStatus = new Map<string, string>();
  /** Hits of rules by flows that were sent. */
  readonly hits = new HitCounters();
  partialPatch = false;
  readonly #indexQueue = new DelayedQueue<{ key: string; body: JsonObject | undefined }>();
  readonly #memberQueue = new DelayedQueue<{ path: string; object: StoredObject | undefined }>();
  #lastRuleId = 1000;
  #lastPolicyOrder = 0;

  constructor(
    readonly tuning: NsxTuning,
    readonly now: () => number,
  ) {
    this.startedAt = now();
    this.engine = new RealizationEngine(this.tree, this.ledger, tuning);
    this.tree.onChange(({ before, after }) => {
      this.#changes += 1;
      const time = this.now();
      const path = (after ?? before)?.path ?? '';
      this.#indexQueue.push(time + tuning.searchLagMs + this.extraSearchLagMs, { key: path, body: after?.body });
      this.#memberQueue.push(time + tuning.membershipLagMs, {
        path,
        object: after?.marked === false ? after : undefined,
      });
      if (after !== undefined) this.engine.notice(after, time);
      const ruleId = asNumber(after?.body.rule_id);
      if (ruleId !== undefined && ruleId < 2 ** 30) this.#lastRuleId = Math.max(this.#lastRuleId, ruleId);
      const order = asNumber(after?.body.internal_sequence_number);
      if (order !== undefined) this.#lastPolicyOrder = Math.max(this.#lastPolicyOrder, orderWithin(order));
    });
    this.inventory.onChange((key, body) => {
      this.#changes += 1;
      this.#indexQueue.push(this.now() + tuning.searchLagMs + this.extraSearchLagMs, { key, body });
    });
    installBuiltins(this);
    this.settle();
  }

  /** Grows with everything that may change what becomes of a packet. */
  get changes(): number {
    return this.#changes + this.engine.changes;
  }

  /** Name of the loaded world. */
  get world(): string {
    return this.#world;
  }

  nameWorld(name: string): void {
    this.#world = name;
    this.#worldListener(name);
  }

  /** Called with the name of a loaded world, or with nothing before a reset. */
  onWorld(listener: (name: string | undefined) => void): void {
    this.#worldListener = listener;
  }

  /** Lets time pass: realisation, purges, index and membership catch up. */
  advance(now = this.now()): void {
    this.engine.advance(now);
    for (const { key, body } of this.#indexQueue.drain(now)) {
      if (body === undefined) this.search.remove(key);
      else this.search.upsert({ key, body });
    }
    for (const { path, object } of this.#memberQueue.drain(now)) {
      this.#changes += 1;
      this.membership.apply(path, object);
    }
  }

  /** Makes every pending effect happen now. */
  settle(): void {
    this.engine.settle(this.now());
    this.#indexQueue.hasten();
    this.#memberQueue.hasten();
    this.advance();
  }

  /** Lets the search index catch up at once, as when the cause of its lag is gone. */
  catchUpSearch(): void {
    this.extraSearchLagMs = 0;
    this.#indexQueue.hasten();
    this.advance();
  }

  transaction(actor: Actor): Transaction {
    return new Transaction(
      {
        tree: this.tree,
        now: () => this.now() + this.skewMs,
        ownerId: this.nodeId,
        nextRuleId: () => this.#nextRuleId(),
        nextPolicyOrder: () => this.#nextPolicyOrder(),
      },
      actor,
    );
  }

  /** Writes and deletes as one: all happen or none. Returns what was stored. */
  write(writes: readonly PlannedWrite[], mode: WriteMode, actor: Actor, wholeTrees = false): StoredObject[] | Problem {
    const transaction = this.transaction(actor);
    for (const { path, body } of writes) {
      const problem =
        body !== undefined
          ? transaction.write(path, body, mode)
          : wholeTrees
            ? transaction.removeTree(path)
            : transaction.remove(path);
      if (problem !== undefined) return problem;
    }
    const before = writes.map(({ path }) => this.tree.live(path));
    const stored = transaction.commit();
    if (stored instanceof Problem) return stored;
    for (const [index, { path }] of writes.entries()) followUp(this, path, before[index]);
    return stored;
  }

  /** The object as an API answer shows it to a caller. */
  present(object: StoredObject, viewer: string): JsonObject {
    const body = { ...object.body, ...this.#computed(object) };
    if (body._protection === 'REQUIRE_OVERRIDE' && body._create_user === viewer) body._protection = 'NOT_PROTECTED';
    return this.tuning.hiddenFields.length === 0 ? body : omit(body, this.tuning.hiddenFields);
  }

  /** A search hit: the object plus its realisation status. */
  hit(key: string, body: JsonObject, viewer: string): JsonObject {
    const object = this.tree.any(key);
    if (object === undefined) return body;
    return { ...this.present({ ...object, body }, viewer), status: realizedStatus(object, this.engine) };
  }

  /** Back to the built-in minimum. */
  reset(): void {
    this.#worldListener(undefined);
    for (const object of [...this.tree.all()]) this.tree.remove(object.path);
    this.inventory.clear();
    this.ledger.clear();
    this.engine.clear();
    this.#indexQueue.clear();
    this.#memberQueue.clear();
    this.search.clear();
    this.membership.clear();
    this.memberStatus.clear();
    this.hits.clear();
    this.#lastRuleId = 1000;
    this.#world = 'empty';
    installBuiltins(this);
    this.settle();
  }

  #nextPolicyOrder(): number {
    this.#lastPolicyOrder += 1;
    return this.#lastPolicyOrder;
  }

  #nextRuleId(): number {
    this.#lastRuleId += 1;
    return this.#lastRuleId;
  }

  #computed(object: StoredObject): JsonObject {
    switch (asText(object.body.resource_type)) {
      case 'IpAddressPool':
        return { pool_usage: poolUsage(object, this.tree, this.ledger) };
      case 'SecurityPolicy':
      case 'GatewayPolicy':
        return {
          rule_count: this.tree.children(object.path).filter((child) => child.placement.type.name === 'Rule').length,
        };
      case 'VpcSubnet': {
        const network = networkOfSubnet(object, this.ledger);
        return network === undefined ? {} : { ip_addresses: [network.cidr] };
      }
      case 'VpcIpAddressAllocation': {
        const range = this.ledger.rangeOf(object.path);
        return range === undefined ? {} : { allocation_ip: formatIpv4(range.first) };
      }
      case 'Service':
        return {
          service_entries: this.tree
            .children(object.path)
            .filter((child) => child.placement.type.name === 'ServiceEntry')
            .map((child) => child.body),
        };
      case 'Group':
        return { state: this.engine.stateOf(object).state === 'REALIZED' ? 'SUCCESS' : 'IN_PROGRESS' };
      default:
        return {};
    }
  }
}
