import type { SourceStatus } from '@/lib/model/source-status';
import type { PatchMessage, SnapshotMessage } from '@/lib/wire/stream';

/** The state of the one stream of this browser. Times are epoch milliseconds. */
export type StreamStatus =
  | { readonly state: 'connecting' }
  | { readonly state: 'live'; readonly since: number; readonly heardAt: number }
  | { readonly state: 'reconnecting'; readonly since: number; readonly retryAt: number | null; readonly reason: string }
  | { readonly state: 'outdated'; readonly server: number };

/** What a tab says to the hub that owns the stream. */
export type TabMessage =
  | { readonly type: 'join'; readonly tab: string }
  | { readonly type: 'views'; readonly tab: string; readonly views: readonly string[] }
  | { readonly type: 'retry'; readonly tab: string }
  | { readonly type: 'gap'; readonly tab: string; readonly view: string }
  | { readonly type: 'leave'; readonly tab: string };

/** What the hub says to a tab. Everything is parsed and checked once, in the hub. */
export type HubMessage =
  | { readonly type: 'status'; readonly status: StreamStatus }
  | SnapshotMessage
  | PatchMessage
  | { readonly type: 'pulse'; readonly seq: number; readonly at: number }
  | { readonly type: 'sources'; readonly at: number; readonly sources: readonly SourceStatus[] };
