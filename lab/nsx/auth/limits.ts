import { frontDoorProblem, Problem } from '../problem';

/** The limits in force for every client; 0 switches one off. */
export interface LimitSettings {
  readonly perSecond: number;
  readonly concurrent: number;
  readonly concurrencyStatus: 429 | 503;
  readonly retryAfterSeconds: number | null;
}

interface ClientUse {
  recent: number[];
  inFlight: number;
}

/** Counts requests per client, that is per user name across all its connections. */
export class RequestLimits {
  readonly #clients = new Map<string, ClientUse>();
  readonly #settings: () => LimitSettings;

  constructor(settings: () => LimitSettings) {
    this.#settings = settings;
  }

  /** Lets a request in, or says why not. Whoever is let in must `leave` once. */
  enter(client: string, now: number): Problem | undefined {
    const settings = this.#settings();
    const use = this.#clients.get(client) ?? { recent: [], inFlight: 0 };
    this.#clients.set(client, use);
    use.recent = use.recent.filter((time) => now - time < 1000);
    if (settings.perSecond > 0 && use.recent.length >= settings.perSecond) {
      return refusal(429, `Client '${client}' exceeded request rate of ${settings.perSecond} per second`, settings);
    }
    if (settings.concurrent > 0 && use.inFlight >= settings.concurrent) {
      return refusal(
        settings.concurrencyStatus,
        `Client '${client}' exceeded request concurrency of ${settings.concurrent}`,
        settings,
      );
    }
    use.recent.push(now);
    use.inFlight += 1;
    return undefined;
  }

  leave(client: string): void {
    const use = this.#clients.get(client);
    if (use !== undefined) use.inFlight -= 1;
  }
}

function refusal(status: number, message: string, settings: LimitSettings): Problem {
  const problem = frontDoorProblem(status, '102', message);
  if (settings.retryAfterSeconds === null) return problem;
  return new Problem(problem.status, problem.body, { 'Retry-After': String(settings.retryAfterSeconds) });
}
