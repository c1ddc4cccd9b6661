import { describe, expect, it } from 'vitest';
import type { LiveView } from '@/components/live/live-view';
import { type Layout, layoutView } from '@/lib/layout';
import type { Card, ViewSpec } from '@/lib/view/view';
import { card, region, tile, viewOf } from '@/tests/support/views';
import { until } from '@/tests/support/until';
import type { LayoutJob } from './layout-engine';
import { PlacementKeeper } from './placement';

const live = (cards: readonly Card[], names: readonly string[] = ['r']): LiveView => {
  const {
    regions,
    cards: made,
    links,
    summary,
  } = viewOf(
    names.map((name) => region(name)),
    cards,
  );
  return { seq: 1, at: 0, regions, cards: made, links, summary };
};
const spec: ViewSpec = { ...viewOf([], []).spec };

/** An engine whose layouts are ready when the test says so. */
class SlowEngine {
  readonly jobs: LayoutJob[] = [];
  readonly #waiting: (() => void)[] = [];
  make(job: LayoutJob): Promise<Layout> {
    this.jobs.push(job);
    return new Promise((resolve) => {
      this.#waiting.push(() => resolve(layoutView(job.shape, job.previous ?? undefined, job.change)));
    });
  }
  finish(): void {
    for (const done of this.#waiting.splice(0)) done();
  }
}

/** Offers a view and waits until it is placed. */
async function placed(keeper: PlacementKeeper, engine: SlowEngine, view: LiveView, wanted = spec) {
  const before = keeper.placement();
  keeper.offer(view, wanted);
  await until('the view is placed', () => {
    engine.finish();
    return keeper.placement() !== before;
  });
  return keeper.placement();
}

const pod = (title: string) => card('pod', title, 'r');

describe('placement', () => {
  it('stays the very same while cards only change what they say', async () => {
    const engine = new SlowEngine();
    const keeper = new PlacementKeeper(engine);
    const first = await placed(keeper, engine, live([pod('a'), card('segment', 's', 'r')]));
    keeper.offer(live([{ ...pod('a'), line: 'new', state: 'failed' }, card('segment', 's', 'r')]), spec);
    expect(engine.jobs).toHaveLength(1);
    expect(keeper.placement()).toBe(first);
  });

  it('moves nothing that stays when a card comes', async () => {
    const engine = new SlowEngine();
    const keeper = new PlacementKeeper(engine);
    const before = await placed(keeper, engine, live([pod('b'), card('segment', 's', 'r')]));
    const after = await placed(keeper, engine, live([pod('a'), pod('b'), card('segment', 's', 'r')]));
    expect(after?.cards.get(pod('b').id)).toEqual(before?.cards.get(pod('b').id));
    expect(after?.cards.get(pod('a').id)).toBeDefined();
  });

  it('skips views that were overtaken while a layout was made', async () => {
    const engine = new SlowEngine();
    const keeper = new PlacementKeeper(engine);
    keeper.offer(live([pod('a')]), spec);
    for (const title of ['b', 'c', 'd']) keeper.offer(live([pod('a'), pod(title)]), spec);
    await until('the view is placed', () => {
      engine.finish();
      return keeper.placement()?.cards.has(pod('d').id) === true;
    });
    expect(engine.jobs.map(({ shape }) => [...shape.cards.keys()])).toEqual([
      [pod('a').id],
      [pod('a').id, pod('d').id],
    ]);
  });

  it('lets regions give way only to boxes that a person opened', async () => {
    const engine = new SlowEngine();
    const keeper = new PlacementKeeper(engine);
    await placed(keeper, engine, live([pod('a')]));
    await placed(keeper, engine, live([pod('a'), pod('b')]));
    await placed(keeper, engine, live([pod('a'), pod('b'), pod('c')]), { ...spec, open: ['+r'] });
    expect(engine.jobs.map(({ change }) => change)).toEqual(['live', 'live', 'asked']);
  });

  it('forgets old places only when told to arrange anew', async () => {
    const engine = new SlowEngine();
    const keeper = new PlacementKeeper(engine);
    await placed(keeper, engine, live([pod('b'), pod('c')]));
    const grown = live([pod('a'), pod('b'), pod('c')]);
    const before = await placed(keeper, engine, grown);
    keeper.rearrange();
    await until('the view is placed', () => {
      engine.finish();
      return keeper.placement() !== before;
    });
    expect(keeper.placement()?.cards).toEqual(
      new Map([...layoutView(grown).cards].map(([id, { x, y, w, h }]) => [id, { x, y, width: w, height: h }])),
    );
  });

  it('begins anew where a live change turns cards into tiles, and not where somebody asked for other boxes', async () => {
    const inTiles: LiveView = { ...live([]), regions: new Map([['r', { ...tile('r'), id: 'r' }]]) };
    for (const [wanted, begins] of [
      [spec, true],
      [{ ...spec, open: ['-r'] }, false],
    ] as const) {
      const engine = new SlowEngine();
      const keeper = new PlacementKeeper(engine);
      await placed(keeper, engine, live([pod('a')]));
      await placed(keeper, engine, inTiles, wanted);
      expect(engine.jobs.map(({ previous }) => previous === null)).toEqual([true, begins]);
    }
  });
});
