/** The tile that the keyboard is at: there is an element for it, which can have the focus, though it is painted. */
export class TileCursor {
  #at: string | null = null;
  readonly #listeners = new Set<() => void>();

  at = (): string | null => this.#at;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  moveTo(tile: string): void {
    if (this.#at === tile) return;
    this.#at = tile;
    for (const listener of this.#listeners) listener();
  }
}
