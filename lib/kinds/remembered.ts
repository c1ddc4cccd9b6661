/**
 * Values by a text, each made once as long as it is asked for: many objects say the same and share one. Of those asked for
 * last at least `limit` are kept, and never more than twice as many; being full costs nobody what is in use.
 */
export class Remembered<V> {
  private lately = new Map<string, V>();
  private before: ReadonlyMap<string, V> = new Map();
  constructor(private readonly limit: number) {}

  of(key: string, make: (key: string) => V): V {
    const known = this.lately.get(key);
    if (known !== undefined) return known;
    const value = this.before.get(key) ?? make(key);
    if (this.lately.size >= this.limit) {
      this.before = this.lately;
      this.lately = new Map();
    }
    this.lately.set(key, value);
    return value;
  }
}
