import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { SourceState, SourceStatus } from '@/lib/model';

/** What the metrics are read from. */
export interface Measured {
  readonly sources: () => readonly SourceStatus[];
  readonly seq: () => number;
  readonly backlog: () => number;
  readonly clients: () => number;
  readonly views: () => number;
}

const STATES: readonly SourceState[] = ['starting', 'live', 'partial', 'stale', 'failed'];

/** Metrics in Prometheus text format; values are read when they are asked for. */
export function createMetrics(measured: Measured): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  single(registry, 'portolan_engine_sequence', 'Number of the latest change of the graph.', measured.seq);
  single(registry, 'portolan_engine_backlog', 'Object changes that wait to be applied.', measured.backlog);
  single(registry, 'portolan_stream_clients', 'Browsers on the event stream.', measured.clients);
  single(registry, 'portolan_stream_views', 'Distinct views kept up to date.', measured.views);
  perSource(
    registry,
    measured,
    'portolan_source_requests',
    'Requests sent to the source since the start.',
    (s) => s.requests.total,
  );
  perSource(
    registry,
    measured,
    'portolan_source_requests_throttled',
    'Requests the source answered with 429 or 503.',
    (s) => s.requests.throttled,
  );
  perSource(
    registry,
    measured,
    'portolan_source_requests_failed',
    'Requests without a usable answer.',
    (s) => s.requests.failed,
  );
  perSource(
    registry,
    measured,
    'portolan_source_requests_in_flight',
    'Requests under way.',
    (s) => s.requests.inFlight,
  );
  perSource(
    registry,
    measured,
    'portolan_source_requests_limit_per_second',
    'Requests a second that Portolan allows itself; 0 is no limit.',
    (s) => s.requests.limitPerSecond,
  );
  perSource(
    registry,
    measured,
    'portolan_source_last_success_seconds',
    'When the source last answered, as a Unix time; 0 is never.',
    (s) => (s.lastSuccessAt ?? 0) / 1000,
  );
  states(registry, measured);
  objects(registry, measured);
  return registry;
}

function single(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}

function perSource(
  registry: Registry,
  measured: Measured,
  name: string,
  help: string,
  read: (source: SourceStatus) => number,
): void {
  new Gauge({
    name,
    help,
    labelNames: ['source'],
    registers: [registry],
    collect() {
      for (const source of measured.sources()) this.set({ source: source.id }, read(source));
    },
  });
}

function states(registry: Registry, measured: Measured): void {
  new Gauge({
    name: 'portolan_source_state',
    help: 'State of the source: 1 for the state it is in.',
    labelNames: ['source', 'state'],
    registers: [registry],
    collect() {
      for (const source of measured.sources()) {
        for (const state of STATES) this.set({ source: source.id, state }, source.state === state ? 1 : 0);
      }
    },
  });
}

function objects(registry: Registry, measured: Measured): void {
  new Gauge({
    name: 'portolan_source_objects',
    help: 'Objects known of the source, by kind.',
    labelNames: ['source', 'kind', 'readable'],
    registers: [registry],
    collect() {
      for (const { id, kinds } of measured.sources()) {
        for (const { kind, count, unreadable } of kinds) {
          this.set({ source: id, kind, readable: 'yes' }, count - unreadable);
          this.set({ source: id, kind, readable: 'no' }, unreadable);
        }
      }
    },
  });
}
