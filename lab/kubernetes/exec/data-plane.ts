import { Agent, request } from 'undici';
import { asArray, asObject, asString, at } from '../json/value';
import type { Delivery } from './process';

/** A flow between two addresses. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly protocol: 'icmp' | 'tcp';
  readonly port?: number;
}

/** What became of a flow, and the address and port it ended at. */
export interface Arrival extends Delivery {
  readonly address: string;
  readonly port: number | undefined;
  /** Nothing stopped it, and it went where NSX has no port. */
  readonly isOutside: boolean;
}

/** A large estate that has just changed takes seconds to look through; a late answer is no loss. */
const patience = 20_000;

const parent = (path: unknown) => asString(path).split('/').slice(0, -2).join('/');

/** Where the cluster's packets go: the lab's NSX, asked over its control API. */
export class DataPlaneClient {
  readonly #url: string;
  readonly #agent: Agent;

  constructor(url: string, caPem: string) {
    this.#url = url;
    this.#agent = new Agent({ connect: { ca: caPem }, headersTimeout: patience, bodyTimeout: patience });
  }

  /** Sends a flow; counted in the statistics of the rules it meets. Without an answer it is lost. */
  async send(flow: Flow): Promise<Arrival> {
    const lost = { result: 'lost', hops: 0, address: flow.to, port: flow.port, isOutside: false } as const;
    try {
      const answer = await request(`${this.#url}/_lab/flows`, {
        method: 'POST',
        dispatcher: this.#agent,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...flow, count: true }),
      });
      const body: unknown = await answer.body.json();
      return answer.statusCode === 200 ? arrivalOf(flow, body) : lost;
    } catch {
      return lost;
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

/** A stateless rule may let the request pass and stop its answer. */
const isAnswered = (passage: unknown) =>
  asArray(at(passage, 'replies')).every((check) => at(check, 'action') === 'ALLOW');

function arrivalOf(flow: Flow, body: unknown): Arrival {
  const { to: address, port, protocol } = flow;
  const kind = asString(at(body, 'destination', 'kind'));
  // A load balancer takes one of its members; it answers echo requests itself.
  const members = asArray(at(body, 'members')).map(asObject);
  const member = members.find(({ outcome }) => outcome === 'allow') ?? members[0];
  const passage = member ?? asObject(body);
  const ownOut = at(body, 'out', 'action');
  const outcome = ownOut === 'DROP' ? 'drop' : ownOut === 'REJECT' ? 'reject' : asString(passage.outcome);
  const from = at(passage, 'source', 'port');
  const to = at(passage, 'destination', 'port');
  const hops = from !== null && parent(from) === parent(to) ? 0 : kind === 'gateway' ? 0 : 2;
  const end =
    member === undefined
      ? { address, port }
      : { address: asString(at(member, 'destination', 'address')), port: Number(member.member_port) };
  if (outcome === 'reject')
    return { ...end, hops, isOutside: false, result: protocol === 'tcp' ? 'refused' : 'prohibited' };
  const passes = outcome === 'allow' && isAnswered(passage);
  const isOutside = passes && kind === 'outside';
  return { ...end, hops, isOutside, result: passes && !isOutside ? 'delivered' : 'lost' };
}
