import type { Runtime } from './dashboard';

export { followResponses, responseTo } from './stream/responses';
export type { GraphFilter, PodName, Runtime, StreamSink, Subscription } from './dashboard';

/**
 * What routes know of the server. Modules are loaded and evaluated anew for every route, so this file reaches what runs through
 * one place and imports none of it: a copy of the whole server for each route was tens of megabytes.
 */
const HOME = Symbol.for('portolan.runtime');

interface Running {
  readonly runtime: Runtime;
  readonly reportFault: (where: string, error: unknown) => void;
}

interface Home {
  [HOME]?: Running;
}

/** What runs in this process; undefined before it is started. */
export function running(): Running | undefined {
  return (globalThis as Home)[HOME]; // the symbol is ours alone
}

/** From now on that is what runs. */
export function keep(started: Running): Running {
  (globalThis as Home)[HOME] = started;
  return started;
}

/** The running Portolan of this process, which `instrumentation.ts` starts before any request is answered. */
export function getRuntime(): Runtime {
  const now = running();
  if (now === undefined) throw new Error('Portolan is not started: instrumentation.ts calls server/start first');
  return now.runtime;
}

/** Writes down what went wrong inside Portolan itself. */
export function reportFault(where: string, error: unknown): void {
  running()?.reportFault(where, error);
}
