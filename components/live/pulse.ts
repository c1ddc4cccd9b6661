const EVERY_MS = 1_000;
/**
 * The server answers for two seconds with a list it has made, so that what is asked at a pulse may be older than the change:
 * so long after the last pulse there is one more.
 */
const ECHO_MS = 3_000;

/** Calls when answers may have changed: at most once a second, and once more when all is quiet again. */
export class Pulse {
  #next: ReturnType<typeof setTimeout> | null = null;
  #echo: ReturnType<typeof setTimeout> | null = null;
  #last = Number.NEGATIVE_INFINITY;

  constructor(private readonly call: () => void) {}

  /** Something has changed. */
  beat(): void {
    if (this.#next !== null) return;
    const wait = Math.max(0, this.#last + EVERY_MS - Date.now());
    this.#next = setTimeout(() => {
      this.#next = null;
      this.#last = Date.now();
      this.call();
      if (this.#echo !== null) clearTimeout(this.#echo);
      this.#echo = setTimeout(() => this.call(), ECHO_MS);
    }, wait);
  }
}
