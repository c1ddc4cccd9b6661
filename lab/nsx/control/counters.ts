import type { JsonObject } from '../json';

/** Collapses ids in a path so that counters stay few: `/infra/segments/seg_1/state` counts its segment under a star. */
function routeOf(method: string, path: string): string {
  const segments = path
    .split('/')
    .map((segment, index) =>
      index > 4 && /[\d:_]|-.*-/.test(segment) && !/^(v1|tier-\ds)$/.test(segment) ? '*' : segment,
    );
  return `${method} ${segments.join('/')}`;
}

/** Counts requests for the control API. */
export class RequestCounters {
  #total = 0;
  #byStatus = new Map<string, number>();
  #byRoute = new Map<string, number>();
  #byUser = new Map<string, number>();
  #seconds = new Map<string, { second: number; count: number }>();
  /** Requests begun per user and second; a user is known when the request ends. */
  #begun = new Map<string, Map<number, number>>();
  #peakPerSecond = 0;
  #concurrent = 0;
  #peakConcurrent = 0;

  begin(now: number): void {
    this.#total += 1;
    this.#concurrent += 1;
    this.#peakConcurrent = Math.max(this.#peakConcurrent, this.#concurrent);
    const second = Math.floor(now / 1000);
    const bucket = this.#seconds.get('all');
    const count = bucket?.second === second ? bucket.count + 1 : 1;
    this.#seconds.set('all', { second, count });
    this.#peakPerSecond = Math.max(this.#peakPerSecond, count);
  }

  /** `began` is what the clock said at `begin`. */
  end(method: string, path: string, status: number | 'none', user: string, began: number): void {
    this.#concurrent -= 1;
    const seconds = this.#begun.get(user) ?? new Map<number, number>();
    const second = Math.floor(began / 1000);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
    this.#begun.set(user, seconds);
    bump(this.#byStatus, String(status));
    bump(this.#byRoute, routeOf(method, path));
    bump(this.#byUser, user);
  }

  report(): JsonObject {
    return {
      total: this.#total,
      byStatus: Object.fromEntries(this.#byStatus),
      byRoute: Object.fromEntries(this.#byRoute),
      byUser: Object.fromEntries(this.#byUser),
      peakPerSecondByUser: Object.fromEntries(
        [...this.#begun].map(([user, seconds]) => [user, [...seconds.values()].reduce((a, b) => Math.max(a, b), 0)]),
      ),
      peakPerSecond: this.#peakPerSecond,
      peakConcurrent: this.#peakConcurrent,
    };
  }

  reset(): void {
    this.#total = 0;
    this.#peakPerSecond = 0;
    this.#peakConcurrent = this.#concurrent;
    for (const map of [this.#byStatus, this.#byRoute, this.#byUser, this.#seconds, this.#begun]) map.clear();
  }
}

function bump(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
