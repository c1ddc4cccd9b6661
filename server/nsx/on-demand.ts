import type { NsxKind } from '@/lib/kinds/define';
import { type LiveFact, type LiveRead, oneFact } from '@/lib/kinds/live';
import type { PortState } from '@/lib/wire';
import { fail, type Outcome, succeed } from '../transport/failure';
import type { NsxApi, NsxClient } from './client';
import { encodePath } from './kind-pass';
import { type NodePort, readNodePorts } from './node-ports';
import { listPages, type NsxObject } from './paging';
import { boundAddresses, readPortState } from './port-state';
import { readRuleHits, type RuleHits } from './rule-hits';
import { SharedReads } from './shared-reads';
import type { NsxTuning } from './tuning';

/** NSX's own members of a group. */
export interface EffectiveMembers {
  /** Ids of the segment ports: policy paths, or bare ids on some versions. */
  readonly ports: readonly { readonly id: string; readonly name: string | null; readonly path?: string }[];
  /** Addresses, ranges and CIDRs. */
  readonly addresses: readonly string[];
  /** When NSX was asked (ISO 8601): large groups are asked for rarely. */
  readonly at: string;
  /** False when the pages did not fit together: something may be missing. */
  readonly whole: boolean;
}

/** Members of groups that are looked at cost one request in so many milliseconds at most. */
const MS_A_REQUEST = 2_000;

/** Questions that are asked when somebody looks: within the same budget as everything else, and shared between viewers. */
export class OnDemand {
  readonly #client: NsxClient;
  readonly #tuning: NsxTuning;
  readonly #signal: AbortSignal;
  readonly #shared: SharedReads;

  constructor(client: NsxClient, tuning: NsxTuning, signal: AbortSignal) {
    this.#client = client;
    this.#tuning = tuning;
    this.#signal = signal;
    this.#shared = new SharedReads(tuning.shareMs);
  }

