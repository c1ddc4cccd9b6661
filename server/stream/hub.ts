import { type GraphQueries, isEmptyDelta, type SourceStatus } from '@/lib/model';
import { computeView, diffViews } from '@/lib/view';
import type { View, ViewSpec } from '@/lib/view/view';
import { encodeEvent, type Message, SharedEvent } from './encode';

interface Patch {
  readonly from: number;
  readonly seq: number;
  readonly event: SharedEvent;
  readonly bytes: number;
}

export interface HubOptions {
  readonly key: string;
  readonly spec: ViewSpec;
  readonly epoch: string;
  readonly ringBytes: number;
}

/** One view, computed once however many watch it: its latest state, and the patches that led there. */
export class ViewHub {
  readonly #options: HubOptions;
  #view: View;
  #seq: number;
  #ring: Patch[] = [];
  #ringBytes = 0;
  #snapshot: SharedEvent | null = null;

  constructor(options: HubOptions, graph: GraphQueries, sources: readonly SourceStatus[], seq: number) {
    this.#options = options;
    this.#view = computeView(graph, options.spec, sources);
    this.#seq = seq;
  }

  /** Computes the view anew; the event to send when it changed, null when it did not. */
  advance(graph: GraphQueries, sources: readonly SourceStatus[], seq: number, at: number): SharedEvent | null {
    const next = computeView(graph, this.#options.spec, sources);
    const { regions, cards, links } = diffViews(this.#view, next);
    const sameSummary = JSON.stringify(this.#view.summary) === JSON.stringify(next.summary);
    this.#view = next;
    if (sameSummary && [regions, cards, links].every(isEmptyDelta)) return null;
    const { key, epoch } = this.#options;
    const from = this.#seq;
    const message: Message = { type: 'patch', view: key, from, seq, at, regions, cards, links, summary: next.summary };
    const event = new SharedEvent(message, `${epoch}.${seq}`);
    this.#seq = seq;
    this.#snapshot = null;
    this.#remember({ from, seq, event, bytes: event.bytes(true).length });
    return event;
  }

  /** The whole view; `id` is the step that the client is then at. */
  snapshot(id: number | null, at: number): Uint8Array {
    const { key, epoch } = this.#options;
    const { regions, cards, links, summary } = this.#view;
    const message: Message = {
      type: 'snapshot',
      view: key,
      seq: this.#seq,
      at,
      regions: Object.fromEntries(regions),
      cards: Object.fromEntries(cards),
      links: Object.fromEntries(links),
      summary,
    };
    if (id !== null && id !== this.#seq) return encodeEvent(message, `${epoch}.${id}`);
    this.#snapshot ??= new SharedEvent(message, `${epoch}.${this.#seq}`);
    return this.#snapshot.bytes(id !== null);
  }

  /** The patches after step `seq`; null when they are not all kept. */
  since(seq: number): readonly SharedEvent[] | null {
    const oldest = this.#ring[0]?.from ?? this.#seq;
    if (seq < oldest) return null;
    return this.#ring.filter((patch) => patch.seq > seq).map((patch) => patch.event);
  }

  #remember(patch: Patch): void {
    this.#ring.push(patch);
    this.#ringBytes += patch.bytes;
    while (this.#ringBytes > this.#options.ringBytes) this.#ringBytes -= this.#ring.shift()?.bytes ?? this.#ringBytes;
  }
}
