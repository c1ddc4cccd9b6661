import type { GraphNode, GraphQueries } from '../model';
import { behind } from './behind';
import { type Endpoint, type Front, resolveEndpoint } from './endpoints';
import type { AllBehind } from './pool-members';
import type { Traffic } from './traffic';

/** Ends that were looked for once, to ask about many flows of one moment: a graph that changes makes it wrong. */
export class KnownEnds {
  readonly #ends = new Map<string, ReturnType<typeof resolveEndpoint>>();
  readonly #behind = new Map<string, AllBehind | string>();

  constructor(private readonly graph: GraphQueries) {}

  end(endpoint: Endpoint): ReturnType<typeof resolveEndpoint> {
    const key = endpoint.type === 'object' ? endpoint.id : endpoint.type === 'address' ? endpoint.address : '';
    let end = this.#ends.get(key);
    if (end === undefined) {
      end = resolveEndpoint(this.graph, endpoint);
      this.#ends.set(key, end);
    }
    return end;
  }

  /** The virtual servers at its address are looked for unless they are given. */
  behind(front: Front, traffic: Traffic, servers: readonly GraphNode[] | null = null): AllBehind | string {
    const key = `${front.node.id} ${traffic.protocol} ${traffic.port}`;
    let found = this.#behind.get(key);
    if (found === undefined) {
      found = behind(this.graph, front, traffic, servers);
      this.#behind.set(key, found);
    }
    return found;
  }
}
