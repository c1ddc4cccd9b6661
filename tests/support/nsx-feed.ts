import { readFileSync } from 'node:fs';
import { kindNamed, type NsxKind } from '@/lib/kinds';
import type { KindStatus, ObjectChange } from '@/lib/model';
import { createLogger } from '@/server/logging';
import { RequestBudget } from '@/server/nsx/budget';
import { type ManagerOptions, NsxFeed } from '@/server/nsx/feed';
import type { NsxTuning } from '@/server/nsx/tuning';
import type { FeedSink } from '@/server/transport/feed';
import { until } from './until';
import { ROOM } from '@/tests/support/gate';

/** Times short enough for tests. */
export const QUICK: Partial<NsxTuning> = {
  pageSize: 5,
  answerMs: 1_000,
  changesMs: 20,
  unsettledMs: 20,
  fullPassMs: 60_000,
  fullPassPerSecond: 1_000,
  repeatMs: 50,
  searchRetryMs: 300,
  backoff: { baseMs: 10, capMs: 100 },
  loginBackoff: { baseMs: 20, capMs: 100 },
  shareMs: 200,
  probeMs: 100,
  probeAnswerMs: 300,
};

/** An NSX kind by its name; throws when there is none. */
export function nsxKindNamed(name: string): NsxKind {
  const found = kindNamed(name);
  if (found?.plane !== 'nsx') throw new Error(`no NSX kind ${name}`);
  return found;
}

/** Where a manager is, and the file with its administrator's password. */
export interface Place {
  readonly server: { readonly url: string; readonly caFile: string };
  readonly passwordFile: string;
}

/** A running feed of a manager, with what it has told so far. */
export class WatchedFeed {
  readonly known = new Map<string, ObjectChange>();
  readonly logged: string[] = [];
  readonly feed: NsxFeed;

  constructor(place: Place, options: Partial<ManagerOptions> = {}, room = ROOM) {
    const kinds = ['tier-1', 'segment', 'segment-port', 'group', 'domain'].map(nsxKindNamed);
    const basics: ManagerOptions = {
      name: 'test',
      urls: [place.server.url],
      login: { by: 'session-or-basic', username: 'admin', password: () => readFileSync(place.passwordFile, 'utf8') },
      tls: { verify: 'ca-file', caFile: place.server.caFile },
      budget: new RequestBudget({ perSecond: 100, concurrent: 4 }),
      tagValues: ['ours'],
      kinds,
      tuning: QUICK,
      log: createLogger('debug', { write: (line) => this.logged.push(line) }),
    };
    const all = { ...basics, ...options, tuning: { ...QUICK, ...options.tuning } };
    const emit: FeedSink['emit'] = (changes) => this.#take(changes);
    this.feed = new NsxFeed(all, { room, emit, statusChanged: () => undefined });
  }

  statusOf(kind: string): KindStatus {
    const found = this.feed.status().kinds.find((each) => each.kind === kind);
    if (found === undefined) throw new Error(`no status of ${kind}`);
    return found;
  }

  live(): Promise<void> {
    return until('NSX is live', () => this.feed.status().state === 'live');
  }

  #take(changes: readonly ObjectChange[]): void {
    for (const change of changes) {
      if (change.type === 'upsert') this.known.set(change.record.node.key, change);
      else this.known.delete(change.key);
    }
  }
}
