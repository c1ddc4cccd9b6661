import type { EndpointStatus, SourceHealth } from '@/lib/model';
import type { Failure } from '../transport/failure';
import type { NodeAccess } from './node-access';

/** What a health probe found out. */
export interface Probed {
  readonly healthy: boolean;
  /** What is wrong, in words; a node can serve while one of its components does not. */
  readonly remark: string | null;
}

/** One address of the manager cluster, and how it stands. */
export interface Endpoint {
  readonly access: NodeAccess;
  /** Why its last request had no answer at all; null when it had one, undefined before the first. */
  dead: Failure | null | undefined;
  probed: Probed | null;
  since: number | null;
}

/** The addresses of one manager cluster: one is in use until it fails, then the next that is well. */
export class Endpoints {
  readonly all: readonly Endpoint[];
  readonly #now: () => number;
  #current = 0;

  constructor(nodes: readonly NodeAccess[], now: () => number = Date.now) {
    this.#now = now;
    this.all = nodes.map((access) => ({ access, dead: undefined, probed: null, since: null }));
  }

  get current(): Endpoint | undefined {
    return this.all[this.#current];
  }

  answered(endpoint: Endpoint): void {
    this.#mark(endpoint, { dead: null });
  }

  /** No answer came: another address is used from now on, if there is one. */
  died(endpoint: Endpoint, failure: Failure): void {
    this.#mark(endpoint, { dead: failure });
    this.#leave(endpoint);
  }

  probed(endpoint: Endpoint, probed: Probed): void {
    this.#mark(endpoint, { dead: null, probed });
    if (!probed.healthy) this.#leave(endpoint);
  }

  health(): SourceHealth {
    const endpoints = this.all.map((endpoint) => statusOf(endpoint, endpoint === this.current));
    return { ...rollUp(endpoints), endpoints };
  }

  #mark(endpoint: Endpoint, what: Partial<Pick<Endpoint, 'dead' | 'probed'>>): void {
    const before = stateOf(endpoint);
    Object.assign(endpoint, what);
    if (stateOf(endpoint) !== before || endpoint.since === null) endpoint.since = this.#now();
  }

  /** Goes on to the next address that is well, or not known to be bad; without one it takes the next in turn. */
  #leave(endpoint: Endpoint): void {
    if (this.current !== endpoint) return;
    const turn = this.all.map((_, step) => (this.#current + 1 + step) % this.all.length).slice(0, -1);
    const rank = (index: number): number => {
      const other = this.all[index];
      return other === undefined ? 3 : { up: 0, unknown: 1, down: 2 }[stateOf(other)];
    };
    const [best] = [...turn].sort((a, b) => rank(a) - rank(b));
    // A node that only says it is unwell is still better than one that does not answer.
    if (best === undefined || (rank(best) === 2 && endpoint.dead === null)) return;
    this.#current = best;
  }
}

function stateOf({ dead, probed }: Endpoint): EndpointStatus['state'] {
  if (dead === undefined) return 'unknown';
  return dead !== null || probed?.healthy === false ? 'down' : 'up';
}

function statusOf(endpoint: Endpoint, inUse: boolean): EndpointStatus {
  const { access, dead, probed, since } = endpoint;
  const message = dead ? dead.message : (probed?.remark ?? null);
  return { url: access.url, state: stateOf(endpoint), inUse, message, since };
}

function rollUp(endpoints: readonly EndpointStatus[]): Pick<SourceHealth, 'level' | 'summary'> {
  const down = endpoints.filter(({ state }) => state === 'down');
  const unwell = endpoints.filter(({ state, message }) => state === 'up' && message !== null);
  const asked = endpoints.filter(({ state }) => state !== 'unknown');
  if (asked.length === 0) return { level: 'unknown', summary: 'No address has been asked yet.' };
  const words = [...down, ...unwell].map(({ url, message }) => `${url}: ${message ?? 'not healthy'}`).join('; ');
  if (down.length === endpoints.length) {
    const none = endpoints.length === 1 ? 'The address is down' : `None of the ${endpoints.length} addresses is up`;
    return { level: 'red', summary: `${none}: ${words}.` };
  }
  if (down.length > 0) {
    const which = down.length === 1 ? 'is' : 'are';
    return { level: 'orange', summary: `${down.length} of ${endpoints.length} addresses ${which} down: ${words}.` };
  }
  if (unwell.length > 0) return { level: 'orange', summary: `Not everything is well: ${words}.` };
  const all = endpoints.length === 1 ? 'The address is up' : `All ${asked.length} addresses that were asked are up`;
  return { level: 'green', summary: `${all}.` };
}
