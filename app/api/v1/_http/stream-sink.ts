import type { ServerResponse } from 'node:http';
import type { StreamSink } from '@/server/runtime';

/** Far above what the stream lets a client fall behind: it, not the queue, decides what a slow client gets. */
const QUEUE_BYTES = 64 * 1024 * 1024;

export const STRATEGY: QueuingStrategy<Uint8Array> = {
  highWaterMark: QUEUE_BYTES,
  size: (chunk) => chunk.byteLength,
};

/**
 * Carries a stream to one client: the beginning through the body of the answer, and all that comes later straight into the
 * response of Node where that is known. Nothing overtakes what is still on its way through the body.
 */
export class BodySink implements StreamSink {
  readonly #controller: ReadableStreamDefaultController<Uint8Array>;
  readonly #response: ServerResponse | null;
  /** Whether whoever reads the body has had the time to write what it read. */
  #passedOn = false;
  #straight = false;

  constructor(controller: ReadableStreamDefaultController<Uint8Array>, response: ServerResponse | null) {
    this.#controller = controller;
    this.#response = response;
  }

  write(chunk: Uint8Array): void {
    if (this.#response !== null && this.#isStraight(this.#response)) {
      if (this.#response.writable) this.#response.write(chunk);
      return;
    }
    this.#passedOn = false;
    this.#controller.enqueue(chunk);
  }

  backlog(): number {
    const waiting = QUEUE_BYTES - (this.#controller.desiredSize ?? QUEUE_BYTES);
    return this.#straight ? waiting + (this.#response?.writableLength ?? 0) : waiting;
  }

  close(): void {
    try {
      this.#controller.close();
    } catch {
      // The client was faster.
    }
  }

  /** Something of the body was read. */
  read(): void {
    if (this.#controller.desiredSize === QUEUE_BYTES) setImmediate(() => this.#wasPassedOn());
  }

  #wasPassedOn(): void {
    this.#passedOn = this.#controller.desiredSize === QUEUE_BYTES;
  }

  #isStraight(response: ServerResponse): boolean {
    this.#straight ||= this.#passedOn && response.headersSent && !response.writableNeedDrain;
    return this.#straight;
  }
}
