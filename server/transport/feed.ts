import type { ObjectChange, SourceStatus } from '@/lib/model';
import type { Room } from '../turns';

/** What a feed needs of its owner. */
export interface FeedSink {
  readonly emit: (changes: readonly ObjectChange[]) => void;
  /** Resolves when more may be emitted: a long list waits for it between its pages. */
  readonly room: Room;
  /** Called after anything in `status()` changed that people should see soon. */
  readonly statusChanged: () => void;
}

/** A running connection to one source. */
export interface Feed {
  status(): SourceStatus;
  /** Ends every request and timer; resolves when nothing of the feed is left. */
  stop(): Promise<void>;
}
