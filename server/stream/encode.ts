import type { StreamMessage } from '@/lib/wire';

type Frozen<T> = T extends readonly (infer U)[]
  ? readonly Frozen<U>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T;

/** A message of the stream; what it holds may be read-only. */
export type Message = Frozen<StreamMessage>;

/** One server-sent event; `id` is what a browser sends back as Last-Event-ID. */
export function encodeEvent(message: Message, id?: string): Uint8Array {
  return new TextEncoder().encode(`${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(message)}\n\n`);
}

/** A message encoded once for all clients, with and without its event id. */
export class SharedEvent {
  readonly #message: Message;
  readonly #id: string;
  #plain: Uint8Array | null = null;
  #marked: Uint8Array | null = null;

  constructor(message: Message, id: string) {
    this.#message = message;
    this.#id = id;
  }

  /** Only the last event of a step carries the id, so that nobody resumes from the middle of it. */
  bytes(last: boolean): Uint8Array {
    if (last) {
      this.#marked ??= encodeEvent(this.#message, this.#id);
      return this.#marked;
    }
    this.#plain ??= encodeEvent(this.#message);
    return this.#plain;
  }
}

/** `<epoch>.<seq>`; null when the text is not one. */
export function parseEventId(text: string | null): { readonly epoch: string; readonly seq: number } | null {
  const match = /^([0-9a-z-]{1,40})\.(\d{1,15})$/.exec(text ?? '');
  return match?.[1] === undefined ? null : { epoch: match[1], seq: Number(match[2]) };
}
