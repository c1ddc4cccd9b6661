import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { ChildOrder, ChildReport } from './child-protocol';
import type { ProgramName } from './programs';

/** How one program is. */
export interface ProgramStatus {
  readonly state: 'stopped' | 'starting' | 'running' | 'waiting';
  readonly url: string | undefined;
  readonly pid: number | undefined;
  readonly restarts: number;
}

/** Lines for the person who started the lab. */
export type Say = (line: string) => void;

const entry = fileURLToPath(new URL('./child.ts', import.meta.url));

/** One program of the lab as child process; one that dies unasked is started again after two to three seconds. */
export class SupervisedProgram {
  readonly #name: ProgramName;
  readonly #say: Say;
  #order: ChildOrder | undefined;
  #child: ChildProcess | undefined;
  #state: ProgramStatus['state'] = 'stopped';
  #url: string | undefined;
  #restarts = 0;
  #timer: NodeJS.Timeout | undefined;
  #wanted = false;

  constructor(name: ProgramName, say: Say) {
    this.#name = name;
    this.#say = say;
  }

  get status(): ProgramStatus {
    return { state: this.#state, url: this.#url, pid: this.#child?.pid, restarts: this.#restarts };
  }

  get url(): string | undefined {
    return this.#url;
  }

  /** Starts with this order, or with the one of last time; resolves with the URL once it serves. Throws when it cannot start. */
  async start(order?: ChildOrder): Promise<string> {
    if (order !== undefined) this.#order = order;
    if (this.#order === undefined) throw new Error(`${this.#name} has never been started`);
    if (this.#child !== undefined && this.#url !== undefined) return this.#url;
    clearTimeout(this.#timer);
    this.#wanted = true;
    return await this.#launch(this.#order);
  }

  /** Asks the program to end; resolves when it has. */
  async stop(): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#timer);
    this.#state = 'stopped';
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    if (child.connected) child.send({ program: 'none' });
    const force = setTimeout(() => child.kill('SIGKILL'), 5000);
    await gone;
    clearTimeout(force);
  }

  /** Kills the process as a crash would; it comes back by itself. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  async #launch(order: ChildOrder): Promise<string> {
    this.#state = 'starting';
    const child = fork(entry, [], {
      execArgv: ['--import', import.meta.resolve('tsx')],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) this.#relay(stream);
    child.once('exit', (code, signal) => this.#gone(child, signal ?? `code ${code}`));
    child.send(order);
    return await new Promise<string>((resolve, reject) => {
      child.on('message', (message: ChildReport) => {
        if (message.kind === 'log') this.#say(`${this.#name}: ${message.line}`);
        else if (message.kind === 'failed') reject(new Error(`${this.#name} cannot start: ${message.message}`));
        else {
          this.#state = 'running';
          this.#url = message.url;
          // The same port after a restart, so that clients find it again.
          this.#order = { ...order, port: Number(new URL(message.url).port) };
          resolve(message.url);
        }
      });
      child.once('exit', () => reject(new Error(`${this.#name} ended while starting`)));
    });
  }

  #relay(stream: Readable | null): void {
    if (stream === null) return;
    createInterface({ input: stream }).on('line', (line) => this.#say(`${this.#name}: ${line}`));
  }

  #gone(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    if (!this.#wanted) {
      this.#state = 'stopped';
      return;
    }
    const first = this.#url === undefined;
    if (first) {
      // Never came up: its starter hears of it, and trying again would fail the same way.
      this.#state = 'stopped';
      return;
    }
    const delay = 2000 + Math.random() * 1000;
    this.#state = 'waiting';
    this.#restarts += 1;
    this.#say(`${this.#name} ended unexpectedly (${how}); starting it again in ${(delay / 1000).toFixed(1)} s`);
    this.#timer = setTimeout(() => this.#again(), delay);
  }

  #again(): void {
    if (!this.#wanted || this.#order === undefined) return;
    this.#launch(this.#order).then(
      () => this.#say(`${this.#name} runs again`),
      (error: unknown) => this.#say(error instanceof Error ? error.message : String(error)),
    );
  }
}
