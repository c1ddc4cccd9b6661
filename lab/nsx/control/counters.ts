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

  end(method: string, path: string, status: number | 'none', user: string): void {
    this.#concurrent -= 1;
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
      peakPerSecond: this.#peakPerSecond,
      peakConcurrent: this.#peakConcurrent,
    };
  }

  reset(): void {
    this.#total = 0;
    this.#peakPerSecond = 0;
    this.#peakConcurrent = this.#concurrent;
    for (const map of [this.#byStatus, this.#byRoute, this.#byUser, this.#seconds]) map.clear();
  }
}

function bump(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}
