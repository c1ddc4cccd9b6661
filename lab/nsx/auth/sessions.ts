import { randomBytes, randomUUID } from 'node:crypto';

/** A login: the cookie value and the token that must accompany it. */
export interface Session {
  readonly id: string;
  readonly token: string;
  readonly user: string;
  readonly principal: boolean;
  lastUsed: number;
}

/** Sessions live in this manager node only: a restart ends them all. */
export class SessionStore {
  readonly #sessions = new Map<string, Session>();
  readonly #idleMs: () => number;

  constructor(idleMs: () => number) {
    this.#idleMs = idleMs;
  }

  create(user: string, principal: boolean, now: number): Session {
    const session: Session = {
      id: randomBytes(16).toString('hex').toUpperCase(),
      token: randomUUID(),
      user,
      principal,
      lastUsed: now,
    };
    this.#sessions.set(session.id, session);
    return session;
  }

  /** The session while it is alive; using it keeps it alive. */
  use(id: string, now: number): Session | undefined {
    const session = this.#sessions.get(id);
    if (session === undefined) return undefined;
    const idle = this.#idleMs();
    if (idle > 0 && now - session.lastUsed > idle) {
      this.#sessions.delete(id);
      return undefined;
    }
    session.lastUsed = now;
    return session;
  }

  destroy(id: string): void {
    this.#sessions.delete(id);
  }

  /** Ends every session at once. */
  expireAll(): void {
    this.#sessions.clear();
  }
}
