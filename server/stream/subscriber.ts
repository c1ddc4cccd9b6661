/** One client's end of the stream. */
export interface StreamSink {
  readonly write: (chunk: Uint8Array) => void;
  /** Bytes that wait for the client to take them. */
  readonly backlog: () => number;
  readonly close: () => void;
}

/** A client: which views it watches, and whether it keeps up. */
export class Subscriber {
  readonly views: readonly string[];
  readonly #sink: StreamSink;
  readonly #maxBacklog: number;
  #lagsSince: number | null = null;
  #closed = false;

  constructor(views: readonly string[], sink: StreamSink, maxBacklog: number) {
    this.views = views;
    this.#sink = sink;
    this.#maxBacklog = maxBacklog;
  }

  /** Since when the client has been too slow for patches; null while it keeps up. */
  get lagsSince(): number | null {
    return this.#lagsSince;
  }

  /** Sends unless the client lags or is gone; says whether it was sent. */
  send(chunks: readonly Uint8Array[], now: number): boolean {
    if (this.#closed || this.#lagsSince !== null) return false;
    if (this.#sink.backlog() > this.#maxBacklog) {
      this.#lagsSince = now;
      return false;
    }
    for (const chunk of chunks) this.#write(chunk);
    return true;
  }

  /** The client has taken most of what waited: it may get a fresh start. */
  caughtUp(): boolean {
    if (this.#lagsSince === null || this.#closed || this.#sink.backlog() > this.#maxBacklog / 4) return false;
    this.#lagsSince = null;
    return true;
  }

  close(last: Uint8Array | null): void {
    if (this.#closed) return;
    if (last !== null) this.#write(last);
    this.#closed = true;
    this.#sink.close();
  }

  #write(chunk: Uint8Array): void {
    try {
      this.#sink.write(chunk);
    } catch {
      // The client has gone away between two events; its own end tells the stream.
      this.#closed = true;
    }
  }
}
