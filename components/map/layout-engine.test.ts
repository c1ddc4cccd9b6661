import { describe, expect, it } from 'vitest';
import { layoutView } from '@/lib/layout';
import { card, region, viewOf } from '@/tests/support/views';
import { type LayoutAnswer, LayoutEngine, type LayoutRequest, type LayoutWorker } from './layout-engine';

const { regions, cards } = viewOf([region('a')], [card('pod', 'web', 'a'), card('segment', 'net', 'a')]);
const job = { shape: { regions, cards }, previous: null, change: 'live' } as const;

/** A worker that answers when told to, as a real one would in its own time. */
class SlowWorker extends EventTarget implements LayoutWorker {
  readonly asked: LayoutRequest[] = [];
  ended = false;
  postMessage(request: LayoutRequest): void {
    this.asked.push(structuredClone(request));
  }
  terminate(): void {
    this.ended = true;
  }
  answer(): void {
    for (const { number, job: wanted } of this.asked.splice(0)) {
      const data: LayoutAnswer = { number, layout: layoutView(wanted.shape, wanted.previous ?? undefined) };
      this.dispatchEvent(new MessageEvent('message', { data }));
    }
  }
}

describe('the layout engine', () => {
  it('gives what the worker answers', async () => {
    const worker = new SlowWorker();
    const made = new LayoutEngine(() => worker).make(job);
    worker.answer();
    expect(await made).toEqual(layoutView(job.shape));
  });

  it('makes layouts itself where no worker can be had', async () => {
    const engine = new LayoutEngine(() => {
      throw new Error('Worker is not defined');
    });
    expect(await engine.make(job)).toEqual(layoutView(job.shape));
  });

  it('finishes what a broken worker left, and does without it from then on', async () => {
    const worker = new SlowWorker();
    const engine = new LayoutEngine(() => worker);
    const made = engine.make(job);
    worker.dispatchEvent(new Event('error'));
    expect(await made).toEqual(layoutView(job.shape));
    expect(worker.ended).toBe(true);
    expect(await engine.make(job)).toEqual(layoutView(job.shape));
    expect(worker.asked).toHaveLength(1);
  });
});
