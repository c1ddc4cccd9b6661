import type { ObjectChange, SourceStatus } from '@/lib/model';

/** What a feed needs of its owner. */
export interface FeedSink {
  readonly emit: (changes: readonly ObjectChange[]) => void;
  /** Called after anything in `status()` changed that people should see soon. */
  readonly statusChanged: () => void;
}

/** A running connection to one source. */
export interface Feed {
  status(): SourceStatus;
  /** Ends every request and timer; resolves when nothing of the feed is left. */
  stop(): Promise<void>;
}