  /** Realized state of a segment port by its policy path. */
  async portState(path: string): Promise<PortState> {
    return await this.#shared.get(`port ${path}`, async () => {
      const state = await this.#stateOf(path);
      const at = new Date().toISOString();
      if (!state.ok)
        return { state: 'unavailable', at, reason: `NSX does not tell the port's state: ${state.failure.message}` };
      const entities = await this.#list('/infra/realized-state/realized-entities', { intent_path: path });
      return readPortState(state.value, entities.ok ? entities.value.filter(isObject) : null, at);
    });
  }

  /** Addresses that NSX has bound to a segment port by its policy path; empty when it has bound none. Stands for `standsMs`. */
  async boundAddresses(path: string, standsMs = 0): Promise<Outcome<readonly string[]>> {
    const read = async (): Promise<Outcome<readonly string[]>> => {
      const state = await this.#stateOf(path);
      if (!state.ok) return state;
      const bound = boundAddresses(state.value);
      return bound === null ? fail('garbled', 'its answer holds no realized bindings') : succeed(bound);
    };
    return standsMs === 0
      ? await read()
      : await this.#shared.get(`bound ${path}`, read, (told) => (told.ok ? standsMs : 0));
  }

  #stateOf(path: string): Promise<Outcome<NsxObject>> {
    const read = () => this.#client.policy(`${encodePath(path)}/state`, { urgent: true, signal: this.#signal });
    return this.#shared.get(`state ${path}`, read);
  }

  /** What NSX tells of one object only when asked; what it does not tell in time is named. */
  async live(reads: readonly LiveRead[]): Promise<readonly LiveFact[]> {
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(this.#tuning.liveMs)]);
    const told = await Promise.all(
      reads.map(async (read) => {
        const { what, path, query = {} } = read;
        const key = `live ${path} ${JSON.stringify(query)}`;
        const answer = await this.#shared.get(key, () =>
          this.#client.policy(encodePath(path), { query, urgent: true, signal }),
        );
        if (answer.ok) return read.facts(answer.value);
        // Not served by this release, or not for this object: nothing is missing that there could be.
        if (answer.failure.kind === 'not-found') return [];
        const why = answer.failure.kind === 'aborted' ? 'no answer in time' : answer.failure.message;
        return oneFact(`unread ${path}`, 'Not read', `${what}: ${why}`);
      }),
    );
    return told.flat();
  }

  /** NSX's effective members of a group by its policy path. The larger the group, the longer an answer stands. */
  async groupMembers(path: string): Promise<Outcome<EffectiveMembers>> {
    const base = `${encodePath(path)}/members`;
    let requests = 0;
    const read = async (): Promise<Outcome<EffectiveMembers>> => {
      const at = new Date().toISOString();
      const [ports, subnetPorts, addresses] = await Promise.all([
        this.#pages(`${base}/segment-ports`),
        path.includes('/vpcs/') ? this.#pages(`${base}/subnet-ports`) : null,
        this.#pages(`${base}/ip-addresses`),
      ]);
      const lists = [ports, addresses, ...(subnetPorts === null ? [] : [subnetPorts])];
      // Groups of a VPC have subnet ports; whether they have segment ports too differs between releases.
      const isServed = (list: Outcome<unknown>): boolean => list.ok || list.failure.kind !== 'not-found';
      const needed = subnetPorts?.ok === true ? lists.filter(isServed) : lists;
      for (const list of needed) if (!list.ok) return list;
      const given = lists.flatMap((list) => (list.ok ? [list.value] : []));
      requests = given.reduce((sum, { results }) => sum + Math.ceil(results.length / this.#tuning.pageSize), 0);
      const ofPorts = [ports, subnetPorts].flatMap((list) => (list?.ok === true ? list.value.results : []));
      return succeed({
        ports: ofPorts.flatMap(readMember),
        addresses: addresses.ok ? addresses.value.results.filter((entry) => typeof entry === 'string') : [],
        at,
        whole: given.every(({ whole }) => whole),
      });
    };
    return await this.#shared.get(`members ${path}`, read, () => requests * MS_A_REQUEST);
  }

  /** Counters of the rules of a security policy by its policy path; by path of the rule. */
  async ruleHits(policy: string): Promise<Outcome<ReadonlyMap<string, RuleHits>>> {
    return await this.#shared.get(`hits ${policy}`, async () => {
      const path = `${encodePath(policy)}/statistics`;
      const answer = await this.#client.policy(path, { urgent: true, signal: this.#signal });
      return answer.ok ? succeed(readRuleHits(answer.value)) : answer;
    });
  }

  /** Ports that are tagged with the name of a cluster node. */
  async nodePorts(): Promise<Outcome<readonly NodePort[]>> {
    return await readNodePorts(this.#client, { pageSize: this.#tuning.pageSize, signal: this.#signal });
  }

  /** One object as NSX holds it, by its key: a policy path, or what its kind makes of an object without one. */
  async raw(kind: NsxKind, key: string): Promise<Outcome<NsxObject>> {
    const { identify, alone = false, api = 'policy', lists, listQuery = {} } = kind.read;
    if (identify === undefined || alone) {
      const read = () => this.#client.policy(encodePath(key), { urgent: true, signal: this.#signal });
      return await this.#shared.get(`raw ${key}`, read);
    }
    // What has no path cannot be asked for alone: its list is read and searched, once for all who look.
    for (const list of lists) {
      const all = await this.#shared.get(`list ${api} ${list}`, async () => await this.#list(list, listQuery, api));
      if (!all.ok) return all;
      const found = all.value.filter(isObject).find((object) => identify(object) === key);
      if (found !== undefined) return succeed(found);
    }
    return fail('not-found', `NSX lists no ${kind.presentation.singular} of that id any more`);
  }

  async #list(
    path: string,
    query: Readonly<Record<string, string>> = {},
    api: NsxApi = 'policy',
  ): Promise<Outcome<readonly unknown[]>> {
    const all = await this.#pages(path, query, api);
    return all.ok ? succeed(all.value.results) : all;
  }

  async #pages(
    path: string,
    query: Readonly<Record<string, string>> = {},
    api: NsxApi = 'policy',
  ): Promise<Outcome<{ readonly results: readonly unknown[]; readonly whole: boolean }>> {
    const results: unknown[] = [];
    const pages = await listPages(this.#client, path, {
      api,
      query,
      pageSize: this.#tuning.pageSize,
      orObject: true,
      ask: { urgent: true, signal: this.#signal },
      visit: (_objects, _count, page) => {
        results.push(...page);
        return true;
      },
    });
    return pages.ok ? succeed({ results, whole: pages.value.consistent }) : pages;
  }
}

function isObject(value: unknown): value is NsxObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readMember(entry: unknown): EffectiveMembers['ports'] {
  if (!isObject(entry)) return [];
  const id = [entry.path, entry.id].find((value) => typeof value === 'string' && value !== '');
  if (typeof id !== 'string') return [];
  const name = typeof entry.display_name === 'string' ? entry.display_name : null;
  return [{ id, name, ...(entry.path === id ? { path: id } : {}) }];
}
