import type { SourceStatus } from '@/lib/model';
import type { NsxFeed } from './nsx/feed';

export interface SlotOptions {
  /** Starts reading the objects that are tagged for these clusters. */
  readonly open: (tagValues: readonly string[]) => NsxFeed;
  readonly tagValues: readonly string[];
  /** Removes what a feed that has ended has left in the graph. */
  readonly clear: () => Promise<void>;
  readonly changed: () => void;
}

/** The feed of one NSX Manager, begun anew when it turns out that its clusters are called otherwise there. */
export class ManagerSlot {
  readonly #options: SlotOptions;
  #feed: NsxFeed;
  #wanted: string;
  #work: Promise<void> = Promise.resolve();
  #replacing = false;
  #stopped = false;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#feed = options.open(options.tagValues);
    this.#wanted = asKey(options.tagValues);
  }

  get feed(): NsxFeed {
    return this.#feed;
  }

  status(): SourceStatus {
    const status = this.#feed.status();
    return this.#replacing ? { ...status, state: 'starting', reason: null } : status;
  }

  /** Reads the objects of these clusters from now on; does nothing when it does so already. */
  retag(tagValues: readonly string[]): void {
    const key = asKey(tagValues);
    if (key === this.#wanted) return;
    this.#wanted = key;
    this.#work = this.#work.then(() => this.#replace(tagValues, key));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#feed.stop();
    await this.#work;
  }

  async #replace(tagValues: readonly string[], key: string): Promise<void> {
    if (this.#stopped || key !== this.#wanted) return;
    this.#replacing = true;
    this.#options.changed();
    await this.#feed.stop();
    await this.#options.clear();
    if (!this.#stopped) this.#feed = this.#options.open(tagValues);
    this.#replacing = false;
    this.#options.changed();
  }
}

const asKey = (values: readonly string[]): string => JSON.stringify([...new Set(values)].sort());
