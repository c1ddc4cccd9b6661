/** There is always room. */
export const ROOM = (): Promise<void> => Promise.resolve();

/** A place that is full until it is opened, and counts who asks for room. */
export class Gate {
  asked = 0;
  #open: () => void = () => undefined;
  readonly #opened = new Promise<void>((resolve) => {
    this.#open = resolve;
  });

  readonly room = (): Promise<void> => {
    this.asked++;
    return this.#opened;
  };

  open(): void {
    this.#open();
  }
}
