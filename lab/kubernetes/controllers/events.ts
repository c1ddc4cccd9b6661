import { ApiStatusError } from '../store/status-error';
import type { KubeObject } from '../store/contract';
import { timestamp } from '../store/timestamp';
import { type Cluster, keyOf } from './cluster';
import { events } from './resources';
import type { WorkLoop } from './work-loop';

/** Who reports: the component, and the host for node agents. */
export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

export interface EventText {
  readonly type?: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** Now with microseconds, as MicroTime fields are written. */
export function microTimestamp(): string {
  return new Date().toISOString().replace('Z', '000Z');
}

const repeatWindowMs = 600_000;

/** Writes Event objects: repeats within ten minutes raise a count, and each Event goes when its time is over. */
export class EventRecorder {
  /** Event names by what they say, for repeats. */
  private readonly recent = new Map<string, { key: string; at: number }>();
  private serial = 0;

  constructor(private readonly cluster: Cluster) {}

  /** Records an event in the classic form, with first and last time. */
  record(about: KubeObject, source: EventSource, text: EventText): void {
    const now = timestamp();
    const repeat = (event: KubeObject) => ({ ...event, count: Number(event.count ?? 1) + 1, lastTimestamp: now });
    this.write(about, source, text, repeat, {
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      source: { component: source.component, ...(source.host ? { host: source.host } : {}) },
      eventTime: null,
      reportingComponent: source.component,
      reportingInstance: source.host ?? '',
    });
  }

  /** Records an event in the form of events.k8s.io (the scheduler's), with an action and an exact time. */
  recordAction(about: KubeObject, source: EventSource, action: string, text: EventText): void {
    const now = microTimestamp();
    const repeat = (event: KubeObject) => {
      const series = event.series as { count: number } | undefined; // written below only
      return { ...event, series: { count: (series?.count ?? 1) + 1, lastObservedTime: now } };
    };
    this.write(about, source, text, repeat, {
      firstTimestamp: null,
      lastTimestamp: null,
      source: {},
      eventTime: now,
      action,
      reportingComponent: source.component,
      reportingInstance: `${source.component}-0`,
    });
  }

  private write(
    about: KubeObject,
    source: EventSource,
    text: EventText,
    repeat: (event: KubeObject) => KubeObject,
    times: Record<string, unknown>,
  ): void {
    const namespace = about.metadata.namespace ?? 'default';
    const identity = [about.metadata.uid, source.component, text.reason, text.message].join('\n');
    const earlier = this.recent.get(identity);
    if (earlier && Date.now() - earlier.at < repeatWindowMs && this.cluster.get(events, earlier.key)) {
      this.cluster.mutate(events, earlier.key, repeat);
      return;
    }
    const { name, uid, resourceVersion } = about.metadata;
    this.serial += 1;
    const suffix = (BigInt(Date.now()) * 1_000_000n + BigInt(this.serial % 1_000_000)).toString(16);
    const event = this.create({
      metadata: { name: `${name}.${suffix}`, namespace },
      involvedObject: {
        kind: about.kind,
        ...(about.metadata.namespace ? { namespace: about.metadata.namespace } : {}),
        name,
        uid,
        apiVersion: about.apiVersion,
        resourceVersion,
      },
      reason: text.reason,
      message: text.message,
      type: text.type ?? 'Normal',
      ...times,
    });
    if (event) this.remember(identity, keyOf(event));
  }

  /** Events are best effort: a namespace that ends takes none, and no work waits for one. */
  private create(event: Record<string, unknown>): KubeObject | undefined {
    try {
      return this.cluster.create(events, event);
    } catch (error) {
      if (error instanceof ApiStatusError) return undefined;
      throw error;
    }
  }

  private remember(identity: string, key: string): void {
    const now = Date.now();
    this.recent.delete(identity);
    this.recent.set(identity, { key, at: now });
    for (const [oldest, { at }] of this.recent) {
      if (now - at < repeatWindowMs) break;
      this.recent.delete(oldest);
    }
  }
}

/** Removes Events after their life time, counted from their last change, as the API server's leases do. */
export function startEventExpiry({ cluster, loop }: { cluster: Cluster; loop: WorkLoop }, ttlMs: number): void {
  /** Insertion order is the order of expiry: a changed Event moves to the end. */
  const expiries = new Map<string, number>();
  const queue = loop.queue('event-expiry', (sweep) => {
    const now = Date.now();
    for (const [key, expiry] of expiries) {
      if (expiry > now) {
        queue.add(sweep, expiry - now);
        return;
      }
      expiries.delete(key);
      cluster.remove(events, key);
    }
  });
  cluster.watch(events, ({ type, object }) => {
    const key = keyOf(object);
    expiries.delete(key);
    if (type === 'DELETED') return;
    if (expiries.size === 0) queue.add('sweep', ttlMs);
    expiries.set(key, Date.now() + ttlMs);
  });
}
