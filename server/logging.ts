import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Paths that never reach a log line, whoever passes them. */
const HIDDEN = ['password', 'authorization', 'cookie', 'token', 'secret', 'headers', 'xsrf'];

/** A logger that takes secrets out of whatever it is given; `level` is a pino level. Writes JSON lines to `destination`. */
export function createLogger(level: string, destination?: { write(line: string): void }): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: HIDDEN.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' },
    serializers: { err: (error: unknown) => (error instanceof Error ? error.message : String(error)) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

let shared: Logger | undefined;

/** The one logger of the process; `PORTOLAN_LOG` sets its level (default `info`). */
export function logger(): Logger {
  shared ??= createLogger(process.env.PORTOLAN_LOG ?? 'info');
  return shared;
}
