/** Counts of the requests served, as `/_lab/requests` reports them. */
export class RequestCounters {
  private total = 0;
  private readonly byStatus = new Map<string, number>();
  private readonly byRoute = new Map<string, number>();
  private readonly byUser = new Map<string, number>();
  private concurrent = 0;
  private peakConcurrent = 0;
  private second = 0;
  private inSecond = 0;
  private peakPerSecond = 0;

  /** Notes the start of a request; call the result with its status when it ends. */
  begin(): (status: number, route: string, user: string) => void {
    this.total += 1;
    this.concurrent += 1;
    this.peakConcurrent = Math.max(this.peakConcurrent, this.concurrent);
    const second = Math.floor(Date.now() / 1_000);
    this.inSecond = second === this.second ? this.inSecond + 1 : 1;
    this.second = second;
    this.peakPerSecond = Math.max(this.peakPerSecond, this.inSecond);
    return (status, route, user) => {
      this.concurrent -= 1;
      for (const [counts, key] of [
        [this.byStatus, String(status)],
        [this.byRoute, route],
        [this.byUser, user],
      ] as const) {
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    };
  }

  report(): Record<string, unknown> {
    return {
      total: this.total,
      byStatus: Object.fromEntries(this.byStatus),
      byRoute: Object.fromEntries(this.byRoute),
      byUser: Object.fromEntries(this.byUser),
      peakPerSecond: this.peakPerSecond,
      peakConcurrent: this.peakConcurrent,
    };
  }

  reset(): void {
    this.total = 0;
    this.peakConcurrent = this.concurrent;
    this.peakPerSecond = 0;
    for (const counts of [this.byStatus, this.byRoute, this.byUser]) counts.clear();
  }
}
